namespace GeoCohesion.Data.Build;

/// <summary>What a run of a trip goes by.</summary>
enum TripRunKind : byte
{
    /// <summary>Its stop times.</summary>
    StopTimes,

    /// <summary>A frequency that is a timetable.</summary>
    ExactFrequency,

    /// <summary>A frequency that states a headway.</summary>
    HeadwayFrequency,
}

/// <summary>One run of a trip on one service day.</summary>
/// <param name="Id">As <c>TimetableColumns.TripIds</c> describes it.</param>
/// <param name="Feed">Index of the feed.</param>
/// <param name="Trip">Index in the feed.</param>
/// <param name="DayOffset">Service day of the run, from that of the timetable.</param>
/// <param name="Kind">What it goes by.</param>
/// <param name="ShiftSeconds">Added to the trip's stop times.</param>
readonly record struct TripRun(string Id, int Feed, int Trip, int DayOffset, TripRunKind Kind, int ShiftSeconds);
