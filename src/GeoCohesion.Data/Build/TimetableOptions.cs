using GeoCohesion.Core;

namespace GeoCohesion.Data.Build;

/// <summary>Which trips a timetable holds.</summary>
public sealed record TimetableOptions
{
    /// <summary>A trip is kept when any part of it lies at or after this; seconds since noon minus 12 h of the service date.</summary>
    public int FromSeconds { get; init; }

    /// <summary>A trip is kept when any part of it lies at or before this; 30:00 unless stated, so that evening journeys find the next morning's first trips.</summary>
    public int ToSeconds { get; init; } = 30 * 3600;

    /// <summary>Whether stops served on demand (<c>pickup_type</c>, <c>drop_off_type</c> 2 and 3) can be used.</summary>
    public bool IncludesOnDemand { get; init; }

    /// <summary>Whether stops at which no kept trip calls are left out.</summary>
    public bool DropsUnusedStops { get; init; }

    /// <summary>Whether a date whose service is odd is accepted, and told, instead of refused.</summary>
    public bool AllowsOddDate { get; init; }

    /// <summary>Where the date was stated, for messages.</summary>
    public SourceLocation DateAt { get; init; } = new("--date");
}
