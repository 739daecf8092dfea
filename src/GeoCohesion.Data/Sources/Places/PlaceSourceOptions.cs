using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>Names a file of places and says how to read it.</summary>
public sealed record PlaceSourceOptions
{
    /// <summary>The file, as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>Name of an <see cref="IPlaceSource"/>, e.g. <c>bpe</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Box outside of which places are counted but not kept, WGS84 degrees; null to keep all.</summary>
    public Envelope? AreaOfInterestWgs84 { get; init; }

    /// <summary>
    /// Class of every place of the file (formats <c>csv</c> and <c>geojson</c>); null when a column <c>class</c> says it.
    /// </summary>
    public string? ClassName { get; init; }

    /// <summary>Coordinate system of <c>x</c> and <c>y</c>, e.g. <c>EPSG:2154</c>; null where the file says it.</summary>
    public string? Crs { get; init; }

    /// <summary>Edition or vintage; null to take what the file says, if anything.</summary>
    public string? Edition { get; init; }

    /// <summary>The FINESS file with the coordinates that the format <c>rpps</c> needs.</summary>
    public string? FinessPath { get; init; }

    /// <summary>
    /// Whether places whose position was drawn at random in the commune are kept (with their quality) instead of left out.
    /// </summary>
    public bool KeepPoorPositions { get; init; }

    /// <summary>Date on which a place must be open, where the file tells from when to when it is (format <c>services</c>); null to keep all.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The user's own checklist, whose names of services the format <c>services</c> accepts; null for the program's.</summary>
    public string? ChecklistPath { get; init; }
}
