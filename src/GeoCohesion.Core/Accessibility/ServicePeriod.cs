using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>A part of the day over which departures are counted, the same on every day of the week.</summary>
/// <param name="Name">Stable name in columns.</param>
/// <param name="French">Label in French.</param>
/// <param name="English">Label in English.</param>
/// <param name="Hours">Clock time of the departures, the end excluded.</param>
public sealed record ServicePeriod(string Name, string French, string English, TimeWindow Hours)
{
    const int Hour = 3600;

    /// <summary>The peak in which a stop is called frequent and in which commercial speed is taken.</summary>
    public static ServicePeriod MorningPeak { get; } =
        new("morning_peak", "pointe du matin", "morning peak", new TimeWindow(7 * Hour, 9 * Hour));

    /// <summary>Morning peak, day, evening peak, evening.</summary>
    public static IReadOnlyList<ServicePeriod> All { get; } =
    [
        MorningPeak,
        new("day", "journée", "day", new TimeWindow(9 * Hour, 16 * Hour)),
        new("evening_peak", "pointe du soir", "evening peak", new TimeWindow(16 * Hour, 19 * Hour)),
        new("evening", "soirée", "evening", new TimeWindow(19 * Hour, 24 * Hour)),
    ];

    /// <summary>The hours over which headways are taken: a timetable dense in the peaks alone does not hide its gap at noon.</summary>
    public static TimeWindow HeadwayHours { get; } = new(7 * Hour, 19 * Hour);

    /// <summary>
    /// The whole day, by the clock from 04:00 to 04:00: night services count to the evening before, whether their feed writes 00:30 of the
    /// next day or 24:30.
    /// </summary>
    public static TimeWindow WholeDay { get; } = new(4 * Hour, 28 * Hour);

    /// <summary>Length in hours.</summary>
    public double LengthHours => (double)Hours.Count / Hour;
}
