using System.Text;

namespace GeoCohesion.Data.Sources;

/// <summary>Texts in memory, for tests and for callers that have the text already.</summary>
sealed class MemoryFolder : InputFolder
{
    readonly SortedDictionary<string, byte[]> _bytesByName = new(StringComparer.OrdinalIgnoreCase);

    public MemoryFolder(string source, IEnumerable<KeyValuePair<string, string>> textByName)
        : base(source)
    {
        foreach (var (name, text) in textByName)
        {
            _bytesByName.Add(name, Encoding.UTF8.GetBytes(text));
        }

        Names = [.. _bytesByName.Keys.Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Names { get; }

    public override Stream OpenRead(string name, out long lengthBytes)
    {
        if (!_bytesByName.TryGetValue(name, out var bytes))
        {
            throw Missing(name);
        }

        lengthBytes = bytes.Length;
        return new MemoryStream(bytes, writable: false);
    }
}
