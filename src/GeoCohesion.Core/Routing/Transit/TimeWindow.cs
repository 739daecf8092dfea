namespace GeoCohesion.Core.Routing.Transit;

/// <summary>The seconds <c>FromSeconds .. ToSeconds - 1</c> of a service day; the end itself is outside.</summary>
/// <param name="FromSeconds">First second, counted like the timetable's times (noon minus 12 h).</param>
/// <param name="ToSeconds">Second after the last one; above <paramref name="FromSeconds"/>.</param>
public readonly record struct TimeWindow(int FromSeconds, int ToSeconds)
{
    /// <summary>Number of seconds.</summary>
    public int Count => ToSeconds - FromSeconds;

    /// <summary>Last second inside.</summary>
    public int LastSecond => ToSeconds - 1;
}
