namespace GeoCohesion.Data.Jobs;

/// <summary>How a run is carried out; nothing here changes a figure.</summary>
public sealed record RunOptions
{
    /// <summary>Path of <c>territory.json</c>.</summary>
    public required string TerritoryPath { get; init; }

    /// <summary>Folder for the results.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Worker threads, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether a notice of severity error ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether everything is computed anew, whatever an earlier run in the same folder has kept.</summary>
    public bool IsFresh { get; init; }
}
