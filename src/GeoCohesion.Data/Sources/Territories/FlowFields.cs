using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Flows;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Reads <c>flows</c> of a territory: files of census flows.</summary>
static class FlowFields
{
    static readonly SortedDictionary<string, FlowKind> s_formats = new(StringComparer.Ordinal)
    {
        ["mobpro"] = FlowKind.Work,
        ["mobsco"] = FlowKind.School,
    };

    /// <summary>Reads the list.</summary>
    /// <param name="root">The territory.</param>
    /// <param name="full">Makes a path relative to the territory's folder a full one.</param>
    /// <exception cref="InputException">A property is missing, malformed or unknown; two files are of one format
    /// (<c>flows-twice</c>).</exception>
    public static IReadOnlyList<FlowSourceOptions> Read(JsonFields root, Func<string, string> full)
    {
        var files = new List<FlowSourceOptions>();
        foreach (var fields in root.Objects("flows", "objects with a path and a format"))
        {
            var format = fields.Text("format", "\"mobpro\" or \"mobsco\"");
            var file = new FlowSourceOptions
            {
                Path = full(fields.Text("path", "the path of a file of census flows")),
                Kind = fields.Choice("format", FlowKind.Work, s_formats),
                Year = fields.Has("year") ? fields.WholeNumber("year", 0, 1990, 2100, "year of the census") : null,
            };
            fields.RefuseOthers();
            if (files.Exists(other => other.Kind == file.Kind))
            {
                throw new InputException(
                    "flows-twice",
                    $"the format \"{format}\" stands here a second time; flows of two censuses would be added up. Leave one out.",
                    fields.At("format"));
            }

            files.Add(file);
        }

        return files;
    }
}
