using System.Globalization;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Isochrones;

/// <summary>How a departure window becomes one answer: on how many of its seconds the travel time has to be within the limit.</summary>
/// <remarks>
/// Each rule of <c>docs/transit.md</c> comes to such a number: a percentile is at most the limit exactly when as many seconds as its rank
/// are, the best when one is, the worst when all are.
/// </remarks>
public readonly record struct DepartureRule
{
    readonly int _percentile;
    readonly double _share;

    DepartureRule(int percentile, double share) => (_percentile, _share) = (percentile, share);

    /// <summary>The best departure of the window.</summary>
    public static DepartureRule Best => new(0, 0);

    /// <summary>The 50th percentile over all seconds of the window.</summary>
    public static DepartureRule Median => Percentile(50);

    /// <summary>Every departure of the window.</summary>
    public static DepartureRule Worst => Percentile(100);

    /// <summary>The nearest-rank percentile over all seconds of the window, unreached ones last.</summary>
    /// <param name="percentile">1 to 100.</param>
    public static DepartureRule Percentile(int percentile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percentile, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentile, 100);
        return new DepartureRule(percentile, 0);
    }

    /// <summary>At least this share of the seconds of the window.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public static DepartureRule Share(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return new DepartureRule(0, share);
    }

    /// <summary>Reads <c>best</c>, <c>median</c>, <c>worst</c>, <c>p1</c> to <c>p100</c> or <c>share:0.8</c>.</summary>
    /// <returns>False when it is none of these.</returns>
    public static bool TryParse(string text, out DepartureRule rule)
    {
        (var isKnown, rule) = text switch
        {
            "best" => (true, Best),
            "median" => (true, Median),
            "worst" => (true, Worst),
            _ => (false, default),
        };
        if (text.StartsWith('p') && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var percentile)
            && percentile is >= 1 and <= 100)
        {
            (isKnown, rule) = (true, Percentile(percentile));
        }

        const string SharePrefix = "share:";
        if (text.StartsWith(SharePrefix, StringComparison.Ordinal)
            && double.TryParse(text.AsSpan(SharePrefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
            && share is > 0 and <= 1)
        {
            (isKnown, rule) = (true, Share(share));
        }

        return isKnown;
    }

    /// <summary>Seconds of the window on which the travel time has to be within the limit.</summary>
    /// <param name="windowCount">Seconds of the window, above 0.</param>
    public int SecondsNeeded(int windowCount) =>
        _percentile > 0
            ? TravelTimeProfile.RankIndex(_percentile, windowCount) + 1
            : Math.Max(1, (int)Math.Ceiling((_share * windowCount) - 1e-9));

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => this switch
    {
        { _percentile: 50 } => "median",
        { _percentile: 100 } => "worst",
        { _percentile: > 0 } => string.Create(CultureInfo.InvariantCulture, $"p{_percentile}"),
        { _share: > 0 } => string.Create(CultureInfo.InvariantCulture, $"share:{_share}"),
        _ => "best",
    };
}
