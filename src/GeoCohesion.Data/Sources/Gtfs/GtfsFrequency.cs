namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>A trip that runs again and again (<c>frequencies.txt</c>); its stop times give the durations only.</summary>
/// <param name="Trip">Index of the trip.</param>
/// <param name="StartSeconds">First departure from its first stop, or where the period starts; seconds of the service day.</param>
/// <param name="EndSeconds">Where the period ends: the last departure is before it.</param>
/// <param name="HeadwaySeconds">Between two runs, above 0.</param>
/// <param name="IsExact">Whether the departures are a timetable (<c>exact_times</c> 1) or a promise of a headway (0).</param>
public readonly record struct GtfsFrequency(int Trip, int StartSeconds, int EndSeconds, int HeadwaySeconds, bool IsExact)
{
    /// <summary>
    /// Departure of the first run: <see cref="StartSeconds"/> when exact; half a headway later when not, so that the mean wait over
    /// the period is half the headway whichever way the vehicles really come.
    /// </summary>
    public int FirstDepartureSeconds => IsExact ? StartSeconds : StartSeconds + (HeadwaySeconds / 2);

    /// <summary>How many runs there are.</summary>
    public int RunCount => FirstDepartureSeconds >= EndSeconds ? 0 : 1 + ((EndSeconds - 1 - FirstDepartureSeconds) / HeadwaySeconds);
}
