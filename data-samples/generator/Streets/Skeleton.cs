using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>Draws the streets of the plan that were laid by hand: axes with their bridges and tunnels, roundabouts, the ring road, squares
/// and paths.</summary>
public sealed class Skeleton(Drawing drawing)
{
    const double CarriagewayMeters = 11;
    const double RoundaboutMeters = 20;
    const double InterchangeMeters = 125;
    const double RampMeters = 330;
    const double RiverSpanMeters = 50;
    const double RailwaySpanMeters = 30;
    const double RingRoadSpanMeters = 38;

    readonly List<(Pt At, Area Rim)> _roundabouts = [];

    public void Draw()
    {
        var axes = CityPlan.Axes.Select(axis => (Axis: axis, Line: LineOf(axis))).ToList();
        foreach (var at in CityPlan.Roundabouts)
        {
            AddRoundabout(at);
        }

        var ramps = axes.Where(a => CityPlan.Interchanges.Contains(a.Axis.Name, StringComparer.Ordinal)).SelectMany(a => RampsOf(a.Line))
            .ToList();
        foreach (var (axis, line) in axes)
        {
            DrawAxis(axis, line);
        }

        foreach (var (at, rim) in _roundabouts)
        {
            var kind = axes.Where(a => a.Line.Project(at).Distance < RoundaboutMeters).Min(a => a.Axis.Kind);
            drawing.Add(new Street(kind, "", [.. rim.Ring, rim.Ring[0]]) { IsOneWay = true }.With("junction", "roundabout"));
        }

        DrawRingRoad();
        foreach (var ramp in ramps)
        {
            drawing.Add(ramp);
        }

        DrawSquares();
    }

    /// <summary>Axes that end on another one are drawn exactly to it.</summary>
    static Line LineOf(Axis axis)
    {
        var others = CityPlan.Axes.TakeWhile(a => a != axis).Select(a => Line.Smooth(a.Through, 45)).ToList();
        var through = axis.Through.ToArray();
        foreach (var end in (int[])[0, through.Length - 1])
        {
            foreach (var other in others)
            {
                var (along, distance) = other.Project(through[end]);
                if (distance < 60)
                {
                    through[end] = other.At(along);
                    break;
                }
            }
        }

        return Line.Smooth(through, 45);
    }

    void AddRoundabout(Pt at)
    {
        const int Corners = 14;
        var ring = new Pt[Corners];
        for (var i = 0; i < Corners; i++)
        {
            // Counter-clockwise, as traffic turns where people drive on the right.
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / Corners);
            ring[i] = at + new Pt(cos * RoundaboutMeters, sin * RoundaboutMeters);
        }

        _roundabouts.Add((at, new Area(ring)));
    }

    void DrawAxis(Axis axis, Line line)
    {
        // Stretches that are not on the ground, then what lies between them.
        var raised = new List<(double From, double To, int Level)>();
        Raise(CityPlan.River, RiverSpanMeters, 1);
        if (axis.Rail != RailCrossing.Level)
        {
            Raise(CityPlan.Railway, RailwaySpanMeters, axis.Rail == RailCrossing.Over ? 1 : -1);
        }

        Raise(CityPlan.RingRoad, RingRoadSpanMeters, 1);
        raised.Sort();

        var start = 0.0;
        foreach (var (from, to, level) in raised)
        {
            DrawOnGround(axis, line, start, from);
            drawing.Add(Styled(new Street(axis.Kind, axis.Name, line.Slice(from, to)) { Level = level }, axis,
                from > 0 ? line.At(from) : line.At(0)));
            start = to;
        }

        DrawOnGround(axis, line, start, line.Length);

        void Raise(Line barrier, double span, int level)
        {
            foreach (var at in line.Crossings(barrier))
            {
                raised.Add((at - span, at + span, level));
            }
        }
    }

    void DrawOnGround(Axis axis, Line line, double from, double to)
    {
        var piece = new Line(line.Slice(from, to));
        var cuts = new List<double> { 0, piece.Length };
        foreach (var (_, rim) in _roundabouts)
        {
            cuts.AddRange(piece.Crossings(new Line([.. rim.Ring, rim.Ring[0]])));
        }

        cuts.Sort();
        for (var i = 0; i + 1 < cuts.Count; i++)
        {
            var middle = piece.At((cuts[i] + cuts[i + 1]) / 2);
            if (cuts[i + 1] - cuts[i] > 2 && !_roundabouts.Any(r => Pt.Distance(r.At, middle) < RoundaboutMeters * 0.95))
            {
                drawing.Add(Styled(new Street(axis.Kind, axis.Name, piece.Slice(cuts[i], cuts[i + 1])), axis, middle));
            }
        }
    }

    static Street Styled(Street street, Axis axis, Pt at)
    {
        if (axis.Ref.Length > 0)
        {
            street.With("ref", axis.Ref);
        }

        if (axis.Kind == StreetClass.Pedestrian)
        {
            return street.With("bicycle", "yes").With("surface", "paving_stones");
        }

        var inTown = CityPlan.RingRoad.Project(at).Distance > 250 && at.Length < 3400;
        street.With("maxspeed", inTown ? "50" : at.Length < 5600 ? "50" : "80");
        street.With("sidewalk", inTown ? "both" : at.Length < 5600 ? "right" : "none");
        if (inTown && axis.Kind == StreetClass.Primary)
        {
            street.With("cycleway", "lane");
        }

        return street;
    }

    IEnumerable<Street> RampsOf(Line axis)
    {
        var ring = CityPlan.RingRoad;
        var crossing = axis.Crossings(ring)[0];
        var middle = ring.Project(axis.At(crossing)).Along;

        // Ramps lie on the right of their carriageway, away from the other one.
        foreach (var side in (int[])[1, -1])
        {
            var rim = axis.At(crossing + (side * InterchangeMeters));
            AddRoundabout(rim);
            var isLeft = Pt.Cross(ring.Direction(middle), rim - axis.At(crossing)) > 0;
            var carriageway = Carriageway(isLeft);
            var along = carriageway.Project(axis.At(crossing)).Along;
            var (before, after) = (Wrap(along - RampMeters, carriageway), Wrap(along + RampMeters, carriageway));
            yield return Ramp([carriageway.At(before), Aside(carriageway, Wrap(along - (RampMeters * 0.6), carriageway), -14),
                Aside(carriageway, Wrap(along - 130, carriageway), -45), Rim(rim, carriageway.At(Wrap(along - 130, carriageway)))]);
            yield return Ramp([Rim(rim, carriageway.At(Wrap(along + 130, carriageway))),
                Aside(carriageway, Wrap(along + 130, carriageway), -45),
                Aside(carriageway, Wrap(along + (RampMeters * 0.6), carriageway), -14), carriageway.At(after)]);
        }

        static Street Ramp(Pt[] through) =>
            new Street(StreetClass.TrunkLink, "", Line.Smooth(through, 60).Points) { IsOneWay = true }.With("maxspeed", "70")
                .With("foot", "no").With("bicycle", "no");

        static Pt Aside(Line line, double along, double meters) => line.At(along) + (line.Direction(along).Left * meters);

        static Pt Rim(Pt centre, Pt towards) => centre + ((towards - centre).Unit * RoundaboutMeters * 0.985);

        static double Wrap(double along, Line closed) => (along + closed.Length) % closed.Length;
    }

    /// <summary>One direction of the ring road: the carriageway on the given side of the (clockwise) centre line, in its direction of
    /// travel.</summary>
    static Line Carriageway(bool isLeft)
    {
        var line = CityPlan.RingRoad.Offset(isLeft ? CarriagewayMeters : -CarriagewayMeters);

        // On the left of the clockwise line people drive the other way round.
        return isLeft ? new Line([.. line.Points.Reverse()]) : line;
    }

    void DrawRingRoad()
    {
        foreach (var isLeft in (bool[])[true, false])
        {
            var line = Carriageway(isLeft);
            var raised = line.Crossings(CityPlan.River).Select(at => (From: at - 130, To: at + 130))
                .Concat(line.Crossings(CityPlan.Railway).Select(at => (From: at - 45, To: at + 45))).Order().ToList();
            var start = 0.0;
            foreach (var (from, to) in raised)
            {
                drawing.Add(Rocade(line.Slice(start, from), 0));
                drawing.Add(Rocade(line.Slice(from, to), 2));
                start = to;
            }

            drawing.Add(Rocade(line.Slice(start, line.Length), 0));
        }

        static Street Rocade(List<Pt> points, int level) =>
            new Street(StreetClass.Trunk, "Rocade d'Aurelmont", points) { Level = level, IsOneWay = true }
                .With("ref", "N 196").With("maxspeed", "90").With("motorroad", "yes").With("foot", "no").With("bicycle", "no")
                    .With("lanes", "2");
    }

    void DrawSquares()
    {
        foreach (var (name, at, halfWidth, halfHeight, turn) in CityPlan.Squares)
        {
            Pt[] corners = [new(-halfWidth, -halfHeight), new(halfWidth, -halfHeight), new(halfWidth, halfHeight),
                new(-halfWidth, halfHeight)];
            var ring = corners.Select(c => at + c.Turned(turn)).ToList();
            drawing.Add(new Street(StreetClass.Pedestrian, name, [.. ring, ring[0]]).With("area", "yes").With("surface", "paving_stones"));
        }
    }

    /// <summary>Draws the paths of the plan; last, so that they find the streets they lead to.</summary>
    public void DrawPaths()
    {
        foreach (var (kind, name, level, through) in CityPlan.Paths)
        {
            if (level == 0)
            {
                // Ends that are meant to touch a street do so exactly.
                Pt[] points = [.. through];
                points[0] = drawing.Nearest(points[0], 30, _ => true)?.At ?? points[0];
                points[^1] = drawing.Nearest(points[^1], 30, _ => true)?.At ?? points[^1];
                var path = drawing.Add(new Street(kind, name, points));
                if (kind == StreetClass.Steps)
                {
                    path.With("incline", "down").With("step_count", "38");
                }
            }
            else
            {
                drawing.Add(new Street(kind, name, through) { Level = level });
                DrawApproach(through[0], through[1]);
                DrawApproach(through[^1], through[^2]);
            }
        }

        // The greenway follows the north bank under all bridges.
        var bank = CityPlan.River.Offset(CityPlan.RiverHalfWidthMeters + 38);
        drawing.Add(new Street(StreetClass.Cycleway, "Voie verte de l'Aurelle", bank.Slice(3400, bank.Length - 3600))
            .With("foot", "yes").With("surface", "compacted").With("segregated", "no"));
    }

    /// <summary>From the end of a footbridge or passage straight on to the first street.</summary>
    void DrawApproach(Pt end, Pt beyond)
    {
        const double FarthestMeters = 420;
        if (drawing.FirstMet(end, end + ((end - beyond).Unit * FarthestMeters), 3) is { } met)
        {
            drawing.Add(new Street(StreetClass.Footway, "", [end, met.At]));
        }
    }
}
