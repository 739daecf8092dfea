using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Build;

/// <summary>Speeds that the user may set; all others follow from them or from the map (docs/streets.md).</summary>
public sealed record StreetSpeeds
{
    /// <summary>
    /// Walking on level ground, km/h; stairs take twice as long. Also the walk between a point and the street, in every mode.
    /// </summary>
    public double WalkKph { get; init; } = 4;

    /// <summary>Riding a bicycle on a road or cycleway, km/h.</summary>
    public double BicycleKph { get; init; } = 15;

    /// <summary>Ferries whose crossing time the map does not say, km/h.</summary>
    public double FerryKph { get; init; } = 10;

    /// <summary>Driving, as a multiple of the speeds derived from limits and road classes: below 1 for congested hours.</summary>
    public double CarFactor { get; init; } = 1;

    /// <summary>Refuses speeds that nobody moves at.</summary>
    /// <param name="at">Where the user stated them.</param>
    /// <exception cref="InputException"><c>speed-out-of-range</c>.</exception>
    public void Check(SourceLocation at)
    {
        Require(WalkKph, 0.5, 15, "walking speed", "km/h", at);
        Require(BicycleKph, 2, 50, "cycling speed", "km/h", at);
        Require(FerryKph, 1, 80, "ferry speed", "km/h", at);
        Require(CarFactor, 0.1, 2, "car speed factor", "times the usual speed", at);
    }

    /// <summary>All speeds as one line, in a fixed order: part of the key of what is built with them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"walk {WalkKph:R} km/h, bicycle {BicycleKph:R} km/h, ferry {FerryKph:R} km/h, car x {CarFactor:R}");

    static void Require(double value, double lowest, double highest, string what, string unit, SourceLocation at)
    {
        if (!(value >= lowest && value <= highest))
        {
            throw new InputException(
                "speed-out-of-range",
                string.Create(CultureInfo.InvariantCulture, $"a {what} of {value} {unit} was given; accepted are {lowest} to {highest}."),
                at);
        }
    }
}
