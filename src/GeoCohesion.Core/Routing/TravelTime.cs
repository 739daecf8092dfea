namespace GeoCohesion.Core.Routing;

/// <summary>Conventions shared by every travel-time kernel.</summary>
/// <remarks>
/// Street kernels count whole milliseconds, so that a path of many short edges does not gather rounding errors; everything else counts
/// whole seconds. A street time becomes seconds once, at its end, rounded up: <c>ToSeconds(t) &lt;= 1800</c> exactly when <c>t &lt;= 1 800 000</c>.
/// </remarks>
public static class TravelTime
{
    /// <summary>"Not reached", in milliseconds and in seconds alike. Two of them add up to less than <see cref="int.MaxValue"/>.</summary>
    public const int Unreached = 1_000_000_000;

    /// <summary>A time as results hold it: null where there is no way.</summary>
    public static int? Reached(int seconds) => seconds >= Unreached ? null : seconds;

    /// <summary>Whole seconds of a street time in milliseconds, rounded up; <see cref="Unreached"/> stays so.</summary>
    public static int ToSeconds(int milliseconds) =>
        milliseconds >= Unreached ? Unreached : (milliseconds + 999) / 1000;

    /// <summary>Milliseconds to cover a length at a speed, rounded to the nearest.</summary>
    /// <param name="lengthMillimeters">Not negative.</param>
    /// <param name="speedKph">Kilometres per hour, above 0.</param>
    public static int Milliseconds(long lengthMillimeters, double speedKph) =>
        checked((int)Math.Round(lengthMillimeters * 3.6 / speedKph, MidpointRounding.AwayFromZero));
}
