using System.Globalization;
using System.Text;
using System.Text.Json;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>A JSON document whose every mistake is a sentence with file, line and property.</summary>
sealed class JsonFile
{
    readonly Dictionary<string, int> _lineOfPath = new(StringComparer.Ordinal);

    JsonFile(string source, JsonDocument document)
    {
        Source = source;
        Document = document;
    }

    public string Source { get; }

    public JsonDocument Document { get; }

    public JsonFields Root => new(this, Document.RootElement, "");

    public static JsonFile Read(string path)
    {
        byte[] bytes;
        using (var stream = InputFile.OpenRead(path))
        {
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            bytes = buffer.ToArray();
        }

        return Parse(path, bytes);
    }

    /// <summary>A file that comes with the program.</summary>
    public static JsonFile ReadEmbedded(string resource)
    {
        using var stream = typeof(JsonFile).Assembly.GetManifestResourceStream(resource)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return Parse(resource, buffer.ToArray());
    }

    public static JsonFile Parse(string source, byte[] bytes)
    {
        ReadOnlyMemory<byte> json = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(3) : bytes;
        try
        {
            var file = new JsonFile(source, JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }));
            file.IndexLines(json.Span);
            return file;
        }
        catch (JsonException e)
        {
            throw new InputException(
                "json-malformed",
                $"this is not valid JSON (character {(e.BytePositionInLine ?? 0) + 1} of the line).",
                new SourceLocation(source, (int)(e.LineNumber ?? 0) + 1));
        }
    }

    /// <summary>Line of each value by its path, such as <c>places[0].format</c>; of the whole document under the empty path.</summary>
    public IReadOnlyDictionary<string, int> LineOfPath => _lineOfPath;

    public SourceLocation At(string path) => new(Source, LineAt(_lineOfPath, path), path.Length == 0 ? null : path);

    /// <summary>Line of a value; where it is missing, of the nearest one that it should stand in.</summary>
    public static int? LineAt(IReadOnlyDictionary<string, int> lineOfPath, string path)
    {
        while (true)
        {
            if (lineOfPath.TryGetValue(path, out var line))
            {
                return line;
            }

            if (path.Length == 0)
            {
                return null;
            }

            path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)];
        }
    }

    void IndexLines(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var scopes = new Stack<(string Path, int Index)>();
        string? property = null;
        var (line, counted) = (1, 0);
        while (reader.Read())
        {
            line += json[counted..(int)reader.TokenStartIndex].Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                scopes.Pop();
                continue;
            }

            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                var text = Text(ref reader, line);
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    property = text;
                    continue;
                }
            }

            var path = "";
            if (scopes.Count > 0)
            {
                var (parent, index) = scopes.Pop();
                path = property is null ? $"{parent}[{index}]" : Join(parent, property);
                scopes.Push((parent, property is null ? index + 1 : index));
            }

            _lineOfPath[path] = line;
            property = null;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                scopes.Push((path, 0));
            }
        }
    }

    string Text(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InputException(
                "text-encoding", "a text here is not UTF-8, perhaps Windows-1252; save the file as UTF-8.", new SourceLocation(Source, line));
        }
    }

    public static string Join(string parent, string property) => parent.Length == 0 ? property : $"{parent}.{property}";
}

/// <summary>The properties of one JSON object: each is asked for by name, and what nobody asked for is refused.</summary>
sealed class JsonFields
{
    readonly JsonFile _file;
    readonly JsonElement _element;
    readonly string _path;
    readonly SortedSet<string> _known = new(StringComparer.Ordinal) { "$schema" };

    public JsonFields(JsonFile file, JsonElement element, string path)
    {
        (_file, _element, _path) = (file, element, path);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, element, "an object in braces");
        }
    }

    public SourceLocation At(string? property = null) => _file.At(property is null ? _path : JsonFile.Join(_path, property));

    public bool Has(string property)
    {
        _known.Add(property);
        return _element.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    public string Text(string property, string accepted) =>
        OptionalText(property, accepted)
        ?? throw new InputException("property-missing", $"the property '{property}' is missing; {accepted} is expected.", At());

    public string? OptionalText(string property, string accepted)
    {
        if (!Has(property))
        {
            return null;
        }

        var value = _element.GetProperty(property);
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw Wrong(JsonFile.Join(_path, property), value, accepted);
    }

    public bool Flag(string property, bool otherwise)
    {
        if (!Has(property))
        {
            return otherwise;
        }

        var value = _element.GetProperty(property);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(JsonFile.Join(_path, property), value, "true or false");
    }

    public double Number(string property, double otherwise, double least, double most, string unit)
    {
        if (!Has(property))
        {
            return otherwise;
        }

        var value = _element.GetProperty(property);
        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number >= least && number <= most
            ? number
            : throw Wrong(JsonFile.Join(_path, property), value, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most} ({unit})"));
    }

    public int WholeNumber(string property, int otherwise, int least, int most, string unit)
    {
        if (!Has(property))
        {
            return otherwise;
        }

        var value = _element.GetProperty(property);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(JsonFile.Join(_path, property), value, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} ({unit})"));
    }

    public IReadOnlyList<int> WholeNumbers(string property, int least, int most, string unit)
    {
        var accepted = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} ({unit})");
        return [.. Items(property, accepted).Select(item =>
            item.Value.ValueKind == JsonValueKind.Number && item.Value.TryGetInt32(out var number) && number >= least && number <= most
                ? number
                : throw Wrong(item.Path, item.Value, accepted))];
    }

    public double RequiredNumber(string property, double least, double most, string unit) =>
        Has(property)
            ? Number(property, double.NaN, least, most, unit)
            : throw new InputException("property-missing", $"the property '{property}' is missing; a number ({unit}) is expected.", At());

    public T Choice<T>(string property, T otherwise, IReadOnlyDictionary<string, T> choices)
    {
        var accepted = $"one of {string.Join(", ", choices.Keys)}";
        return OptionalText(property, accepted) is not { } text ? otherwise
            : choices.TryGetValue(text, out var choice) ? choice
            : throw Wrong(JsonFile.Join(_path, property), _element.GetProperty(property), accepted);
    }

    public T Parsed<T>(string property, T otherwise, string accepted, Func<string, (bool Ok, T Value)> parse)
    {
        if (OptionalText(property, accepted) is not { } text)
        {
            return otherwise;
        }

        var (ok, value) = parse(text);
        return ok ? value : throw Wrong(JsonFile.Join(_path, property), _element.GetProperty(property), accepted);
    }

    public IReadOnlyList<string> Texts(string property, string accepted) =>
        [.. Items(property, accepted).Select(item => item.Value.ValueKind == JsonValueKind.String && item.Value.GetString() is { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw Wrong(item.Path, item.Value, accepted))];

    public IReadOnlyList<JsonFields> Objects(string property, string accepted) =>
        [.. Items(property, accepted).Select(item => new JsonFields(_file, item.Value, item.Path))];

    public JsonFields? Object(string property) =>
        Has(property) ? new JsonFields(_file, _element.GetProperty(property), JsonFile.Join(_path, property)) : null;

    /// <summary>Refuses properties that nobody asked for: a misspelt parameter must not pass as its default.</summary>
    public void RefuseOthers()
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                throw new InputException(
                    "property-unknown",
                    $"the property '{property.Name}' is not known; use one of {string.Join(", ", _known)}.",
                    At(property.Name));
            }
        }
    }

    IEnumerable<(JsonElement Value, string Path)> Items(string property, string accepted)
    {
        if (!Has(property))
        {
            yield break;
        }

        var value = _element.GetProperty(property);
        var path = JsonFile.Join(_path, property);
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(path, value, $"a list in brackets of {accepted}");
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            yield return (item, $"{path}[{index++}]");
        }
    }

    InputException Wrong(string path, JsonElement found, string accepted)
    {
        var text = found.GetRawText();
        return new InputException(
            "property-malformed",
            $"found {(text.Length <= 40 ? text : text[..40] + "...")}; {accepted} is expected.",
            _file.At(path));
    }
}
