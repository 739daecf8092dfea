using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Doors of stops, found again from the vertices of a search, so that reading a search costs what it reached and not the number of stops.</summary>
sealed class DoorTable
{
    readonly StreetGraph _graph;
    readonly int[] _firstOfStop;
    readonly StreetPosition[] _doors;
    readonly int[] _stopOfDoor;

    // CSR: doors on a link that a vertex is an end of.
    readonly int[] _firstOfVertex;
    readonly int[] _doorOfVertex;
    readonly Dictionary<int, List<int>> _doorsOfLink = [];

    public DoorTable(StreetGraph graph, IReadOnlyList<IReadOnlyList<StreetPosition>> doorsOfStop)
    {
        _graph = graph;
        _firstOfStop = new int[doorsOfStop.Count + 1];
        for (var stop = 0; stop < doorsOfStop.Count; stop++)
        {
            _firstOfStop[stop + 1] = _firstOfStop[stop] + doorsOfStop[stop].Count;
        }

        _doors = [.. doorsOfStop.SelectMany(doors => doors)];
        _stopOfDoor = new int[_doors.Length];
        for (var stop = 0; stop < doorsOfStop.Count; stop++)
        {
            _stopOfDoor.AsSpan(_firstOfStop[stop], doorsOfStop[stop].Count).Fill(stop);
        }

        _firstOfVertex = new int[graph.VertexCount + 1];
        var ends = new List<(int Vertex, int Door)>();
        for (var door = 0; door < _doors.Length; door++)
        {
            AddEnds(ends, door);
        }

        ends.Sort();
        foreach (var (vertex, _) in ends)
        {
            _firstOfVertex[vertex + 1]++;
        }

        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            _firstOfVertex[vertex + 1] += _firstOfVertex[vertex];
        }

        _doorOfVertex = [.. ends.Select(end => end.Door)];
    }

    public int StopCount => _firstOfStop.Length - 1;

    public ReadOnlySpan<StreetPosition> Of(int stop) => _doors.AsSpan(_firstOfStop[stop], _firstOfStop[stop + 1] - _firstOfStop[stop]);

    /// <summary>Seconds between the sources of a search that has run and every stop within its limit, by stop.</summary>
    /// <param name="search">Has run from <paramref name="sources"/>.</param>
    /// <param name="sources">Its sources.</param>
    /// <param name="work">Per thread.</param>
    public StopWalk[] Read(StreetSearch search, ReadOnlySpan<StreetPosition> sources, Work work)
    {
        work.Start(_doors.Length);
        foreach (var vertex in search.ReachedVertices)
        {
            foreach (var door in _doorOfVertex.AsSpan(_firstOfVertex[vertex], _firstOfVertex[vertex + 1] - _firstOfVertex[vertex]))
            {
                work.Add(door);
            }
        }

        // Along the link that both are on, neither end of it need be within the limit.
        foreach (var source in sources)
        {
            if (source.IsSnapped && _doorsOfLink.TryGetValue(source.Link, out var doors))
            {
                foreach (var door in doors)
                {
                    work.Add(door);
                }
            }
        }

        // Doors are numbered by stop: those of a stop follow each other.
        work.Doors.Sort();
        work.Walks.Clear();
        foreach (var door in work.Doors)
        {
            var milliseconds = search.ReadMilliseconds(_doors[door]);
            if (milliseconds == TravelTime.Unreached)
            {
                continue;
            }

            var walk = new StopWalk(_stopOfDoor[door], TravelTime.ToSeconds(milliseconds));
            if (work.Walks.Count > 0 && work.Walks[^1].Stop == walk.Stop)
            {
                work.Walks[^1] = walk with { WalkSeconds = Math.Min(walk.WalkSeconds, work.Walks[^1].WalkSeconds) };
            }
            else
            {
                work.Walks.Add(walk);
            }
        }

        return [.. work.Walks];
    }

    void AddEnds(List<(int Vertex, int Door)> ends, int door)
    {
        var link = _doors[door].Link;
        if (!_doorsOfLink.TryGetValue(link, out var doors))
        {
            _doorsOfLink.Add(link, doors = []);
        }

        doors.Add(door);
        var first = ends.Count;
        for (var against = 0; against <= 1; against++)
        {
            foreach (var edge in _graph.EdgesOfLinkDirection((2 * link) + against))
            {
                foreach (var vertex in (ReadOnlySpan<int>)[_graph.EdgeTail[edge], _graph.Head[edge]])
                {
                    if (ends.IndexOf((vertex, door), first) < 0)
                    {
                        ends.Add((vertex, door));
                    }
                }
            }
        }
    }

    /// <summary>Working lists of one thread.</summary>
    public sealed class Work
    {
        int[] _runOfDoor = [];
        int _run;

        public List<int> Doors { get; } = [];

        public List<StopWalk> Walks { get; } = [];

        public void Start(int doorCount)
        {
            if (_runOfDoor.Length < doorCount)
            {
                _runOfDoor = new int[doorCount];
                _run = 0;
            }

            _run++;
            Doors.Clear();
        }

        public void Add(int door)
        {
            if (_runOfDoor[door] != _run)
            {
                _runOfDoor[door] = _run;
                Doors.Add(door);
            }
        }
    }
}
