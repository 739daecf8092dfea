using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Isochrones;

/// <summary>What is asked of isochrones, wherever they are.</summary>
public sealed record IsochroneQuestion
{
    /// <summary>Limits: seconds, or metres if <see cref="IsByDistance"/>; at least one, above 0, at most 500,000.</summary>
    public required IReadOnlyList<int> Limits { get; init; }

    /// <summary>Whether the limits are metres of way instead of seconds.</summary>
    public bool IsByDistance { get; init; }

    /// <summary>Forward: where one can get to from the points. Backward: from where one can get to them.</summary>
    public SearchDirection Direction { get; init; } = SearchDirection.Forward;

    /// <summary>What counts of a departure window, by public transport.</summary>
    public DepartureRule Rule { get; init; } = DepartureRule.Median;

    /// <summary>Whether each area is without those of shorter limits.</summary>
    public bool IsRings { get; init; }

    /// <summary>How far an outline may be from a corner that is left out of it; null to keep all corners.</summary>
    public double? SimplifyMeters { get; init; }

    /// <summary>How far from its street a point of an area may be.</summary>
    public int ToleranceMeters { get; init; } = UsualToleranceMeters;

    /// <summary>Metres between the points that areas are drawn on, 5 to 1,000; null for a usual one of the mode.</summary>
    public int? SpacingMeters { get; init; }

    /// <summary>Whether residents within each limit are counted.</summary>
    public bool HasPopulation { get; init; }

    /// <summary>Whether places within each limit are counted, by class.</summary>
    public bool HasPlaces { get; init; }

    /// <summary><see cref="ToleranceMeters"/> where nothing else is asked for.</summary>
    public const int UsualToleranceMeters = 100;

    /// <summary>Limits, each once, the shortest first.</summary>
    public int[] Ascending => [.. Limits.Distinct().Order()];

    /// <summary><see cref="SpacingMeters"/>, or what suits the mode.</summary>
    public int SpacingMetersOf(string mode) => SpacingMeters ?? UsualSpacingMeters(mode);

    /// <summary>Least area of a hole or a part.</summary>
    public double LeastSquareMetersOf(string mode) => LeastSquareMeters(SpacingMetersOf(mode));

    /// <summary>Spacing that suits a mode: finer where less ground is covered.</summary>
    public static int UsualSpacingMeters(string mode) => mode switch
    {
        "walk" or "wheelchair" => 20,
        "car" => 100,
        _ => 40,
    };

    /// <summary>Least area of a hole or a part: four squares of the grid.</summary>
    public static double LeastSquareMeters(int spacingMeters) => 4.0 * spacingMeters * spacingMeters;

    /// <summary>Name of the direction in results.</summary>
    public string DirectionName => Direction == SearchDirection.Forward ? "from" : "to";

    /// <summary>Name of the limits' property in results.</summary>
    public string LimitName => IsByDistance ? "limit_m" : "limit_s";
}
