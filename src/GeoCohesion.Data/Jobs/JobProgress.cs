namespace GeoCohesion.Data.Jobs;

/// <summary>How far a job is: which step, and how much of it.</summary>
/// <param name="Step">Short English name of the step.</param>
/// <param name="Fraction">Share done, 0 to 1.</param>
public readonly record struct JobProgress(string Step, double Fraction);
