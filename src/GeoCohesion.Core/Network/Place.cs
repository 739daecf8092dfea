namespace GeoCohesion.Core.Network;

/// <summary>How far the position of a place can be trusted.</summary>
public enum PositionQuality
{
    /// <summary>The source says nothing.</summary>
    Unknown,

    /// <summary>Address found.</summary>
    Good,

    /// <summary>Right street, position along it drawn at random, or a probable address.</summary>
    Acceptable,

    /// <summary>Drawn at random in the commune: unfit for walking times.</summary>
    Poor,
}

/// <summary>A facility, a health professional or a service that people travel to.</summary>
public sealed record Place
{
    /// <summary>Unique within the run, e.g. <c>bpe:D265:...</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Class that people use, e.g. <c>generaliste</c>; one of the classes file.</summary>
    public required string ClassName { get; init; }

    /// <summary>Code in the source's own list, e.g. <c>D265</c>.</summary>
    public required string SourceCode { get; init; }

    /// <summary>Name, or empty.</summary>
    public required string Name { get; init; }

    /// <summary>WGS84 degrees.</summary>
    public required double Longitude { get; init; }

    /// <summary>WGS84 degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>How many identical equipments or full-time equivalents stand here; above 0.</summary>
    public double Capacity { get; init; } = 1;

    /// <summary>Name of the input file.</summary>
    public required string Source { get; init; }

    /// <summary>Edition or vintage of the source, or empty.</summary>
    public string Edition { get; init; } = "";

    /// <summary>How far the position can be trusted.</summary>
    public PositionQuality Quality { get; init; }

    /// <summary>INSEE commune code, or empty.</summary>
    public string CommuneCode { get; init; } = "";

    /// <summary>Serves an area from a bus or by rounds: not a destination, but counts as present in the checklist.</summary>
    public bool IsItinerant { get; init; }
}
