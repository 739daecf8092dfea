namespace GeoCohesion.Core.Network;

/// <summary>A town centre or a secondary centre of the agglomeration: where the half hour is counted to.</summary>
public sealed record Centrality
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>Label for people.</summary>
    public required string Label { get; init; }

    /// <summary>The main centre of the agglomeration (one at least).</summary>
    public required bool IsMain { get; init; }

    /// <summary>WGS84 longitude and latitude of the points that count as being there: one for a point, several for a polygon; the first is its label point.</summary>
    public required IReadOnlyList<(double Longitude, double Latitude)> Points { get; init; }

    /// <summary>Level in the source (<c>majeur</c>, <c>structurant</c> ...), or empty.</summary>
    public string Level { get; init; } = "";

    /// <summary>Name of the input file.</summary>
    public required string Source { get; init; }
}
