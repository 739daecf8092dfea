namespace GeoCohesion.Core.Network;

/// <summary>A part of the streets that cannot be reached from the rest, or cannot be left, and was pruned.</summary>
/// <param name="VertexCount">Vertices.</param>
/// <param name="LinkCount">Links.</param>
/// <param name="LengthMeters">Length of its links.</param>
/// <param name="Longitude">WGS84 degrees of one of its vertices.</param>
/// <param name="Latitude">WGS84 degrees.</param>
/// <param name="OsmWayId">A way of it, to look up on the map.</param>
public sealed record StreetIsland(int VertexCount, int LinkCount, long LengthMeters, double Longitude, double Latitude, long OsmWayId);

/// <summary>What went into a <see cref="StreetGraph"/>, and what was left out of it.</summary>
public sealed record StreetBuildReport
{
    /// <summary>How many of the largest pruned islands are listed.</summary>
    public const int IslandsListed = 20;

    /// <summary>Street mode.</summary>
    public required string Mode { get; init; }

    /// <summary>Speeds it was built with, as one line.</summary>
    public required string Speeds { get; init; }

    /// <summary>Ways and rings of areas that the mode may use.</summary>
    public required int WayCount { get; init; }

    /// <summary>Vertices of the graph.</summary>
    public required int VertexCount { get; init; }

    /// <summary>Directed edges of the graph.</summary>
    public required int EdgeCount { get; init; }

    /// <summary>Links of the graph.</summary>
    public required int LinkCount { get; init; }

    /// <summary>Length of all links.</summary>
    public required long LengthMeters { get; init; }

    /// <summary>Barriers at which ways were cut.</summary>
    public required int BarrierCount { get; init; }

    /// <summary>Straight lines across pedestrian areas.</summary>
    public required int CrossingCount { get; init; }

    /// <summary>Turn restrictions that hold.</summary>
    public required int RestrictionCount { get; init; }

    /// <summary>Turn restrictions left out, each with a notice that says why.</summary>
    public required int RestrictionsLeftOut { get; init; }

    /// <summary>Islands pruned: parts that nobody could reach or leave.</summary>
    public required int PrunedIslandCount { get; init; }

    /// <summary>Vertices pruned.</summary>
    public required int PrunedVertexCount { get; init; }

    /// <summary>Links pruned.</summary>
    public required int PrunedLinkCount { get; init; }

    /// <summary>Length of the links pruned.</summary>
    public required long PrunedMeters { get; init; }

    /// <summary>The longest islands pruned, at most <see cref="IslandsListed"/>, longest first.</summary>
    public required IReadOnlyList<StreetIsland> LargestPruned { get; init; }
}
