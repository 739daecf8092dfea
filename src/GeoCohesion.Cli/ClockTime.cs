using System.Globalization;

namespace GeoCohesion.Cli;

/// <summary>A time of the service day on the command line; it may pass 24:00.</summary>
/// <param name="Seconds">Seconds since the service day began.</param>
readonly record struct ClockTime(int Seconds)
{
    /// <summary>As typed, e.g. <c>07:00</c>; also how <c>--help</c> shows a default.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds / 3600:00}:{Seconds / 60 % 60:00}");
}
