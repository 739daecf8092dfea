using System.Text.Json;
using GeoCohesion.Data.Formats.Pictures;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Areas within limits of time or distance, the shorter ones darker, with what they were computed from.</summary>
sealed class IsochroneStyle : ILayerStyle
{
    const double Opacity = 0.74;
    const string Seconds = "limit_s";
    const string Meters = "limit_m";

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => Limit(layer) is not null && layer.Dimension == 2;

    /// <summary>Column of the limit, or null.</summary>
    public static string? Limit(MapLayer layer) => layer.Has(Seconds) ? Seconds : layer.Has(Meters) ? Meters : null;

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var layer = target.Layer;
        var column = Limit(layer)!;
        var isByDistance = column == Meters;
        var groups = layer.Features.Where(feature => feature.Shape is { IsEmpty: false })
            .GroupBy(feature => layer.Number(feature, column) ?? 0).OrderByDescending(group => group.Key).ToList();
        var areas = new List<PictureItem>();
        var entries = new List<LegendEntry>();
        var isRings = target.Question is { IsRings: true };
        for (var number = 0; number < groups.Count; number++)
        {
            var fill = new PictureFill(MapColors.Limit(number, groups.Count));
            // Where areas of several places overlap, their outlines would only confuse.
            var stroke = groups[number].Count() > 1 ? null
                : isRings ? new PictureStroke(MapColors.Paper, 1.4)
                : new PictureStroke(MapColors.AreaEdge, 0.9);
            areas.Add(new PicturePath(target.View.Areas(groups[number].Select(feature => feature.Shape)), fill, stroke));
            var limit = groups[number].Key;
            entries.Add(new LegendEntry(
                new AreaSign(fill, stroke),
                isRings
                    ? target.Texts.Between(number + 1 < groups.Count ? groups[number + 1].Key : 0, limit, isByDistance)
                    : target.Texts.UpTo(limit, isByDistance),
                Detail(target, groups[number])));
        }

        entries.Reverse();
        return new DrawnLayer(
            [new PictureGroup(areas, Opacity)],
            [new LegendBlock(isByDistance ? target.Texts.Distance : target.Texts.TravelTime, entries)],
            [],
            Title(target, [.. groups.Select(group => group.Key).Order()], isByDistance),
            Subtitle(target),
            IsVeiled: true);
    }

    /// <summary>What the layer says of where and how one travels.</summary>
    public static string Title(LayerToDraw target, IReadOnlyList<double> limits, bool isByDistance)
    {
        var layer = target.Layer;
        var first = layer.Features.Count > 0 ? layer.Features[0] : null;
        if (first is null || limits.Count == 0)
        {
            return target.Texts.LayerTitle(layer);
        }

        var ids = layer.Features.Select(feature => layer.Text(feature, layer.Has("district") ? "district" : "id")).Distinct().Count();
        var name = layer.Text(first, layer.Has("label") ? "label" : "district");
        var centres = Centres(layer).Count;
        var place = ids > 1 ? target.Texts.Places(ids)
            : name.Length > 0 ? target.Texts.District(name)
            : centres > 1 ? target.Texts.NearestOf(centres)
            : null;
        return target.Texts.Isochrones(layer.Text(first, "mode"), IsTo(layer), limits, isByDistance, place);
    }

    /// <summary>When one travels, as far as it matters to the mode.</summary>
    public static string Subtitle(LayerToDraw target)
    {
        var layer = target.Layer;
        var isTransit = layer.Features.Count > 0 && layer.Text(layer.Features[0], "mode").Contains("transit", StringComparison.Ordinal);
        if (!isTransit)
        {
            return "";
        }

        var rule = layer.Text(layer.Features[0], "rule");
        var date = DateOnly.TryParseExact(layer.Text(layer.Features[0], "date"), "yyyy-MM-dd", out var stated) ? stated : (DateOnly?)null;
        var question = target.Question ?? new MapQuestion(null, null, null, "", false);
        return target.Texts.When(question with { Rule = rule.Length > 0 ? rule : question.Rule, Date = date ?? question.Date });
    }

    /// <summary>The points that one leaves or goes to, as a layer states them; null where it states none.</summary>
    public static DrawnLayer? Starts(MapLayer layer, MapView view, MapTexts texts)
    {
        var centres = Centres(layer);
        return centres.Count == 0
            ? null
            : new DrawnLayer(
                [.. MapSign.At([.. centres.Select(view.Point).OfType<PicturePoint>()], MapSign.Start)],
                [new LegendBlock("", [new LegendEntry(new PointSign(MapSign.Start), texts.Start(IsTo(layer), centres.Count))])],
                []);
    }

    /// <summary>Places in the column <c>centre</c>, which holds a JSON list of positions.</summary>
    public static IReadOnlyList<Coordinate> Centres(MapLayer layer)
    {
        var centres = new List<Coordinate>();
        var texts = layer.Features.Select(feature => layer.Text(feature, "centre")).Where(text => text.Length > 0);
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                centres.AddRange(json.RootElement.EnumerateArray().Select(
                    place => new Coordinate(place[0].GetDouble(), place[1].GetDouble())));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
            {
                // A column of that name that is somebody else's: there is nothing to mark.
                return [];
            }
        }

        return centres;
    }

    static bool IsTo(MapLayer layer) => layer.Features.Count > 0 && layer.Text(layer.Features[0], "direction") == "to";

    /// <summary>Size and residents of the only area of a limit.</summary>
    static string Detail(LayerToDraw target, IEnumerable<MapFeature> features)
    {
        if (features.Count() > 1)
        {
            return "";
        }

        var (layer, feature) = (target.Layer, features.First());
        var parts = new List<string>();
        if (layer.Number(feature, "area_m2") is { } area)
        {
            parts.Add(target.Texts.Area(area));
        }

        if (layer.Number(feature, "total_pop") is { } residents)
        {
            parts.Add(target.Texts.Residents(residents));
        }

        return string.Join(" · ", parts);
    }
}
