namespace GeoCohesion.Data.Build;

/// <summary>What went into a timetable, to be stated with every result.</summary>
public sealed record TimetableReport
{
    /// <summary>Trips of the service date itself, whether or not they lie in the span; each run of a frequency counts.</summary>
    public required int TripsOnDate { get; init; }

    /// <summary>Trips in the timetable.</summary>
    public required int Trips { get; init; }

    /// <summary>Of these, trips of the service days before that reach in.</summary>
    public required int TripsOfDaysBefore { get; init; }

    /// <summary>Of these, trips of the service days after.</summary>
    public required int TripsOfDaysAfter { get; init; }

    /// <summary>Of these, runs of a frequency whose departures are a timetable (<c>exact_times</c> 1).</summary>
    public required int ExactFrequencyRuns { get; init; }

    /// <summary>Of these, runs of a frequency that states a headway only: the first leaves half a headway after the period starts.</summary>
    public required int HeadwayFrequencyRuns { get; init; }

    /// <summary>Trips after which riders may stay seated.</summary>
    public required int Continuations { get; init; }

    /// <summary>Stops in the timetable.</summary>
    public required int Stops { get; init; }

    /// <summary>Stops at which no trip of the timetable calls, kept or not.</summary>
    public required int UnusedStops { get; init; }
}
