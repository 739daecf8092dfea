using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>Draws the local streets of one zone: a bent lattice held together by a random spanning tree, with as many more streets as its
/// fabric keeps.</summary>
public sealed class Neighbourhood
{
    const double PedestrianCoreMeters = 270;

    readonly Zone _zone;
    readonly Drawing _drawing;
    readonly Barriers _barriers;
    readonly StreetNames _names;
    readonly Rng _random;
    readonly Warp _warp;
    readonly Pt _centre;
    readonly Dictionary<(int Column, int Row), (Pt At, bool OnAxis)> _points = [];
    readonly Dictionary<(int Column, int Row), (int Column, int Row)> _parent = [];

    public Neighbourhood(Zone zone, IEnumerable<Zone> before, Drawing drawing, Barriers barriers, StreetNames names, ulong seed)
    {
        _zone = zone;
        _drawing = drawing;
        _barriers = barriers;
        _names = names;
        _random = new Rng(seed);
        _warp = new Warp(seed, 420, zone.Fabric == Fabric.Fields ? 160 : 26);
        _centre = zone.Area.Centre;
        LayPoints([.. before]);
    }

    enum Fate
    {
        Kept,
        Link,
        Dropped,
    }

    public void Draw()
    {
        var fates = Decide();
        foreach (var isAlong in (bool[])[true, false])
        {
            DrawRuns(fates, isAlong);
        }

        DrawReaches();
        DrawDiagonals();
    }

    Pt Place(double column, double row)
    {
        var flat = _centre + new Pt(column * _zone.Fabric.AlongMeters, row * _zone.Fabric.AcrossMeters).Turned(_zone.TurnDegrees);
        return _warp.At(flat);
    }

    void LayPoints(Zone[] before)
    {
        var span = Pt.Distance(_zone.Area.Min, _zone.Area.Max);
        var columns = (int)(span / _zone.Fabric.AlongMeters) + 1;
        var rows = (int)(span / _zone.Fabric.AcrossMeters) + 1;
        var snapMeters = 0.36 * Math.Min(_zone.Fabric.AlongMeters, _zone.Fabric.AcrossMeters);
        for (var row = -rows; row <= rows; row++)
        {
            for (var column = -columns; column <= columns; column++)
            {
                var jitter = new Pt(_random.Within(-1, 1), _random.Within(-1, 1)) * _zone.Fabric.JitterMeters;
                var at = Place(column, row) + jitter;
                if (!_zone.Area.Contains(at) || _barriers.Blocks(at) || before.Any(z => z.Area.Contains(at)))
                {
                    continue;
                }

                var axis = _drawing.Nearest(at, snapMeters,
                    street => street.Kind.IsAxis() || (street.Kind == StreetClass.Pedestrian && !street.Tags.ContainsKey("area")));
                var isOnAxis = axis is not null && !axis.Value.Street.Tags.ContainsKey("junction");
                _points[(column, row)] = (isOnAxis ? axis!.Value.At : at, isOnAxis);
                _parent[(column, row)] = (column, row);
            }
        }
    }

    /// <summary>Kruskal's tree over shuffled edges, then more of them by chance.</summary>
    Dictionary<((int, int), (int, int)), Fate> Decide()
    {
        var edges = new List<((int Column, int Row) From, (int Column, int Row) To)>();
        foreach (var (column, row) in _points.Keys.OrderBy(k => k.Row).ThenBy(k => k.Column))
        {
            foreach (var to in ((int, int)[])[(column + 1, row), (column, row + 1)])
            {
                if (_points.TryGetValue(to, out var end) && !_barriers.Blocks(_points[(column, row)].At, end.At))
                {
                    edges.Add(((column, row), to));
                }
            }
        }

        _random.Shuffle(edges);
        (int, int)? axisRoot = null;
        foreach (var key in _points.Keys.Where(k => _points[k].OnAxis).OrderBy(k => k.Row).ThenBy(k => k.Column))
        {
            axisRoot ??= key;
            _parent[Root(key)] = Root(axisRoot.Value);
        }

        var fates = new Dictionary<((int, int), (int, int)), Fate>();
        foreach (var (from, to) in edges)
        {
            var roll = _random.Share();
            var link = _random.Share();
            if (_points[from].OnAxis && _points[to].OnAxis)
            {
                fates[(from, to)] = Fate.Dropped;
            }
            else if (Root(from) != Root(to))
            {
                _parent[Root(from)] = Root(to);
                fates[(from, to)] = Fate.Kept;
            }
            else
            {
                fates[(from, to)] = roll < _zone.Fabric.LoopShare ? Fate.Kept : link < _zone.Fabric.LinkShare ? Fate.Link : Fate.Dropped;
            }
        }

        return fates;
    }

    (int, int) Root((int, int) key)
    {
        while (_parent[key] != key)
        {
            key = _parent[key] = _parent[_parent[key]];
        }

        return key;
    }

    /// <summary>Consecutive kept edges of one lattice line are one street with one name.</summary>
    void DrawRuns(Dictionary<((int, int), (int, int)), Fate> fates, bool isAlong)
    {
        var (columnStep, rowStep) = isAlong ? (1, 0) : (0, 1);
        foreach (var start in _points.Keys.OrderBy(k => isAlong ? k.Row : k.Column).ThenBy(k => isAlong ? k.Column : k.Row))
        {
            var before = (start.Column - columnStep, start.Row - rowStep);
            var fate = FateOf(start, (start.Column + columnStep, start.Row + rowStep));
            if (fate == Fate.Dropped || FateOf(before, start) == fate)
            {
                continue;
            }

            var points = new List<Pt> { _points[start].At };
            var at = start;
            var next = (Column: at.Column + columnStep, Row: at.Row + rowStep);
            while (FateOf(at, next) == fate)
            {
                if (!_points[at].OnAxis && !_points[next].OnAxis && _zone.Fabric != Fabric.Faubourg)
                {
                    points.Add(Place((at.Column + next.Column) / 2.0, (at.Row + next.Row) / 2.0));
                }

                points.Add(_points[next].At);
                (at, next) = (next, (next.Column + columnStep, next.Row + rowStep));
            }

            Add(points, fate);
        }

        Fate FateOf((int, int) from, (int, int) to) => fates.TryGetValue((from, to), out var fate) ? fate : Fate.Dropped;
    }

    void Add(List<Pt> points, Fate fate)
    {
        var fabric = _zone.Fabric;
        if (fate == Fate.Link && fabric == Fabric.Estate && _random.Chance(0.22))
        {
            // Car parks between the blocks; some belong to their landlord alone.
            var aisle = _drawing.Add(new Street(StreetClass.Service, "", points) { Zone = _zone.Name }.With("service", "parking_aisle"));
            if (_random.Chance(0.35))
            {
                aisle.With("access", "private");
            }

            return;
        }

        if (fate == Fate.Link)
        {
            var isSteps = fabric == Fabric.OldTown && _random.Chance(0.4);
            var link = _drawing.Add(new Street(isSteps ? StreetClass.Steps : StreetClass.Footway, "", points) { Zone = _zone.Name });
            if (!isSteps && _random.Chance(0.15))
            {
                link.With("surface", "gravel");
            }

            return;
        }

        var kind = fabric.Main;
        if (fabric == Fabric.OldTown)
        {
            var isCore = points[points.Count / 2].Length < PedestrianCoreMeters;
            kind = isCore && _random.Chance(0.7) ? StreetClass.Pedestrian : _random.Chance(0.5) ? StreetClass.LivingStreet
                : StreetClass.Residential;
        }
        else if (fabric == Fabric.Lotissement && points.Count <= 3 && _random.Chance(0.3))
        {
            kind = StreetClass.LivingStreet;
        }
        else if (fabric == Fabric.Fields && _random.Chance(0.35))
        {
            kind = StreetClass.Unclassified;
        }

        var length = new Line(points).Length;
        var isNamed = kind is not (StreetClass.Service or StreetClass.Track or StreetClass.Footway or StreetClass.Path);
        var name = !isNamed ? "" : _names.Next(length < 160 && fabric.LoopShare < 0.5 ? fabric.ImpasseName : fabric.StreetName, fabric);
        var street = _drawing.Add(new Street(kind, name, points) { Zone = _zone.Name });
        switch (kind)
        {
            case StreetClass.LivingStreet:
                street.With("maxspeed", "20");
                break;
            case StreetClass.Residential:
                street.With("maxspeed", fabric == Fabric.OldTown || _random.Chance(0.6) ? "30" : "50");
                break;
            case StreetClass.Unclassified:
                street.With("maxspeed", fabric == Fabric.Fields ? "80" : "50");
                break;
            case StreetClass.Track:
                street.With("tracktype", "grade2");
                break;
        }

        if (kind is StreetClass.Residential or StreetClass.LivingStreet && length > 170 && _random.Chance(fabric.OneWayShare))
        {
            street.IsOneWay = true;
            if (kind == StreetClass.Residential && _random.Chance(0.35))
            {
                street.With("oneway:bicycle", "no");
            }
        }
    }

    /// <summary>From the outermost points on to the next street around, if there is one within one and a half steps.</summary>
    void DrawReaches()
    {
        foreach (var (column, row) in _points.Keys.OrderBy(k => k.Row).ThenBy(k => k.Column))
        {
            foreach (var (dx, dy) in ((int, int)[])[(1, 0), (-1, 0), (0, 1), (0, -1)])
            {
                var chance = _random.Share();
                if (_points.ContainsKey((column + dx, row + dy)) || _points[(column, row)].OnAxis || chance > _zone.Fabric.ReachShare)
                {
                    continue;
                }

                var from = _points[(column, row)].At;
                var to = from + ((Place(column + dx, row + dy) - from) * 1.6);
                if (_drawing.FirstMet(from, to, 8) is { } met && !_barriers.Blocks(from, met.At) && !met.Street.Tags.ContainsKey("junction")
                    && met.Street.Kind > StreetClass.TrunkLink && Pt.Distance(from, met.At) < 1.6 * _zone.Fabric.AlongMeters)
                {
                    Add([from, met.At], Fate.Kept);
                }
            }
        }
    }

    void DrawDiagonals()
    {
        foreach (var (column, row) in _points.Keys.OrderBy(k => k.Row).ThenBy(k => k.Column))
        {
            if (_random.Chance(_zone.Fabric.DiagonalShare) && _points.ContainsKey((column + 1, row))
                && _points.ContainsKey((column, row + 1))
                && _points.TryGetValue((column + 1, row + 1), out var far) && !_barriers.Blocks(_points[(column, row)].At, far.At))
            {
                _drawing.Add(new Street(StreetClass.Footway, "", [_points[(column, row)].At, far.At]) { Zone = _zone.Name });
            }
        }
    }
}
