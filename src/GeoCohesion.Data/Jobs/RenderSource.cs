using System.Globalization;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Sources;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>A file or folder whose layers can be drawn.</summary>
sealed class RenderSource : IDisposable
{
    const string Verdicts = "districts";
    const string Centralities = "centralities";

    static readonly string[] s_sequences = [".geojsons", ".geojsonl", ".ndjson"];

    readonly GeoPackageLayers? _package;
    readonly MapLayer? _layer;

    RenderSource(string path, RenderProvenance provenance, GeoPackageLayers? package, MapLayer? layer, bool isRun)
    {
        (Path, Provenance, _package, _layer, IsRun) = (path, provenance, package, layer, isRun);
        LayerNames = layer is not null
            ? [layer.Name]
            : [.. package!.Collections.Where(collection => collection.GeometryType is not null).Select(collection => collection.Id)];
        UsualLayers = isRun ? [Verdicts, Centralities] : [.. LayerNames.Take(1)];
    }

    /// <summary>As the user gave it.</summary>
    public string Path { get; }

    /// <summary>What it says of how it was made.</summary>
    public RenderProvenance Provenance { get; }

    /// <summary>Whether it is the folder of a run, or its GeoPackage.</summary>
    public bool IsRun { get; }

    /// <summary>Layers that have a geometry.</summary>
    public IReadOnlyList<string> LayerNames { get; }

    /// <summary>Layers that are drawn where nobody names any.</summary>
    public IReadOnlyList<string> UsualLayers { get; }

    /// <summary>Opens a folder of a run, a GeoPackage, a GeoJSON file or a text sequence.</summary>
    /// <exception cref="InputException">It is missing, damaged, or of another kind (<c>render-format-unknown</c>).</exception>
    public static RenderSource Open(string path, NoticeLog notices)
    {
        if (Directory.Exists(path))
        {
            return OpenRun(path);
        }

        InputFile.RequireExists(path);
        var extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        return extension switch
        {
            ".gpkg" => OpenPackage(path),
            ".geojson" or ".json" => OpenDocument(path, notices),
            _ when s_sequences.Contains(extension) => OpenSequence(path, notices),
            _ => throw new InputException(
                "render-format-unknown",
                $"found '{extension}'; the folder of a run, .gpkg, .geojson or .geojsons is expected"
                    + (extension == ".fgb" ? " (write FlatGeobuf as one of these as well)." : "."),
                new SourceLocation(path)),
        };
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="name">One of <see cref="LayerNames"/>.</param>
    /// <param name="box">Only what meets it, degrees, where the file can tell; null for all.</param>
    public MapLayer Read(string name, Envelope? box = null)
    {
        if (_layer is not null)
        {
            return _layer;
        }

        var collection = _package!.Collections.First(one => one.Id == name);
        return new MapLayer(
            name,
            collection.Title,
            [.. collection.Properties.Select(property => new MapColumn(property.Name, property.Kind, property.Unit))],
            [.. _package.Read(collection, box).Select(feature => new MapFeature(feature.Geometry, feature.Values))])
        {
            Question = Provenance.Question,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _package?.Dispose();

    static RenderSource OpenRun(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, RunFolder.ManifestName)))
        {
            throw new InputException(
                "run-missing", "this folder holds no finished run; compute one with 'geocohesion run'.", new SourceLocation(path));
        }

        var package = GeoPackageLayers.Open(System.IO.Path.Combine(path, PublishedRun.GeoPackageName));
        return new RenderSource(path, Provenanced(package), package, null, isRun: true);
    }

    static RenderSource OpenPackage(string path)
    {
        var package = GeoPackageLayers.Open(path);
        var isRun = package.Collections.Any(collection => collection.Id == Verdicts);
        return new RenderSource(path, Provenanced(package), package, null, isRun);
    }

    static RenderProvenance Provenanced(GeoPackageLayers package)
    {
        try
        {
            using var json = JsonDocument.Parse(package.Metadata);
            return RenderProvenance.Of(json.RootElement);
        }
        catch (JsonException)
        {
            return RenderProvenance.None;
        }
    }

    static RenderSource OpenDocument(string path, NoticeLog notices)
    {
        var table = AreaFile.Read(path, null, null, notices);
        var (name, title) = (System.IO.Path.GetFileNameWithoutExtension(path), "");
        var provenance = RenderProvenance.None;
        var limitName = "";
        var reader = new Utf8JsonReader(AreaFile.ReadBytes(path).AsSpan().TrimStart("\uFEFF"u8));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString();
            reader.Read();
            if (member is "name" or "title" && reader.TokenType == JsonTokenType.String)
            {
                (name, title) = member == "name" ? (reader.GetString()!, title) : (name, reader.GetString()!);
            }
            else if (member is "geocohesion" or "metadata" && reader.TokenType == JsonTokenType.StartObject)
            {
                using var json = JsonDocument.ParseValue(ref reader);
                provenance = RenderProvenance.Of(json.RootElement);

                // The service calls limits by the name that other services have for them, and their kind beside it.
                limitName = !json.RootElement.TryGetProperty("range_type", out var kind) || kind.ValueKind != JsonValueKind.String ? ""
                    : kind.ValueEquals("distance") ? "limit_m" : "limit_s";
            }
            else
            {
                reader.Skip();
            }
        }

        return new RenderSource(path, provenance, null, Layer(table, name, title, provenance, limitName), isRun: false);
    }

    static RenderSource OpenSequence(string path, NoticeLog notices)
    {
        var table = GeoJsonSequence.Read(path, notices);
        var provenance = RenderProvenance.None;
        var manifestPath = IsochroneManifest.PathOf(path);
        if (File.Exists(manifestPath))
        {
            try
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(manifestPath));
                provenance = RenderProvenance.Of(json.RootElement);
            }
            catch (JsonException e)
            {
                throw new InputException(
                    "json-malformed", $"the manifest of the sequence cannot be read ({e.Message})", new SourceLocation(manifestPath));
            }
        }

        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return new RenderSource(path, provenance, null, Layer(table, name, "", provenance, ""), isRun: false);
    }

    /// <summary>A layer of the features of a file; what its texts have in common says which kind each column is.</summary>
    static MapLayer Layer(AreaTable table, string name, string title, RenderProvenance provenance, string limitName)
    {
        var toWgs84 = table.Crs == CrsNames.Wgs84 ? null : CrsTransform.ToWgs84(table.Crs);
        var names = new List<string>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in table.Features.SelectMany(feature => feature.Properties))
        {
            if (known.TryAdd(property.Key, names.Count))
            {
                names.Add(property.Key);
            }
        }

        var texts = table.Features.Select(feature =>
        {
            var row = new string[names.Count];
            Array.Fill(row, "");
            foreach (var property in feature.Properties)
            {
                row[known[property.Key]] = property.Value;
            }

            return row;
        }).ToArray();
        var kinds = Enumerable.Range(0, names.Count).Select(column => KindOf(texts.Select(row => row[column]))).ToArray();
        return new MapLayer(
            name,
            title,
            [.. names.Select((column, i) => new MapColumn(column == "value" && limitName.Length > 0 ? limitName : column, kinds[i], ""))],
            [.. table.Features.Select((feature, row) => new MapFeature(
                feature.Shape.IsEmpty ? null : toWgs84?.Apply(feature.Shape) ?? feature.Shape,
                [.. texts[row].Select((text, column) => Value(text, kinds[column]))]))])
        {
            Question = provenance.Question,
        };
    }

    static ColumnKind KindOf(IEnumerable<string> texts)
    {
        var stated = texts.Where(text => text.Length > 0).ToList();
        return stated.Count == 0 ? ColumnKind.Text
            : stated.All(text => text is "true" or "false") ? ColumnKind.Flag
            // Codes such as those of communes begin with a zero that a number would lose.
            : stated.Any(text => text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1])) ? ColumnKind.Text
            : stated.All(text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                ? ColumnKind.WholeNumber
            : stated.All(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) ? ColumnKind.RealNumber
            : ColumnKind.Text;
    }

    static object? Value(string text, ColumnKind kind) => text.Length == 0 ? null : kind switch
    {
        ColumnKind.Flag => text == "true",
        ColumnKind.WholeNumber => long.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.RealNumber => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };
}
