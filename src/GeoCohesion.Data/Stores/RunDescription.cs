namespace GeoCohesion.Data.Stores;

/// <summary>What is to be known of a run beside its tables.</summary>
/// <param name="Version">Changes whenever the run's results do; letters and digits.</param>
/// <param name="TerritoryName">Name of the territory.</param>
/// <param name="ProgramVersion">Version of the program that computed it.</param>
/// <param name="ServiceDate">Day whose public transport the results describe; null where there is none in the run.</param>
/// <param name="Attribution">Whom the data are owed to, one line each.</param>
/// <param name="LegalCrs">The territory's legal coordinate system in metres; null where the run has no place on Earth.</param>
/// <param name="PublishedUtc">When the results were written.</param>
public sealed record RunDescription(
    string Version,
    string TerritoryName,
    string ProgramVersion,
    DateOnly? ServiceDate,
    IReadOnlyList<string> Attribution,
    ServedCrs? LegalCrs,
    DateTimeOffset PublishedUtc);
