namespace GeoCohesion.Core.Routing.Transit;

/// <summary>A stop within walking distance of a place, and the walk to it or from it.</summary>
/// <param name="Stop">Index of the stop in the timetable.</param>
/// <param name="WalkSeconds">Seconds; not negative.</param>
public readonly record struct StopWalk(int Stop, int WalkSeconds);
