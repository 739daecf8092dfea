namespace GeoCohesion.Data.Sources.Tables;

/// <summary>How a table is to be read, where the file itself does not say.</summary>
public sealed record TableOptions
{
    /// <summary>
    /// What INSEE and other French producers write instead of a value: <c>_U</c>, <c>_Z</c>, <c>NR</c>, <c>s</c>, <c>nd</c>.
    /// </summary>
    public static IReadOnlyList<string> FrenchMissingMarkers { get; } = ["_U", "_Z", "NR", "s", "nd"];

    /// <summary>Separator; null to take whichever of <c>; , tab |</c> is most frequent in the first record, outside quotes.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// Whether the first record names the columns. Without a header, columns are addressed by <see cref="TableReader.ColumnAt"/>.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// Whether a record with more fields than the header is refused instead of counted. For tables that people write themselves, where it
    /// nearly always is a decimal comma in a comma-separated file, which would shift every field after it.
    /// </summary>
    public bool RefuseLongRecords { get; init; }

    /// <summary>Texts that mean "no value" besides the empty one; compared exactly.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = [];
}
