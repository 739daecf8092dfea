using GeoCohesion.Core.Network;

namespace GeoCohesion.Benchmarks.Streets;

/// <summary>What hierarchies are compared with: contraction of the vertex with the least edge difference and depth, priorities renewed when
/// a
/// vertex comes up, and bounded searches for witnesses (Geisberger, Sanders, Schultes, Delling 2008).</summary>
public sealed class PlainContraction
{
    const int SettledPerWitnessSearch = 60;

    readonly Dictionary<int, int>[] _out;
    readonly Dictionary<int, int>[] _in;
    readonly int[] _depth;
    readonly Dictionary<int, int> _label = [];
    readonly PriorityQueue<int, int> _queue = new();

    PlainContraction(StreetGraph graph)
    {
        _out = [.. Enumerable.Range(0, graph.VertexCount).Select(_ => new Dictionary<int, int>())];
        _in = [.. Enumerable.Range(0, graph.VertexCount).Select(_ => new Dictionary<int, int>())];
        _depth = new int[graph.VertexCount];
        for (var tail = 0; tail < graph.VertexCount; tail++)
        {
            for (var edge = graph.FirstOut[tail]; edge < graph.FirstOut[tail + 1]; edge++)
            {
                if (graph.Head[edge] != tail)
                {
                    Add(tail, graph.Head[edge], graph.TraversalMilliseconds[edge]);
                }
            }
        }
    }

    /// <summary>Contracts all vertices.</summary>
    /// <returns>Arcs of the hierarchy.</returns>
    public static (int Up, int Down) Build(StreetGraph graph) => new PlainContraction(graph).Contract();

    (int Up, int Down) Contract()
    {
        var order = new PriorityQueue<int, (int Priority, int Vertex)>();
        for (var vertex = 0; vertex < _out.Length; vertex++)
        {
            order.Enqueue(vertex, (Priority(vertex), vertex));
        }

        var (up, down) = (0, 0);
        while (order.TryDequeue(out var vertex, out _))
        {
            var priority = (Priority(vertex), vertex);
            if (order.TryPeek(out _, out var next) && priority.CompareTo(next) > 0)
            {
                order.Enqueue(vertex, priority);
                continue;
            }

            foreach (var (from, to, milliseconds) in Shortcuts(vertex))
            {
                Add(from, to, milliseconds);
            }

            (up, down) = (up + _out[vertex].Count, down + _in[vertex].Count);
            foreach (var head in _out[vertex].Keys)
            {
                _in[head].Remove(vertex);
                _depth[head] = Math.Max(_depth[head], _depth[vertex] + 1);
            }

            foreach (var tail in _in[vertex].Keys)
            {
                _out[tail].Remove(vertex);
                _depth[tail] = Math.Max(_depth[tail], _depth[vertex] + 1);
            }
        }

        return (up, down);
    }

    int Priority(int vertex) => (2 * (Shortcuts(vertex).Count - _out[vertex].Count - _in[vertex].Count)) + _depth[vertex];

    List<(int From, int To, int Milliseconds)> Shortcuts(int vertex)
    {
        var shortcuts = new List<(int, int, int)>();
        foreach (var (tail, before) in _in[vertex])
        {
            var longest = 0;
            foreach (var (head, after) in _out[vertex])
            {
                longest = head == tail ? longest : Math.Max(longest, before + after);
            }

            SearchWitnesses(tail, vertex, longest);
            foreach (var (head, after) in _out[vertex])
            {
                if (head != tail && (!_label.TryGetValue(head, out var around) || around > before + after))
                {
                    shortcuts.Add((tail, head, before + after));
                }
            }
        }

        return shortcuts;
    }

    void SearchWitnesses(int from, int without, int longest)
    {
        _label.Clear();
        _queue.Clear();
        _label[from] = 0;
        _queue.Enqueue(from, 0);
        for (var settled = 0; settled < SettledPerWitnessSearch && _queue.TryDequeue(out var vertex, out var reached); settled++)
        {
            if (reached > longest)
            {
                break;
            }

            if (reached > _label[vertex])
            {
                continue;
            }

            foreach (var (head, milliseconds) in _out[vertex])
            {
                if (head != without && (!_label.TryGetValue(head, out var known) || reached + milliseconds < known))
                {
                    _label[head] = reached + milliseconds;
                    _queue.Enqueue(head, reached + milliseconds);
                }
            }
        }
    }

    void Add(int from, int to, int milliseconds)
    {
        if (!_out[from].TryGetValue(to, out var known) || milliseconds < known)
        {
            _out[from][to] = milliseconds;
            _in[to][from] = milliseconds;
        }
    }
}
