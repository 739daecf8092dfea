using GeoCohesion.Data.Formats.Maps;

namespace GeoCohesion.Data.Jobs;

/// <summary>What is to be drawn, and how.</summary>
public sealed record RenderOptions
{
    /// <summary>Least width of a picture.</summary>
    public const int LeastWidth = 240;

    /// <summary>Greatest width of a picture.</summary>
    public const int GreatestWidth = 8000;

    /// <summary>Folders of runs, GeoPackages, GeoJSON files and text sequences.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Names of layers; none for those of the files, or the verdicts of a run that stands alone.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Only features whose columns have these values; one of the values where a column is named twice.</summary>
    public IReadOnlyList<(string Column, string Value)> Where { get; init; } = [];

    /// <summary>Column that colours the layers that have it; null for what suits each.</summary>
    public string? ColorBy { get; init; }

    /// <summary>Heading; null for what is shown.</summary>
    public string? Title { get; init; }

    /// <summary>One of <see cref="MapTexts.Languages"/>.</summary>
    public string Language { get; init; } = MapTexts.Languages[0];

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = MapSheetOptions.DefaultWidth;

    /// <summary>Whether water, railways and streets of a run lie below.</summary>
    public bool HasBackground { get; init; } = true;
}
