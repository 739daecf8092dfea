namespace GeoCohesion.Data.Sources.Places;

/// <summary>A class of places that people ask for, and the codes of each source that it stands for.</summary>
public sealed record PlaceClass
{
    /// <summary>Stable lower-case name, e.g. <c>generaliste</c>.</summary>
    public required string Name { get; init; }

    /// <summary>French label, singular.</summary>
    public required string French { get; init; }

    /// <summary>English label, singular.</summary>
    public required string English { get; init; }

    /// <summary>One of <see cref="PlaceClasses.Groups"/>.</summary>
    public required string Group { get; init; }

    /// <summary>Codes of INSEE's BPE in its present list (2024); empty when that list has none for the class.</summary>
    public IReadOnlyList<string> BpeCodes { get; init; } = [];

    /// <summary>Codes of earlier lists of the BPE; accepted in every edition.</summary>
    public IReadOnlyList<string> BpeOldCodes { get; init; } = [];

    /// <summary>Whether figures by the old codes and by the present ones must not be read as one series.</summary>
    public bool IsBpeBreak { get; init; }

    /// <summary>FINESS categories of establishment (<c>categetab</c>).</summary>
    public IReadOnlyList<string> FinessCategories { get; init; } = [];

    /// <summary>Rows of the health directory that belong to the class.</summary>
    public IReadOnlyList<RppsRule> RppsRules { get; init; } = [];

    /// <summary>OpenStreetMap tags; one pattern is enough.</summary>
    public IReadOnlyList<OsmPattern> OsmPatterns { get; init; } = [];
}
