using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Walk times inside the stations of a feed, along <c>pathways.txt</c>.</summary>
sealed class StationWays
{
    readonly Dictionary<int, List<(int To, int Seconds)>> _out = [];
    readonly Dictionary<int, List<(int To, int Seconds)>> _in = [];

    public StationWays(GtfsFeed feed, bool isStepFree)
    {
        foreach (var pathway in feed.Pathways)
        {
            // A station whose pathways all have steps is one that wheelchairs cannot enter, not one without pathways.
            HasPathways.Add(pathway.FromStop);
            HasPathways.Add(pathway.ToStop);
            if (isStepFree && !pathway.IsStepFree)
            {
                continue;
            }

            Add(pathway.FromStop, pathway.ToStop, pathway.Seconds);
            if (pathway.IsBidirectional)
            {
                Add(pathway.ToStop, pathway.FromStop, pathway.Seconds);
            }
        }

        for (var stop = 0; stop < feed.Stops.Count; stop++)
        {
            // Vehicles call at the platform, pathways lead to the boarding areas that are parts of it.
            if (feed.Stops[stop].Type == GtfsLocationType.BoardingArea && HasPathways.Contains(stop) && feed.Stops[stop].Parent >= 0)
            {
                HasPathways.Add(feed.Stops[stop].Parent);
                Add(feed.Stops[stop].Parent, stop, 0);
                Add(stop, feed.Stops[stop].Parent, 0);
            }
        }
    }

    /// <summary>Stops of the feed that a pathway leads to or from.</summary>
    public HashSet<int> HasPathways { get; } = [];

    /// <summary>Seconds from a stop to all that can be walked to inside (outward), or from all that it can be walked to from; itself included.</summary>
    public Dictionary<int, int> From(int stop, bool isOutward)
    {
        var arcs = isOutward ? _out : _in;
        var seconds = new Dictionary<int, int>();
        var queue = new PriorityQueue<int, int>();
        queue.Enqueue(stop, 0);
        while (queue.TryDequeue(out var at, out var soFar))
        {
            if (!seconds.TryAdd(at, soFar) || !arcs.TryGetValue(at, out var next))
            {
                continue;
            }

            foreach (var (to, more) in next)
            {
                if (!seconds.ContainsKey(to))
                {
                    queue.Enqueue(to, soFar + more);
                }
            }
        }

        return seconds;
    }

    void Add(int from, int to, int seconds)
    {
        ListOf(_out, from).Add((to, seconds));
        ListOf(_in, to).Add((from, seconds));
    }

    static List<(int To, int Seconds)> ListOf(Dictionary<int, List<(int To, int Seconds)>> arcs, int stop)
    {
        if (!arcs.TryGetValue(stop, out var list))
        {
            arcs.Add(stop, list = []);
        }

        return list;
    }
}
