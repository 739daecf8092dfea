using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;

namespace GeoCohesion.Core.Routing;

/// <summary>The k nearest distinct places for every origin, from k labels at every vertex: what is common to the ways of finding these.</summary>
/// <remarks>
/// Each vertex has up to k labels (time to the place, place) of distinct places, the lowest by time and then by place; a place that is not among
/// them cannot be among the k of any vertex before it.
/// </remarks>
public abstract class NearestPlaces
{
    /// <summary>In place of a label where there is none.</summary>
    private protected const ulong NoLabel = ulong.MaxValue;

    StreetPosition[] _places = [];
    ulong[] _placeByLink = [];
    int _snappedCount;

    private protected NearestPlaces(StreetGraph graph, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        (Graph, K) = (graph, k);
    }

    /// <summary>The streets.</summary>
    protected StreetGraph Graph { get; }

    /// <summary>Places wanted per origin, at least 1.</summary>
    protected int K { get; }

    /// <summary>Longest time of interest of the search at hand.</summary>
    protected int LimitMilliseconds { get; private set; }

    /// <summary>The best there is for the streets: a sweep where they have a hierarchy, else a search.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="origins">Positions that are read.</param>
    /// <param name="k">Places wanted per origin, at least 1.</param>
    /// <returns>Makes one for each thread.</returns>
    public static Func<NearestPlaces> For(StreetGraph graph, ReadOnlySpan<StreetPosition> origins, int k)
    {
        if (graph.Hierarchy is null)
        {
            return () => new NearestSearch(graph, k);
        }

        var plan = SweepPlan.ToTargets(graph, SearchDirection.Backward, origins);
        return () => new NearestSweep(plan, k);
    }

    /// <summary>Searches backwards from all places.</summary>
    /// <param name="places">Places of one class; those that did not snap are never found. Two at the same position are two places.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    public void Run(ReadOnlySpan<StreetPosition> places, int limitMilliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        LimitMilliseconds = Math.Min(limitMilliseconds, TravelTime.Unreached - 1);
        Remember(places);
        Forget();
        for (var place = 0; place < places.Length; place++)
        {
            if (places[place].IsSnapped)
            {
                Seed(places[place], place);
            }
        }

        Spread();
    }

    /// <summary>The nearest places of an origin, both connectors included; along the street they share, if that is faster.</summary>
    /// <param name="origin">Nothing is found from one that did not snap.</param>
    /// <param name="placeIndex">At least k entries; takes indices into the places of <see cref="Run"/>.</param>
    /// <param name="milliseconds">At least k entries; takes the times.</param>
    /// <returns>How many were found within the limit: at most k, ascending by time and then by index.</returns>
    public int Read(StreetPosition origin, Span<int> placeIndex, Span<int> milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(placeIndex.Length, K);
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds.Length, K);
        if (!origin.IsSnapped)
        {
            return 0;
        }

        var count = 0;
        var connector = Graph.ConnectorMilliseconds(origin.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(Graph, origin, against);
            foreach (var edge in Graph.EdgesOfLinkDirection((origin.Link * 2) + against))
            {
                var (head, part) = PositionTimes.Leave(Graph, SearchDirection.Forward, edge, origin.Link, fromStart);
                foreach (var label in LabelsOf(head))
                {
                    if (label == NoLabel)
                    {
                        break;
                    }

                    Offer((int)(uint)label, (long)(label >> 32) + part + connector, placeIndex, milliseconds, ref count);
                }
            }
        }

        var byLink = _placeByLink.AsSpan(0, _snappedCount);
        var first = byLink.BinarySearch((ulong)origin.Link << 32);
        for (var i = first >= 0 ? first : ~first; i < byLink.Length && byLink[i] >> 32 == (ulong)origin.Link; i++)
        {
            var place = (int)byLink[i];
            var along = (long)PositionTimes.Direct(Graph, origin, _places[place]);
            var total = along + connector + Graph.ConnectorMilliseconds(_places[place].ConnectorMillimeters);
            Offer(place, total, placeIndex, milliseconds, ref count);
        }

        return count;
    }

    /// <summary>Keeps the k best so far in order, a place once.</summary>
    void Offer(int place, long time, Span<int> placeIndex, Span<int> milliseconds, ref int count)
    {
        if (time > LimitMilliseconds)
        {
            return;
        }

        // Where the place goes, and where its old entry (or else the one that falls off the end) leaves a gap.
        var at = count;
        while (at > 0 && (milliseconds[at - 1] > time || (milliseconds[at - 1] == time && placeIndex[at - 1] > place)))
        {
            at--;
        }

        if (placeIndex[..at].Contains(place))
        {
            return;
        }

        var gap = placeIndex[at..count].IndexOf(place);
        if (gap >= 0)
        {
            gap += at;
        }
        else if (count < K)
        {
            gap = count++;
        }
        else
        {
            gap = K - 1;
        }

        if (at > gap)
        {
            return;
        }

        placeIndex[at..gap].CopyTo(placeIndex[(at + 1)..]);
        milliseconds[at..gap].CopyTo(milliseconds[(at + 1)..]);
        placeIndex[at] = place;
        milliseconds[at] = (int)time;
    }

    /// <summary>Drops the labels of the search before.</summary>
    private protected abstract void Forget();

    /// <summary>Keeps a label at a vertex if it is within the limit and among the k best there.</summary>
    private protected abstract void Enter(int vertex, ulong milliseconds, int place);

    /// <summary>Spreads the labels that were entered.</summary>
    private protected abstract void Spread();

    /// <summary>Labels of a vertex, <c>milliseconds &lt;&lt; 32 | place</c>; <see cref="NoLabel"/> behind the last.</summary>
    private protected abstract ReadOnlySpan<ulong> LabelsOf(int vertex);

    /// <summary>Enters a place at the tails of the edges on which it lies.</summary>
    void Seed(StreetPosition position, int place)
    {
        var connector = Graph.ConnectorMilliseconds(position.ConnectorMillimeters);
        for (var against = 0; against <= 1; against++)
        {
            var fromStart = PositionTimes.FromStart(Graph, position, against);
            foreach (var edge in Graph.EdgesOfLinkDirection((position.Link * 2) + against))
            {
                var (tail, part) = PositionTimes.Leave(Graph, SearchDirection.Backward, edge, position.Link, fromStart);
                Enter(tail, (ulong)((long)connector + part), place);
            }
        }
    }

    void Remember(ReadOnlySpan<StreetPosition> places)
    {
        if (places.Length > _places.Length)
        {
            _places = new StreetPosition[places.Length];
            _placeByLink = new ulong[places.Length];
        }

        places.CopyTo(_places);
        _snappedCount = 0;
        for (var place = 0; place < places.Length; place++)
        {
            if (places[place].IsSnapped)
            {
                _placeByLink[_snappedCount++] = ((ulong)places[place].Link << 32) | (uint)place;
            }
        }

        _placeByLink.AsSpan(0, _snappedCount).Sort();
    }
}
