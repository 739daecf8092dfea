using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Streets;

namespace GeoCohesion.SampleCity.Transit;

/// <summary>Shortest ways for buses (which like main streets and obey one-way signs) and for trams (which run on main and pedestrian
/// streets only).</summary>
public sealed class PathFinder
{
    readonly StreetMap _map;
    readonly List<(int To, double Cost)>[] _next;

    public PathFinder(StreetMap map, bool isTram)
    {
        _map = map;
        _next = new List<(int, double)>[map.Nodes.Count];
        for (var node = 0; node < _next.Length; node++)
        {
            _next[node] = [];
        }

        foreach (var way in map.Ways)
        {
            var kind = way.Street.Kind;
            var isFit = isTram ? kind.IsAxis() || kind == StreetClass.Pedestrian
                : kind is >= StreetClass.Primary and <= StreetClass.LivingStreet;
            if (!isFit || way.Street.Tags.ContainsKey("area"))
            {
                continue;
            }

            var dislike = kind.IsAxis() ? 1.0 : kind == StreetClass.LivingStreet ? 4 : 1.7;
            for (var i = 1; i < way.Nodes.Count; i++)
            {
                var cost = Pt.Distance(map.Nodes[way.Nodes[i - 1]], map.Nodes[way.Nodes[i]]) * dislike;
                _next[way.Nodes[i - 1]].Add((way.Nodes[i], cost));
                if (isTram || !way.Street.IsOneWay)
                {
                    _next[way.Nodes[i]].Add((way.Nodes[i - 1], cost));
                }
            }
        }
    }

    public Line Find(IReadOnlyList<Pt> through)
    {
        var nodes = new List<int>();
        var stations = through.Select(p => _map.NearestNode(p, node => _next[node].Count > 0)).ToList();
        for (var i = 0; i + 1 < stations.Count; i++)
        {
            var leg = Leg(stations[i], stations[i + 1]);
            nodes.AddRange(i == 0 ? leg : leg.Skip(1));
        }

        // A via point beside the way is a spur in and out again: cut it off.
        for (var i = 1; i + 1 < nodes.Count;)
        {
            if (nodes[i - 1] == nodes[i + 1])
            {
                nodes.RemoveRange(i, 2);
                i = Math.Max(1, i - 1);
            }
            else
            {
                i++;
            }
        }

        return new Line([.. nodes.Select(node => _map.Nodes[node])]);
    }

    List<int> Leg(int from, int to)
    {
        var cost = new Dictionary<int, double> { [from] = 0 };
        var before = new Dictionary<int, int>();
        var queue = new PriorityQueue<int, (double, int)>([(from, (0, from))]);
        while (queue.TryDequeue(out var node, out var priority))
        {
            if (node == to)
            {
                break;
            }

            if (priority.Item1 > cost[node])
            {
                continue;
            }

            foreach (var (next, step) in _next[node])
            {
                var reached = priority.Item1 + step;
                if (!cost.TryGetValue(next, out var known) || reached < known)
                {
                    cost[next] = reached;
                    before[next] = node;
                    queue.Enqueue(next, (reached, next));
                }
            }
        }

        if (!cost.ContainsKey(to))
        {
            throw new InvalidOperationException($"The plan has no way from {_map.Nodes[from]} to {_map.Nodes[to]}.");
        }

        var leg = new List<int> { to };
        while (leg[^1] != from)
        {
            leg.Add(before[leg[^1]]);
        }

        leg.Reverse();
        return leg;
    }
}
