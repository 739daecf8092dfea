namespace GeoCohesion.Data.Build;

/// <summary>Where service days start: at noon minus 12 h of their date, which is midnight but for the days on which the clock changes.</summary>
public static class ServiceDay
{
    const int SecondsPerDay = 86_400;

    /// <summary>Seconds from the start of one service day to that of another; 86,400 for the next, 3,600 more or less where the clock changes between.</summary>
    /// <param name="from">The day from whose start it is counted.</param>
    /// <param name="fromZone">Zone of that day; null for one without daylight saving.</param>
    /// <param name="to">The day to whose start it is counted.</param>
    /// <param name="toZone">Zone of that day.</param>
    public static int SecondsBetween(DateOnly from, TimeZoneInfo? fromZone, DateOnly to, TimeZoneInfo? toZone) =>
        ((to.DayNumber - from.DayNumber) * SecondsPerDay)
        - (OffsetSeconds(to, toZone ?? fromZone) - OffsetSeconds(from, fromZone ?? toZone));

    /// <summary>What the zone is ahead of UTC at noon.</summary>
    static int OffsetSeconds(DateOnly date, TimeZoneInfo? zone) =>
        zone is null ? 0 : (int)zone.GetUtcOffset(date.ToDateTime(new TimeOnly(12, 0))).TotalSeconds;
}
