using GeoCohesion.Data.Formats.Pictures;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Streets that are reached, coloured by the time or distance at each place of them.</summary>
sealed class NetworkStyle : ILayerStyle
{
    const double Width = 2;

    // Steps for each limit, so that colours change within it as well, while readers still tell them apart.
    const int MostSteps = 6;

    static readonly double[] s_seconds = [60, 120, 300, 600, 900, 1800, 3600];
    static readonly double[] s_meters = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];

    /// <inheritdoc/>
    public bool Fits(MapLayer layer) => layer.Dimension == 1 && (HasEnds(layer, "s") || HasEnds(layer, "m"));

    /// <inheritdoc/>
    public DrawnLayer Draw(LayerToDraw target)
    {
        var layer = target.Layer;
        var isByDistance = !HasEnds(layer, "s");
        var (from, to) = isByDistance ? ("from_m", "to_m") : ("from_s", "to_s");
        var column = IsochroneStyle.Limit(layer);
        var limits = layer.Features.Select(feature => column is null ? layer.Number(feature, to) : layer.Number(feature, column))
            .OfType<double>().Distinct().Order().ToList();
        var longest = limits.Count > 0 ? limits[^1] : 0;
        var steps = isByDistance ? s_meters : s_seconds;
        var step = steps.Cast<double?>().FirstOrDefault(one => longest / one <= MostSteps) ?? (longest / MostSteps);
        var count = Math.Max(1, (int)Math.Ceiling((longest / step) - 1e-9));
        var pieces = Enumerable.Range(0, count).Select(_ => new List<PicturePoint[]>()).ToArray();
        foreach (var feature in layer.Features)
        {
            if (feature.Shape is LineString line && layer.Number(feature, from) is { } start && layer.Number(feature, to) is { } end)
            {
                Cut(target.View, target.View.Project(line), start, end, step, pieces);
            }
        }

        var items = new List<PictureItem>();
        var entries = new List<LegendEntry>();
        for (var number = count - 1; number >= 0; number--)
        {
            var stroke = new PictureStroke(MapColors.Limit(count - 1 - number, count), Width);
            items.Add(new PicturePath(new PictureShape(pieces[number], isClosed: false), null, stroke));
            entries.Add(new LegendEntry(
                new LineSign(stroke with { Width = 3.5 }),
                target.Texts.Between(number * step, Math.Min(longest, (number + 1) * step), isByDistance)));
        }

        entries.Reverse();
        return new DrawnLayer(
            items,
            [new LegendBlock(isByDistance ? target.Texts.Distance : target.Texts.TravelTime, entries)],
            [],
            IsochroneStyle.Title(target, limits, isByDistance),
            IsochroneStyle.Subtitle(target));
    }

    static bool HasEnds(MapLayer layer, string unit) => layer.Has($"from_{unit}") && layer.Has($"to_{unit}");

    /// <summary>Cuts a line where the time passes from one step into the next; along a street it changes evenly.</summary>
    static void Cut(MapView view, Coordinate[] line, double start, double end, double step, List<PicturePoint[]>[] pieces)
    {
        var length = 0.0;
        for (var i = 1; i < line.Length; i++)
        {
            length += line[i].Distance(line[i - 1]);
        }

        if (length == 0)
        {
            return;
        }

        var (walked, current) = (0.0, new List<Coordinate> { line[0] });
        var number = StepOf(start + ((end - start) * 1e-6));
        for (var i = 1; i < line.Length; i++)
        {
            var (a, b) = (line[i - 1], line[i]);
            var segment = a.Distance(b);
            while (true)
            {
                // The share of the line at which the time leaves the step that it is in.
                var bound = end > start ? (number + 1) * step : number * step;
                var share = end == start ? double.PositiveInfinity : (bound - start) / (end - start);
                var at = share * length;
                if (at >= walked + segment || number + Math.Sign(end - start) < 0 || number + Math.Sign(end - start) >= pieces.Length)
                {
                    break;
                }

                var within = Math.Clamp((at - walked) / segment, 0, 1);
                var place = new Coordinate(a.X + (within * (b.X - a.X)), a.Y + (within * (b.Y - a.Y)));
                current.Add(place);
                pieces[number].AddRange(view.Pieces([.. current]));
                current = [place];
                number += Math.Sign(end - start);
            }

            current.Add(b);
            walked += segment;
        }

        pieces[number].AddRange(view.Pieces([.. current]));

        int StepOf(double value) => Math.Clamp((int)Math.Floor(value / step), 0, pieces.Length - 1);
    }
}
