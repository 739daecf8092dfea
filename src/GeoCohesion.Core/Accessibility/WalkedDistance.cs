namespace GeoCohesion.Core.Accessibility;

/// <summary>Walked metres, told from walking seconds at the run's speed.</summary>
/// <remarks>
/// Stairs, which take longer, therefore count as longer than they are. Walks are known in whole seconds, rounded up: a stop up to a second
/// of walking short of a limit may fall beyond it when the limit is not a whole number of seconds away.
/// </remarks>
public static class WalkedDistance
{
    // A limit of a whole number of seconds must not fall short of it by rounding.
    const double ToleranceSeconds = 1e-6;

    /// <summary>Metres walked in a time.</summary>
    /// <param name="seconds">Walking seconds.</param>
    /// <param name="speedKph">Walking speed on the level, km/h.</param>
    public static double Meters(int seconds, double speedKph) => seconds * speedKph / 3.6;

    /// <summary>Most whole seconds within which no more than a distance is walked.</summary>
    /// <param name="meters">Metres.</param>
    /// <param name="speedKph">Walking speed on the level, km/h.</param>
    public static int LongestSeconds(double meters, double speedKph) => (int)Math.Floor((meters * 3.6 / speedKph) + ToleranceSeconds);

    /// <summary>Why the walks of a service day do not reach as far as a distance, as a clause; null when they do.</summary>
    /// <param name="meters">Metres.</param>
    /// <param name="speedKph">Walking speed on the level, km/h.</param>
    public static string? OutOfReach(int meters, double speedKph) =>
        LongestSeconds(meters, speedKph) <= DayService.LongestWalkSeconds
            ? null
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"walks to stops are known up to {DayService.LongestWalkSeconds / 60} minutes, "
                    + $"{Meters(DayService.LongestWalkSeconds, speedKph):0} m at {speedKph} km/h, and {meters} m are needed");
}
