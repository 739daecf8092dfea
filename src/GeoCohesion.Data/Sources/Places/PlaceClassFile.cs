using System.Text.Json;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>Reads files of classes (<c>classes.json</c>, form in <c>docs/classes.md</c>) and says what is wrong with them.</summary>
static class PlaceClassFile
{
    const int Version = 1;
    const string EmbeddedName = "GeoCohesion.Data.Sources.Places.classes.json";

    static readonly JsonDocumentOptions s_syntax = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static List<PlaceClass> ReadEmbedded()
    {
        using var stream = typeof(PlaceClassFile).Assembly.GetManifestResourceStream(EmbeddedName)!;
        return Read(stream, "classes.json");
    }

    public static List<PlaceClass> Read(string path)
    {
        using var stream = InputFile.OpenRead(path);
        return Read(stream, path);
    }

    static List<PlaceClass> Read(Stream stream, string source)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(stream, s_syntax);
        }
        catch (JsonException e)
        {
            throw new InputException(
                "classes-malformed",
                "the text is not JSON: it breaks off or is wrong on this line.",
                new SourceLocation(source, (int?)e.LineNumber + 1));
        }

        using (document)
        {
            return new Reader(source).ReadDocument(document.RootElement);
        }
    }

    sealed class Reader(string source)
    {
        public List<PlaceClass> ReadDocument(JsonElement root)
        {
            RequireMembers(root, "", "version", "classes");
            if (!root.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number) || number != Version)
            {
                throw Malformed("version", $"the version of the form is missing or another; this program reads version {Version}.");
            }

            if (!root.TryGetProperty("classes", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                throw Malformed("classes", "an array 'classes' is expected.");
            }

            var classes = new List<PlaceClass>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in list.EnumerateArray())
            {
                var placeClass = ReadClass(item, $"classes[{classes.Count}]");
                if (!names.Add(placeClass.Name))
                {
                    throw Malformed($"classes[{classes.Count}].name", $"the class '{placeClass.Name}' is there twice.");
                }

                classes.Add(placeClass);
            }

            return classes;
        }

        PlaceClass ReadClass(JsonElement item, string at)
        {
            RequireMembers(item, at, "name", "fr", "en", "group", "bpe", "finess", "rpps", "osm");
            var name = RequireText(item, "name", at);
            if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            {
                throw Malformed($"{at}.name", $"'{name}' is not a name of a class; use small letters without accents, digits and '-'.");
            }

            var group = RequireText(item, "group", at);
            if (!PlaceClasses.Groups.Contains(group, StringComparer.Ordinal))
            {
                throw Malformed($"{at}.group", $"'{group}' is not a group; use one of: {string.Join(", ", PlaceClasses.Groups)}.");
            }

            var placeClass = new PlaceClass
            {
                Name = name,
                French = RequireText(item, "fr", at),
                English = RequireText(item, "en", at),
                Group = group,
                FinessCategories = Texts(item, "finess", at),
                RppsRules = [.. Items(item, "rpps", at).Select((rule, index) => ReadRule(rule, $"{at}.rpps[{index}]"))],
                OsmPatterns = [.. Items(item, "osm", at).Select((pattern, index) => ReadPattern(pattern, $"{at}.osm[{index}]"))],
            };
            if (!item.TryGetProperty("bpe", out var bpe))
            {
                return placeClass;
            }

            RequireMembers(bpe, $"{at}.bpe", "codes", "oldCodes", "break");
            return placeClass with
            {
                BpeCodes = Texts(bpe, "codes", $"{at}.bpe"),
                BpeOldCodes = Texts(bpe, "oldCodes", $"{at}.bpe"),
                IsBpeBreak = bpe.TryGetProperty("break", out var flag) && flag.ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => throw Malformed($"{at}.bpe.break", "true or false is expected."),
                },
            };
        }

        RppsRule ReadRule(JsonElement rule, string at)
        {
            RequireMembers(rule, at, "profession", "skillCodes", "skillLabels");
            return new RppsRule(RequireText(rule, "profession", at), Texts(rule, "skillCodes", at), Texts(rule, "skillLabels", at));
        }

        OsmPattern ReadPattern(JsonElement pattern, string at)
        {
            if (pattern.ValueKind != JsonValueKind.Object || !pattern.EnumerateObject().Any())
            {
                throw Malformed(at, "an object with at least one tag is expected.");
            }

            List<KeyValuePair<string, IReadOnlyList<string>>> tags =
            [
                .. pattern.EnumerateObject().Select(tag => KeyValuePair.Create(
                    tag.Name,
                    tag.Value.ValueKind == JsonValueKind.String ? [tag.Value.GetString()!] : Texts(pattern, tag.Name, at))),
            ];
            return tags.Any(tag => !tag.Value.Contains(""))
                ? new OsmPattern(tags)
                : throw Malformed(at, "every tag may be absent; at least one must be there.");
        }

        void RequireMembers(JsonElement element, string at, params string[] known)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw Malformed(at, "an object is expected.");
            }

            foreach (var member in element.EnumerateObject())
            {
                if (!known.Contains(member.Name, StringComparer.Ordinal))
                {
                    throw Malformed(at, $"'{member.Name}' is not known here; use: {string.Join(", ", known)}.");
                }
            }
        }

        string RequireText(JsonElement element, string name, string at) =>
            element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
                ? text
                : throw Malformed($"{at}.{name}", "a text that is not empty is expected.");

        IReadOnlyList<string> Texts(JsonElement element, string name, string at) =>
        [
            .. Items(element, name, at).Select(item =>
                item.ValueKind == JsonValueKind.String
                    ? item.GetString()!
                    : throw Malformed($"{at}.{name}", $"a list of texts is expected; found {item.GetRawText()}.")),
        ];

        JsonElement.ArrayEnumerator Items(JsonElement element, string name, string at) =>
            !element.TryGetProperty(name, out var list) ? default
            : list.ValueKind == JsonValueKind.Array ? list.EnumerateArray()
            : throw Malformed($"{at}.{name}", "a list is expected.");

        InputException Malformed(string field, string problem) =>
            new("classes-malformed", problem, new SourceLocation(source, null, field.Length > 0 ? field : null));
    }
}
