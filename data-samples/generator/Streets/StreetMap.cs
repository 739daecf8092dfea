using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>A street as a chain of map nodes.</summary>
public sealed record Way(Street Street, IReadOnlyList<int> Nodes);

/// <summary>The drawn streets, joined: where two of them meet on the ground they share a node.</summary>
public sealed class StreetMap
{
    const double MergeMeters = 3.5;
    const double TouchMeters = 1.2;

    readonly List<Pt> _nodes = [];
    readonly Buckets<int> _groundNodes = new(20);
    List<Way> _ways = [];

    public StreetMap(IReadOnlyList<Street> streets)
    {
        var segments = new Buckets<(int Street, int Index)>(80);
        for (var s = 0; s < streets.Count; s++)
        {
            for (var i = 0; streets[s].Level == 0 && i + 1 < streets[s].Points.Count; i++)
            {
                segments.Add(streets[s].Points[i], streets[s].Points[i + 1], (s, i));
            }
        }

        var drawn = new HashSet<(int, int, int)>();
        for (var s = 0; s < streets.Count; s++)
        {
            var chain = new List<int>();
            foreach (var p in streets[s].Level == 0 ? Cut(streets, s, segments) : streets[s].Points)
            {
                var isEnd = chain.Count == 0 || p == streets[s].Points[^1];
                var node = streets[s].Level == 0 || isEnd ? NodeAt(p) : NewNode(p);
                if (chain.Count == 0 || chain[^1] != node)
                {
                    chain.Add(node);
                }
            }

            AddUndrawn(streets[s], chain, drawn);
        }

        KeepMainPart();
        OpenDeadOneWays();
    }

    public IReadOnlyList<Pt> Nodes => _nodes;

    public IReadOnlyList<Way> Ways => _ways;

    /// <summary>Makes a new node on a way, between its nodes at <paramref name="index"/> and the next.</summary>
    public int Insert(Way way, int index, double share)
    {
        var node = NewNode(Pt.Between(_nodes[way.Nodes[index]], _nodes[way.Nodes[index + 1]], share));
        var at = _ways.IndexOf(way);
        _ways[at] = way with { Nodes = [.. way.Nodes.Take(index + 1), node, .. way.Nodes.Skip(index + 1)] };
        return node;
    }

    /// <summary>Cuts every way in two at the given nodes, as OSM wants it where a turn restriction begins or ends.</summary>
    public void SplitAt(IReadOnlySet<int> nodes)
    {
        var parts = new List<Way>();
        foreach (var way in _ways)
        {
            var start = 0;
            for (var i = 1; i < way.Nodes.Count; i++)
            {
                if (i == way.Nodes.Count - 1 || nodes.Contains(way.Nodes[i]))
                {
                    parts.Add(way with { Nodes = [.. way.Nodes.Skip(start).Take(i - start + 1)] });
                    start = i;
                }
            }
        }

        _ways = parts;
    }

    public int NearestNode(Pt p, Func<int, bool> wanted)
    {
        var best = -1;
        for (var node = 0; node < _nodes.Count; node++)
        {
            if (wanted(node) && (best < 0 || Pt.Distance(_nodes[node], p) < Pt.Distance(_nodes[best], p)))
            {
                best = node;
            }
        }

        return best;
    }

    /// <summary>The points of a street with the points at which others cross or touch it.</summary>
    static IEnumerable<Pt> Cut(IReadOnlyList<Street> streets, int s, Buckets<(int Street, int Index)> segments)
    {
        var points = streets[s].Points;
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            var shares = new SortedSet<double>();
            foreach (var (other, index) in segments.Near(a, b, TouchMeters))
            {
                if (other == s)
                {
                    continue;
                }

                var (c, d) = (streets[other].Points[index], streets[other].Points[index + 1]);
                if (Segments.TryCross(a, b, c, d, out var share, out _))
                {
                    shares.Add(share);
                }

                foreach (var end in (ReadOnlySpan<Pt>)[c, d])
                {
                    var near = Segments.Nearest(a, b, end);
                    if (near.Distance < TouchMeters)
                    {
                        shares.Add(near.Share);
                    }
                }
            }

            yield return a;
            foreach (var share in shares)
            {
                if (share * Pt.Distance(a, b) > 0.3 && (1 - share) * Pt.Distance(a, b) > 0.3)
                {
                    yield return Pt.Between(a, b, share);
                }
            }
        }

        yield return points[^1];
    }

    int NodeAt(Pt p)
    {
        var best = -1;
        foreach (var node in _groundNodes.Near(p, p, MergeMeters))
        {
            var distance = Pt.Distance(_nodes[node], p);
            if (distance < MergeMeters && (best < 0 || distance < Pt.Distance(_nodes[best], p)))
            {
                best = node;
            }
        }

        if (best < 0)
        {
            best = NewNode(p);
            _groundNodes.Add(p, p, best);
        }

        return best;
    }

    int NewNode(Pt p)
    {
        _nodes.Add(p);
        return _nodes.Count - 1;
    }

    /// <summary>Keeps the stretches of a chain that no earlier street has drawn already.</summary>
    void AddUndrawn(Street street, List<int> chain, HashSet<(int, int, int)> drawn)
    {
        var stretch = new List<int>();
        for (var i = 0; i + 1 < chain.Count; i++)
        {
            var isNew = drawn.Add((Math.Min(chain[i], chain[i + 1]), Math.Max(chain[i], chain[i + 1]), street.Level));
            if (isNew || street.Tags.ContainsKey("area"))
            {
                if (stretch.Count == 0)
                {
                    stretch.Add(chain[i]);
                }

                stretch.Add(chain[i + 1]);
            }
            else
            {
                Flush();
            }
        }

        Flush();

        void Flush()
        {
            if (stretch.Count > 1)
            {
                _ways.Add(new Way(street, [.. stretch]));
            }

            stretch.Clear();
        }
    }

    /// <summary>Forgets streets that nothing joins to the rest.</summary>
    void KeepMainPart()
    {
        var parent = Enumerable.Range(0, _nodes.Count).ToArray();
        foreach (var way in _ways)
        {
            for (var i = 1; i < way.Nodes.Count; i++)
            {
                parent[Root(way.Nodes[i])] = Root(way.Nodes[0]);
            }
        }

        var sizes = new int[_nodes.Count];
        foreach (var way in _ways)
        {
            sizes[Root(way.Nodes[0])] += way.Nodes.Count;
        }

        var main = Array.IndexOf(sizes, sizes.Max());
        _ways = [.. _ways.Where(way => Root(way.Nodes[0]) == main)];

        int Root(int node)
        {
            while (parent[node] != node)
            {
                node = parent[node] = parent[parent[node]];
            }

            return node;
        }
    }

    /// <summary>Streets of which a driver could not get out, or into which he could not get, become two-way.</summary>
    void OpenDeadOneWays()
    {
        for (var isSettled = false; !isSettled;)
        {
            isSettled = true;
            var out_ = new List<int>[_nodes.Count];
            var in_ = new List<int>[_nodes.Count];
            for (var node = 0; node < _nodes.Count; node++)
            {
                out_[node] = [];
                in_[node] = [];
            }

            foreach (var way in _ways.Where(way => way.Street.Kind.TakesCars()))
            {
                for (var i = 1; i < way.Nodes.Count; i++)
                {
                    Join(way.Nodes[i - 1], way.Nodes[i]);
                    if (!way.Street.IsOneWay)
                    {
                        Join(way.Nodes[i], way.Nodes[i - 1]);
                    }
                }
            }

            var start = _ways.First(way => way.Street.Kind == StreetClass.Primary).Nodes[0];
            var reached = Reach(out_, start);
            var reaching = Reach(in_, start);
            foreach (var way in _ways.Where(way => way.Street.IsOneWay && way.Street.Kind >= StreetClass.Residential))
            {
                if (way.Nodes.Any(node => reached[node] != reaching[node]))
                {
                    way.Street.IsOneWay = false;
                    way.Street.Tags.Remove("oneway:bicycle");
                    isSettled = false;
                }
            }

            void Join(int from, int to)
            {
                out_[from].Add(to);
                in_[to].Add(from);
            }
        }

        static bool[] Reach(List<int>[] next, int start)
        {
            var seen = new bool[next.Length];
            var queue = new Queue<int>([start]);
            seen[start] = true;
            while (queue.TryDequeue(out var node))
            {
                foreach (var to in next[node].Where(to => !seen[to]))
                {
                    seen[to] = true;
                    queue.Enqueue(to);
                }
            }

            return seen;
        }
    }
}
