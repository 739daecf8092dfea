using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Streets;

namespace GeoCohesion.SampleCity.Transit;

/// <summary>Finds the way of each line through the streets and lays its stops.</summary>
public sealed class TransitBuilder
{
    const double ShareStopMeters = 140;
    const double OnWayMeters = 26;
    const double LandmarkMeters = 75;

    static readonly string[] s_articles = ["des ", "du ", "de la ", "de l'", "de ", "d'", "aux "];

    readonly StreetMap _map;
    readonly List<StopPlace> _places = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly Buckets<(string Name, Pt A, Pt B)> _named = new(150);

    public TransitBuilder(StreetMap map)
    {
        _map = map;
        foreach (var way in map.Ways.Where(way => way.Street.Name.Length > 0 && way.Street.Kind.TakesCars()))
        {
            for (var i = 1; i < way.Nodes.Count; i++)
            {
                var (a, b) = (map.Nodes[way.Nodes[i - 1]], map.Nodes[way.Nodes[i]]);
                _named.Add(a, b, (way.Street.Name, a, b));
            }
        }
    }

    public TransitNetwork Build()
    {
        var patterns = new List<Pattern>();
        var forTrams = new PathFinder(_map, isTram: true);
        var forBuses = new PathFinder(_map, isTram: false);
        foreach (var line in TransitPlan.Lines)
        {
            var finder = line.IsTram ? forTrams : forBuses;
            var there = Lay(line, 0, finder.Find(line.Through));
            patterns.Add(there);
            patterns.Add(Return(there, finder.Find([.. line.Through.Reverse()])));
        }

        patterns.Add(Lay(TransitPlan.Evening, 0, forBuses.Find(TransitPlan.Evening.Through)));
        foreach (var (place, side, _) in patterns.SelectMany(p => p.Stops))
        {
            place.Sides.Add(side);
        }

        return new TransitNetwork(_places, patterns);
    }

    Pattern Lay(TransitLine line, int direction, Line shape)
    {
        // Fixed points first: both ends and the landmarks on the way; then stops at even distances between them.
        var anchors = new SortedDictionary<double, string> { [0] = "", [shape.Length] = "" };
        foreach (var (name, at) in TransitPlan.Landmarks)
        {
            var (along, distance) = shape.Project(at);
            if (distance > LandmarkMeters)
            {
                continue;
            }

            var near = anchors.Keys.Where(k => Math.Abs(k - along) < 180).ToList();
            if (near.Any(k => anchors[k].Length > 0))
            {
                continue;
            }

            // An end takes the landmark's name and stays where it is.
            if (near.Count > 0)
            {
                anchors[near[0]] = name;
            }
            else
            {
                anchors[along] = name;
            }
        }

        var stops = new List<(StopPlace Place, int Side, double Meters)>();
        var keys = anchors.Keys.ToList();
        for (var i = 0; i < keys.Count; i++)
        {
            AddStop(keys[i], anchors[keys[i]]);
            if (i + 1 < keys.Count)
            {
                var gaps = (int)Math.Round((keys[i + 1] - keys[i]) / line.StopMeters);
                for (var k = 1; k < gaps; k++)
                {
                    AddStop(keys[i] + ((keys[i + 1] - keys[i]) * k / gaps), "");
                }
            }
        }

        return new Pattern(line, direction, shape, stops);

        void AddStop(double along, string name)
        {
            var (place, meters) = PlaceAt(line, shape, along, name);
            if (stops.Count == 0 || (meters > stops[^1].Meters + 60 && stops[^1].Place != place))
            {
                stops.Add((place, place.SideOf(shape.Direction(meters)), meters));
            }
        }
    }

    (StopPlace Place, double Meters) PlaceAt(TransitLine line, Line shape, double along, string name)
    {
        var at = shape.At(along);
        foreach (var place in _places.Where(p => p.IsTram == line.IsTram && Pt.Distance(p.At, at) < ShareStopMeters)
            .OrderBy(p => Pt.Distance(p.At, at)).ThenBy(p => p.Number))
        {
            var here = shape.Project(place.At);
            if (here.Distance < OnWayMeters && Math.Abs(here.Along - along) < 2 * ShareStopMeters)
            {
                return (place, here.Along);
            }
        }

        var made = new StopPlace(_places.Count + 1, NameAt(at, name), at, shape.Direction(along), line.IsTram);
        _places.Add(made);
        return (made, along);
    }

    /// <summary>The landmark, or the nearest side street whose name is free.</summary>
    string NameAt(Pt at, string landmark)
    {
        if (landmark.Length > 0)
        {
            _names.Add(landmark);
            return landmark;
        }

        var near = _named.Near(at, at, 260).Select(s => (s.Name, Segments.Nearest(s.A, s.B, at).Distance)).OrderBy(s => s.Distance)
            .ThenBy(s => s.Name, StringComparer.Ordinal)
            .Select(s => Bare(s.Name)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in near.Skip(1).Concat(near.Take(1)).Where(_names.Add))
        {
            return name;
        }

        return Enumerable.Range(2, 50).Select(i => $"{(near.Count > 0 ? near[0] : "Champs")} {i}").First(_names.Add);
    }

    /// <summary>"Rue des Lilas" is called "Lilas" on a pole.</summary>
    static string Bare(string street)
    {
        var name = street[(street.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var article = s_articles.FirstOrDefault(a => name.StartsWith(a, StringComparison.Ordinal)) ?? "";
        name = name[article.Length..];
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>The same stops on the way back.</summary>
    static Pattern Return(Pattern there, Line shape)
    {
        var stops = new List<(StopPlace Place, int Side, double Meters)>();
        foreach (var (place, _, _) in there.Stops.Reverse())
        {
            var from = stops.Count == 0 ? 0 : stops[^1].Meters + 60;
            if (from < shape.Length)
            {
                var (along, distance) = shape.Project(place.At, from);
                if (distance < 45)
                {
                    stops.Add((place, place.SideOf(shape.Direction(along)), along));
                }
            }
        }

        return new Pattern(there.Line, 1, shape, stops);
    }
}
