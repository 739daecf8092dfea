using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Formats.Pictures;
using GeoCohesion.Data.Stores;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Draws layers of results as pictures.</summary>
public static class RenderJob
{
    const string Districts = "districts";
    const string DistrictColumn = "district";
    const string LabelColumn = "label";
    const int MostNamed = 24;

    // Areas of several of these would cover each other.
    static readonly string[] s_choices = ["mode", "date", "direction"];

    static readonly IReadOnlyDictionary<string, IPictureFormat> s_formats = Catalog.Of<IPictureFormat>();

    /// <summary>Draws a picture and writes it.</summary>
    /// <param name="options">What is to be drawn.</param>
    /// <param name="outputPath">Its ending says the format: <c>.svg</c> or <c>.png</c>.</param>
    /// <param name="notices">Receives what was mended or left out.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="InputException">As of <see cref="Draw"/>; another ending (<c>output-format-unknown</c>), or a place that cannot be
    /// written to.</exception>
    public static Picture Run(RenderOptions options, string outputPath, NoticeLog notices)
    {
        string[] endings = [.. s_formats.Values.Select(format => format.FileExtension)];
        OutputName.Require(outputPath, string.Join(" or ", endings), endings);
        var format = s_formats.Values.First(one => outputPath.EndsWith(one.FileExtension, StringComparison.OrdinalIgnoreCase));
        var picture = Draw(options, notices);
        AtomicFile.Write(outputPath, stream => format.Write(picture, stream));
        return picture;
    }

    /// <summary>Draws a picture.</summary>
    /// <param name="options">What is to be drawn.</param>
    /// <param name="notices">Receives what was mended or left out.</param>
    /// <exception cref="InputException">An input cannot be read, or does not have what is asked for (<c>render-layer-unknown</c>,
    /// <c>render-column-unknown</c>, <c>render-value-unknown</c>, <c>render-format-unknown</c>).</exception>
    public static Picture Draw(RenderOptions options, NoticeLog notices)
    {
        var sources = new List<RenderSource>();
        try
        {
            foreach (var path in options.Inputs)
            {
                sources.Add(RenderSource.Open(path, notices));
            }

            var layers = Filtered(Chosen(sources, options), options.Where);
            layers = [.. layers.Select(layer => Narrowed(layer, notices))];
            RequireColumn(layers, options.ColorBy);
            var run = sources.FirstOrDefault(source => source.IsRun);
            if (run is not null && run.LayerNames.Contains(Districts) && layers.All(layer => layer.Name != Districts))
            {
                layers = WithDistricts(layers, run.Read(Districts));
            }

            return MapSheet.Draw(layers, new MapSheetOptions
            {
                Width = options.Width,
                Title = options.Title,
                Texts = MapTexts.Of(options.Language),
                Territory = sources.Select(source => source.Provenance.Territory).FirstOrDefault(name => name.Length > 0) ?? "",
                ColorBy = options.ColorBy,
                Epsg = sources.Select(source => source.Provenance.Epsg).FirstOrDefault(code => code is not null)
                    ?? LegalSystemAt(layers),
                LimitSeconds = run?.Provenance.LimitSeconds ?? MapSheetOptions.HalfHourSeconds,
                Attribution = [.. (run ?? sources[0]).Provenance.Attribution],
                Ground = options.HasBackground && run is not null ? box => Ground(run, box) : null,
            });
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    /// <summary>The layers that are named; else those of files, or, where a run stands alone, its verdicts.</summary>
    static List<MapLayer> Chosen(List<RenderSource> sources, RenderOptions options)
    {
        var isRunGround = sources.Any(source => !source.IsRun);
        if (options.Layers.Count == 0)
        {
            return [.. sources.Where(source => !source.IsRun || !isRunGround)
                .SelectMany(source => source.UsualLayers.Where(source.LayerNames.Contains).Select(name => source.Read(name)))];
        }

        return [.. options.Layers.Select(name =>
            sources.FirstOrDefault(source => source.LayerNames.Contains(name))?.Read(name)
                ?? throw new InputException(
                    "render-layer-unknown",
                    $"no layer '{name}' that has a geometry is there; there are {Listed(sources.SelectMany(source => source.LayerNames))}.",
                    new SourceLocation("--layer")))];
    }

    /// <summary>The features whose columns have the values asked for.</summary>
    static List<MapLayer> Filtered(List<MapLayer> layers, IReadOnlyList<(string Column, string Value)> where)
    {
        foreach (var wanted in where.GroupBy(condition => condition.Column, condition => condition.Value))
        {
            if (!layers.Any(layer => layer.Has(wanted.Key)))
            {
                throw UnknownColumn(layers, wanted.Key, "--where");
            }

            foreach (var value in wanted)
            {
                var found = layers.SelectMany(layer => layer.Features.Select(feature => layer.Text(feature, wanted.Key)))
                    .Where(text => text.Length > 0);
                if (!found.Contains(value))
                {
                    throw new InputException(
                        "render-value-unknown",
                        $"no feature has {wanted.Key}={value}; found are {Listed(found.Distinct(StringComparer.Ordinal))}.",
                        new SourceLocation("--where"));
                }
            }

            layers = [.. layers.Select(layer => !layer.Has(wanted.Key)
                ? layer
                : layer with { Features = [.. layer.Features.Where(feature => wanted.Contains(layer.Text(feature, wanted.Key)))] })];
        }

        return layers;
    }

    /// <summary>Of isochrones by several modes, dates or directions those of the first: the others would cover them.</summary>
    static MapLayer Narrowed(MapLayer layer, NoticeLog notices)
    {
        if (!IsIsochrones(layer))
        {
            return layer;
        }

        foreach (var column in s_choices.Where(layer.Has))
        {
            var values = layer.Features.Select(feature => layer.Text(feature, column)).Distinct(StringComparer.Ordinal).ToList();
            if (values.Count > 1)
            {
                notices.Add(
                    "render-one-of-several",
                    NoticeSeverity.Information,
                    new SourceLocation(layer.Name, Field: column),
                    $"drawn is {column}={values[0]}, since areas would cover each other; "
                        + $"--where {column}=... picks another of {Listed(values)}.");
                layer = layer with { Features = [.. layer.Features.Where(feature => layer.Text(feature, column) == values[0])] };
            }
        }

        return layer;
    }

    /// <summary>Adds the outline and the name of the only district that isochrones are of.</summary>
    static List<MapLayer> WithDistricts(List<MapLayer> layers, MapLayer districts)
    {
        var codes = layers.SelectMany(layer => layer.Features.Select(feature => layer.Text(feature, DistrictColumn)))
            .Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var found = districts.Features.Where(district => codes.Contains(districts.Text(district, "code"))).ToList();
        if (codes.Count != 1 || found.Count != 1 || !layers.Any(layer => layer.Has(DistrictColumn) && IsIsochrones(layer)))
        {
            return layers;
        }

        var name = districts.Text(found[0], LabelColumn);
        return
        [
            .. layers.Select(layer => !layer.Has(DistrictColumn) || layer.Has(LabelColumn) ? layer : layer with
            {
                Columns = [.. layer.Columns, new MapColumn(LabelColumn, ColumnKind.Text, "")],
                Features = [.. layer.Features.Select(feature => feature with { Values = [.. feature.Values, name] })],
            }),
            districts with { Features = found },
        ];
    }

    static bool IsIsochrones(MapLayer layer) => layer.Has("limit_s") || layer.Has("limit_m");

    static void RequireColumn(List<MapLayer> layers, string? column)
    {
        if (column is not null && !layers.Any(layer => layer.Has(column)))
        {
            throw UnknownColumn(layers, column, "--color-by");
        }
    }

    static InputException UnknownColumn(List<MapLayer> layers, string column, string option) => new(
        "render-column-unknown",
        $"no layer that is drawn has a column '{column}'; there are "
            + $"{Listed(layers.SelectMany(layer => layer.Columns.Select(one => one.Name)).Distinct(StringComparer.Ordinal))}.",
        new SourceLocation(option));

    static List<MapLayer> Ground(RenderSource run, Envelope box) =>
        [.. MapGround.LayerNames.Where(run.LayerNames.Contains).Select(name => run.Read(name, box))];

    /// <summary>The system that the law sets where the layers lie.</summary>
    static int? LegalSystemAt(List<MapLayer> layers)
    {
        var extent = layers.Select(layer => layer.Extent()).FirstOrDefault(box => !box.IsNull);
        return extent is null ? null : ServedCrs.LegalAt(extent.Centre.X, extent.Centre.Y).Epsg;
    }

    static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "none"
            : all.Count <= MostNamed ? string.Join(", ", all)
            : string.Join(", ", all.Take(MostNamed)) + FormattableString.Invariant($" and {all.Count - MostNamed} more");
    }
}
