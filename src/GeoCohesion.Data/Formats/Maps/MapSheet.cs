using GeoCohesion.Data.Formats.Pictures;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>How a map is to be drawn.</summary>
public sealed record MapSheetOptions
{
    /// <summary>Width that a picture has unless another is asked for.</summary>
    public const int DefaultWidth = 1000;

    /// <summary>The half hour, unless a run has another.</summary>
    public const int HalfHourSeconds = 1800;

    /// <summary>Pixels.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Heading; null for what the first layer shows.</summary>
    public string? Title { get; init; }

    /// <summary>Words of the map.</summary>
    public MapTexts Texts { get; init; } = MapTexts.French;

    /// <summary>Name of the territory, or empty.</summary>
    public string Territory { get; init; } = "";

    /// <summary>Column by which the layers that have it are coloured; null for what suits each.</summary>
    public string? ColorBy { get; init; }

    /// <summary>EPSG code of the territory's legal system; null for the zone of UTM.</summary>
    public int? Epsg { get; init; }

    /// <summary>Whom the data are owed to, one line each.</summary>
    public IReadOnlyList<string> Attribution { get; init; } = [];

    /// <summary>The half hour of the run, seconds.</summary>
    public int LimitSeconds { get; init; } = HalfHourSeconds;

    /// <summary>Reads what the map is drawn on (water, railways, streets) within a box of degrees; null for nothing.</summary>
    public Func<Envelope, IReadOnlyList<MapLayer>>? Ground { get; init; }
}

/// <summary>Composes maps: title, layers on their ground, legend, scale, north, and whom the data are owed to.</summary>
public static class MapSheet
{
    const double Margin = 24;
    const double LegendWidth = 206;
    const double LegendGap = 22;
    const double FrameRadius = 8;

    // Below it the legend stands under the map instead of beside it.
    const double NarrowWidth = 620;

    const double TitleSize = 23;
    const double SubtitleSize = 14;
    const double FootSize = 10.5;
    const double FootLine = 14;
    const double Slack = 1.07;

    static readonly ILayerStyle[] s_styles =
    [
        new DistrictStyle(), new IsochroneStyle(), new NetworkStyle(), new OriginStyle(), new StopStyle(), new LineStyle(),
        new CentralityStyle(), new ColumnStyle(), new PlainStyle(),
    ];

    // Where nothing is to be drawn: metropolitan France.
    static readonly Envelope s_nowhere = new(-5, 9.6, 41.3, 51.1);

    /// <summary>Draws layers.</summary>
    /// <param name="layers">Areas lie below lines, lines below points; else in this order from bottom to top.</param>
    /// <param name="options">How.</param>
    /// <returns>The picture; of layers without features it says that there is nothing to draw.</returns>
    public static Picture Draw(IReadOnlyList<MapLayer> layers, MapSheetOptions options)
    {
        // Wider pictures are the same ones enlarged, so that their texts grow with them.
        var width = Math.Min(options.Width, MapSheetOptions.DefaultWidth);
        var extent = ExtentOf(layers);
        var isEmpty = extent.IsNull;
        extent = isEmpty ? s_nowhere : extent;
        var projection = MapProjection.For(extent, options.Epsg);
        var isNarrow = width < NarrowWidth;
        var mapWidth = width - (2 * Margin) - (isNarrow ? 0 : LegendWidth + LegendGap);

        // What stands above the map depends on what the layers say, not on where they lie.
        var sketch = Layers(layers, new MapView(extent, projection, new PictureBox(0, 0, mapWidth, mapWidth)), options);
        var (head, top) = Head(sketch, layers, options, width);
        var blocks = sketch.SelectMany(drawn => drawn.Legend).ToList();
        var legendHeight = MapLegend.Draw(blocks, 0, 0, isNarrow ? mapWidth : LegendWidth).Bottom;
        var least = Math.Max(mapWidth * 0.5, isNarrow ? 0 : legendHeight);
        var mapHeight = isEmpty
            ? least
            : Math.Round(MapView.HeightFor(extent, projection, mapWidth, least, Math.Max(least, mapWidth * 1.05)));

        var view = new MapView(extent, projection, new PictureBox(Margin, top, mapWidth, mapHeight, FrameRadius));
        var items = new List<PictureItem>();
        var ground = isEmpty || options.Ground is null ? [] : options.Ground(view.Extent);
        var drawn = isEmpty ? [] : Layers(layers, view, options);
        items.AddRange(head);
        items.AddRange(Map(view, ground, drawn, options, isEmpty));
        var legend = isNarrow
            ? MapLegend.Draw(blocks, Margin, top + mapHeight + 16, mapWidth)
            : MapLegend.Draw(blocks, Margin + mapWidth + LegendGap, top, LegendWidth);
        items.AddRange(legend.Items);
        var lowest = Math.Max(top + mapHeight, isNarrow ? legend.Bottom : 0);
        var (foot, bottom) = Foot(options, isEmpty ? null : projection.Name, width, lowest + 14);
        items.AddRange(foot);
        var height = Math.Ceiling(bottom + 14);
        items.Insert(0, new PicturePath(PictureShape.Rectangle(0, 0, width, height), new PictureFill(MapColors.Paper), null));
        return new Picture(TitleOf(sketch, layers, options), options.Texts.Language, width, height, (double)options.Width / width, items);
    }

    static Envelope ExtentOf(IReadOnlyList<MapLayer> layers)
    {
        var extent = new Envelope();
        foreach (var layer in layers)
        {
            extent.ExpandToInclude(layer.Extent());
            foreach (var centre in IsochroneStyle.Centres(layer))
            {
                extent.ExpandToInclude(centre);
            }
        }

        return extent;
    }

    /// <summary>The layers as drawn: areas, outlines of districts, lines, points, and on top where one starts.</summary>
    static List<DrawnLayer> Layers(IReadOnlyList<MapLayer> layers, MapView view, MapSheetOptions options)
    {
        const int StartsOnTop = 4;
        var drawn = new List<(int Order, DrawnLayer Layer)>();
        var hasAreas = layers.Any(layer => layer.Dimension == 2 && !IsDistricts(layer)) || layers.Any(IsNetwork);
        foreach (var layer in layers)
        {
            var isOver = IsDistricts(layer) && hasAreas;
            var colorBy = options.ColorBy is { } column && layer.Has(column) ? column : null;
            var target = new LayerToDraw(layer, colorBy, view, options.Texts, layer.Question, options.LimitSeconds, isOver);
            var style = colorBy is not null && !IsDistricts(layer) ? new ColumnStyle() : s_styles.First(one => one.Fits(layer));
            drawn.Add((isOver ? 1 : layer.Dimension == 2 ? 0 : layer.Dimension == 1 ? 2 : 3, style.Draw(target)));
        }

        drawn.AddRange(layers.Select(layer => IsochroneStyle.Starts(layer, view, options.Texts)).OfType<DrawnLayer>()
            .Select(starts => (StartsOnTop, starts)));
        return [.. drawn.OrderBy(one => one.Order).Select(one => one.Layer)];

        static bool IsDistricts(MapLayer layer) => new DistrictStyle().Fits(layer);

        static bool IsNetwork(MapLayer layer) => new NetworkStyle().Fits(layer);
    }

    static string TitleOf(List<DrawnLayer> drawn, IReadOnlyList<MapLayer> layers, MapSheetOptions options) =>
        options.Title ?? drawn.Select(layer => layer.Title).FirstOrDefault(title => title is not null)
            ?? (layers.Count > 0 ? options.Texts.LayerTitle(layers[0]) : options.Texts.Empty);

    static (List<PictureItem> Items, double Bottom) Head(
        List<DrawnLayer> drawn, IReadOnlyList<MapLayer> layers, MapSheetOptions options, double width)
    {
        var items = new List<PictureItem>();
        var y = Margin;
        foreach (var line in PictureFont.Of(PictureFontWeight.Semibold)
            .Lines(TitleOf(drawn, layers, options), TitleSize, (width - (2 * Margin)) / Slack))
        {
            items.Add(new PictureText(
                line, new(Margin, y + TitleSize - 4), TitleSize, PictureFontWeight.Semibold, PictureAnchor.Start, MapColors.Ink));
            y += TitleSize + 5;
        }

        var parts = drawn.Select(layer => layer.Subtitle).Append(options.Territory).Where(text => text.Length > 0);
        var subtitle = string.Join(" · ", parts.Distinct(StringComparer.Ordinal));
        if (subtitle.Length > 0)
        {
            foreach (var line in PictureFont.Of(PictureFontWeight.Regular).Lines(subtitle, SubtitleSize, (width - (2 * Margin)) / Slack))
            {
                items.Add(new PictureText(
                    line, new(Margin, y + SubtitleSize - 2), SubtitleSize, PictureFontWeight.Regular, PictureAnchor.Start, MapColors.Soft));
                y += SubtitleSize + 5;
            }
        }

        return (items, y + 11);
    }

    static IEnumerable<PictureItem> Map(
        MapView view, IReadOnlyList<MapLayer> ground, List<DrawnLayer> drawn, MapSheetOptions options, bool isEmpty)
    {
        var frame = view.Frame;
        var inside = new List<PictureItem>
        {
            new PicturePath(PictureShape.Rectangle(frame.X, frame.Y, frame.Width, frame.Height), new PictureFill(MapColors.Ground), null),
        };
        if (isEmpty)
        {
            inside.Add(new PictureText(
                options.Texts.Empty,
                new(frame.X + (frame.Width / 2), frame.Y + (frame.Height / 2)),
                SubtitleSize,
                PictureFontWeight.Regular,
                PictureAnchor.Middle,
                MapColors.Soft));
        }
        else
        {
            var (under, veil) = MapGround.Draw(ground, view);
            inside.AddRange(under);
            foreach (var layer in drawn)
            {
                inside.AddRange(layer.Items);
                inside.AddRange(layer.IsVeiled ? veil : []);
            }

            var (scale, plate) = MapScale.Draw(view, options.Texts);
            inside.AddRange(MapLabels.Draw([.. drawn.SelectMany(layer => layer.Labels)], frame, [plate]));
            inside.AddRange(scale);
        }

        yield return new PictureGroup(inside, Clip: frame);
    }

    /// <summary>Whom the data are owed to, and the projection.</summary>
    static (List<PictureItem> Items, double Bottom) Foot(MapSheetOptions options, string? projection, double width, double top)
    {
        var items = new List<PictureItem>();
        var y = top;
        List<string> sentences = [];
        if (options.Attribution.Count > 0)
        {
            sentences.Add(options.Texts.Data + string.Join(" ; ", options.Attribution));
        }

        if (projection is not null)
        {
            sentences.Add(options.Texts.Projection + projection);
        }

        foreach (var line in sentences.SelectMany(
            sentence => PictureFont.Of(PictureFontWeight.Regular).Lines(sentence, FootSize, (width - (2 * Margin)) / Slack)))
        {
            items.Add(new PictureText(
                line, new(Margin, y + FootSize), FootSize, PictureFontWeight.Regular, PictureAnchor.Start, MapColors.Soft));
            y += FootLine;
        }

        return (items, y);
    }
}
