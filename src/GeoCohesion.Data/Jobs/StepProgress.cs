namespace GeoCohesion.Data.Jobs;

/// <summary>Passes the share done of one step on to the job's progress.</summary>
sealed class StepProgress(IProgress<JobProgress> progress, string step) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => progress.Report(new JobProgress(step, value));
}
