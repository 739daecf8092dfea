using System.Globalization;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Streets;
using GeoCohesion.SampleCity.Transit;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Says in OSM's words what was drawn: streets, barriers, turn restrictions, rails, water, parks, stops.</summary>
public sealed class OsmComposer(StreetMap map, TransitNetwork network, IReadOnlyList<Facilities.Facility> facilities)
{
    const int RestrictionCount = 28;

    readonly OsmData _osm = new();
    readonly Dictionary<int, OsmNode> _nodes = [];
    readonly Dictionary<int, OsmTags> _nodeTags = [];
    readonly List<(Way Way, OsmWay Osm)> _ways = [];

    public OsmData Compose()
    {
        var levelCrossings = PutLevelCrossings();
        PutGatesAndBollards();
        var turns = PutTurnNodes();
        AddStreets();
        AddTurnRestrictions(turns);
        AddRailway(levelCrossings);
        AddTramTracks();
        AddWaterAndParks();
        AddStops();
        AddPlaces();
        return _osm;
    }

    /// <summary>Nodes shared by the street and the rails where they cross on the ground.</summary>
    List<int> PutLevelCrossings()
    {
        var found = new List<int>();
        foreach (var name in CityPlan.Axes.Where(a => a.Rail == RailCrossing.Level).Select(a => a.Name))
        {
            foreach (var way in map.Ways.Where(w => w.Street.Name == name).ToList())
            {
                for (var i = 0; i + 1 < way.Nodes.Count; i++)
                {
                    var street = new Line([map.Nodes[way.Nodes[i]], map.Nodes[way.Nodes[i + 1]]]);
                    if (street.Crossings(CityPlan.Railway) is [var meters, ..])
                    {
                        var node = map.Insert(way, i, meters / street.Length);
                        Tag(node, "railway", "level_crossing");
                        found.Add(node);
                        break;
                    }
                }
            }
        }

        return found;
    }

    void PutGatesAndBollards()
    {
        var count = 0;
        foreach (var way in map.Ways.ToList())
        {
            var first = Pt.Distance(map.Nodes[way.Nodes[0]], map.Nodes[way.Nodes[1]]);
            if (first < 25 || way.Street.Tags.ContainsKey("area") || way.Street.Level != 0)
            {
                continue;
            }

            if (way.Street.Tags.TryGetValue("access", out var access) && access == "private")
            {
                Tag(map.Insert(way, 0, 9 / first), "barrier", "gate");
                Tag(map.Nodes.Count - 1, "access", "private");
            }
            else if (way.Street.Kind == StreetClass.Pedestrian && way.Street.Zone.Length > 0)
            {
                Tag(map.Insert(way, 0, 7 / first), "barrier", "bollard");
            }
            else if (way.Street.Kind is StreetClass.Footway or StreetClass.Path && ++count % 9 == 0)
            {
                Tag(map.Insert(way, 0, 5 / first), "barrier", count % 2 == 0 ? "cycle_barrier" : "bollard");
            }
        }
    }

    /// <summary>Junctions where a local street ends on a main one; ways are cut there, as a restriction's members must end at its
    /// node.</summary>
    List<int> PutTurnNodes()
    {
        var main = map.Ways.Where(w => w.Street.Kind is StreetClass.Primary or StreetClass.Secondary && w.Street.Level == 0
            && !w.Street.IsOneWay)
            .SelectMany(w => w.Nodes.Skip(1).SkipLast(1)).ToHashSet();
        var ends = map.Ways.Where(w => w.Street.Kind == StreetClass.Residential && !w.Street.IsOneWay && main.Contains(w.Nodes[^1]))
            .Select(w => w.Nodes[^1]).Distinct().ToList();
        new Rng(97).Shuffle(ends);
        var chosen = ends.Take(RestrictionCount).Order().ToList();
        map.SplitAt(chosen.ToHashSet());
        return chosen;
    }

    void AddStreets()
    {
        // Signals where two main streets meet.
        var mainStreets = map.Ways.Where(w => w.Street.Kind is StreetClass.Primary or StreetClass.Secondary && w.Street.Name.Length > 0
            && w.Street.Level == 0)
            .SelectMany(w => w.Nodes.Select(node => (Node: node, w.Street.Name))).Distinct().GroupBy(p => p.Node).Where(g => g.Count() > 1)
                .Select(g => g.Key).Order().ToList();
        foreach (var node in mainStreets)
        {
            Tag(node, "highway", "traffic_signals");
        }

        foreach (var way in map.Ways)
        {
            foreach (var node in way.Nodes.Where(node => !_nodes.ContainsKey(node)))
            {
                _nodes[node] = _osm.AddNode(map.Nodes[node],
                    _nodeTags.TryGetValue(node, out var tags) ? [.. tags.Select(t => (t.Key, t.Value))] : []);
            }
        }

        foreach (var way in map.Ways)
        {
            _ways.Add((way, _osm.AddWay(way.Nodes.Select(node => _nodes[node].Id), TagsOf(way.Street))));
        }
    }

    static OsmTags TagsOf(Street street)
    {
        var tags = new OsmTags(("highway", street.Kind.HighwayTag()));
        foreach (var (key, value) in street.Tags)
        {
            tags[key] = value;
        }

        if (street.Name.Length > 0)
        {
            tags["name"] = street.Name;
        }

        if (street.IsOneWay)
        {
            tags["oneway"] = "yes";
        }

        if (street.Level != 0)
        {
            tags[street.Level > 0 ? "bridge" : "tunnel"] = "yes";
            tags["layer"] = street.Level.ToString(CultureInfo.InvariantCulture);
        }

        return tags;
    }

    void AddTurnRestrictions(List<int> turns)
    {
        foreach (var (node, number) in turns.Select((node, i) => (node, i)))
        {
            var from = _ways.First(w => w.Way.Street.Kind == StreetClass.Residential && w.Way.Nodes[^1] == node);
            var coming = map.Nodes[node] - map.Nodes[from.Way.Nodes[^2]];
            foreach (var to in _ways.Where(w => w.Way.Street.Kind is StreetClass.Primary or StreetClass.Secondary
                && (w.Way.Nodes[0] == node || w.Way.Nodes[^1] == node)))
            {
                var next = to.Way.Nodes[0] == node ? to.Way.Nodes[1] : to.Way.Nodes[^2];
                var turn = Pt.Cross(coming.Unit, (map.Nodes[next] - map.Nodes[node]).Unit);
                var (kind, isWanted) = (number % 4) switch
                {
                    3 => ("only_right_turn", turn < -0.5),
                    _ => ("no_left_turn", turn > 0.5),
                };
                if (isWanted)
                {
                    _osm.AddRelation([(1, from.Osm.Id, "from"), (0, _nodes[node].Id, "via"), (1, to.Osm.Id, "to")], ("restriction", kind),
                        ("type", "restriction"));
                    break;
                }
            }
        }
    }

    void AddRailway(List<int> levelCrossings)
    {
        var line = CityPlan.Railway;
        var vertices = line.Points.Select(p => (line.Project(p).Along, Node: -1, At: p))
            .Concat(levelCrossings.Select(node => (line.Project(map.Nodes[node]).Along, Node: node, At: map.Nodes[node])))
                .OrderBy(v => v.Along).ToList();
        var ids = vertices.Select(v => v.Node >= 0 ? _nodes[v.Node].Id : _osm.AddNode(v.At).Id).ToList();
        _osm.AddWay(ids, new OsmTags(("railway", "rail"), ("usage", "main"), ("gauge", "1435"), ("electrified", "contact_line")));
        _osm.AddOutline(CityPlan.Yard, ("landuse", "railway"), ("name", "Triage d'Aurelmont"));
        _osm.AddNode(new Pt(-40, -690), ("railway", "station"), ("public_transport", "station"), ("name", "Aurelmont-Ville"),
            ("train", "yes"));
        foreach (var track in (double[])[-14, -24, -34])
        {
            var siding = line.Offset(track);
            var (from, to) = (siding.Project(new Pt(-1050, -870)).Along, siding.Project(new Pt(620, -800)).Along);
            _osm.AddWay(siding.Slice(from, to).Select(p => _osm.AddNode(p).Id), new OsmTags(("railway", "rail"), ("service", "yard")));
        }
    }

    void AddTramTracks()
    {
        foreach (var pattern in network.Patterns.Where(p => p.Line.IsTram && p.Direction == 0))
        {
            _osm.AddWay(pattern.Shape.Points.Select(p => _osm.AddNode(p).Id),
                new OsmTags(("railway", "tram"), ("name", $"Tramway {pattern.Line.Ids.Name}")));
        }
    }

    void AddWaterAndParks()
    {
        var left = CityPlan.River.Offset(CityPlan.RiverHalfWidthMeters).Points;
        var right = CityPlan.River.Offset(-CityPlan.RiverHalfWidthMeters).Points;
        _osm.AddOutline(new Area([.. right, .. left.Reverse()]), ("natural", "water"), ("water", "river"), ("name", "L'Aurelle"));
        _osm.AddWay(CityPlan.River.Points.Select(p => _osm.AddNode(p).Id), new OsmTags(("waterway", "river"), ("name", "L'Aurelle")));

        var shore = _osm.AddOutline(CityPlan.Lake);
        var island = _osm.AddOutline(Area.Blob(-690, -2995, 35, 25));
        _osm.AddRelation([(1, shore.Id, "outer"), (1, island.Id, "inner")], ("name", "Étang de la Forge"), ("natural", "water"),
            ("type", "multipolygon"), ("water", "pond"));

        foreach (var zone in CityPlan.Zones)
        {
            if (zone.Fabric == Fabric.Park)
            {
                _osm.AddOutline(zone.Area, zone.Name.StartsWith("Bois", StringComparison.Ordinal) ? ("landuse", "forest")
                    : ("leisure", "park"), ("name", zone.Name));
            }
            else if (zone.Fabric == Fabric.Business)
            {
                _osm.AddOutline(zone.Area, ("landuse", "industrial"), ("name", zone.Name));
            }
            else if (zone.Fabric == Fabric.Campus)
            {
                _osm.AddOutline(zone.Area, ("amenity", zone.Name == "Campus" ? "university" : "hospital"),
                    ("name", zone.Name == "Campus" ? "Université d'Aurelmont" : "Centre hospitalier d'Aurelmont"));
            }
            else if (zone.Fabric != Fabric.Closed && zone.Fabric != Fabric.Fields)
            {
                _osm.AddOutline(zone.Area, ("landuse", "residential"), ("name", zone.Name));
            }
        }
    }

    void AddStops()
    {
        foreach (var place in network.Places)
        {
            foreach (var side in place.Sides)
            {
                var tag = place.IsTram ? ("railway", "tram_stop") : ("highway", "bus_stop");
                _osm.AddNode(place.Pole(side), tag, ("public_transport", "platform"), ("name", place.Name), ("ref", place.PoleId(side)));
            }
        }
    }

    /// <summary>OSM knows some places, not all: it is no copy of the national lists.</summary>
    void AddPlaces()
    {
        foreach (var centre in CityPlan.Centralities)
        {
            _osm.AddNode(centre.At, ("place", centre.IsMain ? "city" : "village"), ("name", centre.Name.Split(" - ")[0]));
        }

        foreach (var facility in facilities)
        {
            if (facility.OsmTag is { } tag)
            {
                _osm.AddNode(facility.At, tag, ("name", facility.Name));
            }
        }
    }

    void Tag(int node, string key, string value)
    {
        if (!_nodeTags.TryGetValue(node, out var tags))
        {
            _nodeTags[node] = tags = [];
        }

        tags[key] = value;
    }
}
