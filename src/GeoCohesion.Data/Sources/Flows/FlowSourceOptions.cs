using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Flows;

/// <summary>Names a file of census flows and says how to read it.</summary>
public sealed record FlowSourceOptions
{
    /// <summary>The file, as the user gave it.</summary>
    public required string Path { get; init; }

    /// <summary>What its people travel for.</summary>
    public required FlowKind Kind { get; init; }

    /// <summary>Year of the census; null to take it from the file's name.</summary>
    public int? Year { get; init; }

    /// <summary>INSEE codes of the communes that flows must leave from or go to; null to keep all.</summary>
    public IReadOnlyCollection<string>? Communes { get; init; }
}
