using System.Runtime.InteropServices;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>
/// Tells, whatever the departure, how soon someone can be at each stop: never later than by any journey. Immutable; shared by all threads.
/// </summary>
/// <remarks>
/// Shortest paths in a graph of stops, each hop of a vehicle as fast as its fastest, each change without a wait. O(stops x log stops) for each
/// set of starts.
/// </remarks>
public sealed class StopBounds
{
    readonly Footpaths _footpaths;
    readonly int[] _firstHop;
    readonly (int ToStop, int Seconds)[] _hops;

    /// <summary>Reads the hops of a table.</summary>
    /// <param name="table">Connections of a departure window (not mirrored).</param>
    public StopBounds(ConnectionTable table)
    {
        _footpaths = table.Footpaths;
        var fastest = new Dictionary<(int From, int To), int>();
        for (var c = 1; c <= table.Count; c++)
        {
            ref var least = ref CollectionsMarshal.GetValueRefOrAddDefault(fastest, (table.FromStop[c], table.ToStop[c]), out var isKnown);
            var seconds = table.ArrivalSeconds[c] - table.DepartureSeconds[c];
            least = isKnown ? Math.Min(least, seconds) : seconds;
        }

        _firstHop = new int[_footpaths.StopCount + 1];
        foreach (var (from, _) in fastest.Keys)
        {
            _firstHop[from + 1]++;
        }

        for (var stop = 0; stop < _footpaths.StopCount; stop++)
        {
            _firstHop[stop + 1] += _firstHop[stop];
        }

        var next = _firstHop.AsSpan().ToArray();
        _hops = new (int, int)[fastest.Count];
        foreach (var ((from, to), seconds) in fastest)
        {
            _hops[next[from]++] = (to, seconds);
        }
    }

    /// <summary>Per stop, seconds after leaving the nearest of some starts before which nobody is there;
    /// <see cref="TravelTime.Unreached"/> where nobody ever is.</summary>
    /// <param name="access">Per start, walks to stops.</param>
    /// <param name="starts">The starts that count.</param>
    public int[] From(StopWalks access, IReadOnlyList<int> starts)
    {
        var least = new int[_footpaths.StopCount];
        Array.Fill(least, TravelTime.Unreached);
        var queue = new PriorityQueue<int, int>();
        foreach (var start in starts)
        {
            foreach (var (stop, walkSeconds) in access[start])
            {
                Reach(stop, walkSeconds);
            }
        }

        while (queue.TryDequeue(out var stop, out var seconds))
        {
            if (seconds > least[stop])
            {
                continue;
            }

            foreach (var (to, hopSeconds) in _hops.AsSpan(_firstHop[stop].._firstHop[stop + 1]))
            {
                Reach(to, seconds + hopSeconds);
            }

            for (var i = _footpaths.FirstOut[stop]; i < _footpaths.FirstOut[stop + 1]; i++)
            {
                Reach(_footpaths.ToStop[i], seconds + _footpaths.WalkSeconds[i]);
            }
        }

        return least;

        void Reach(int stop, int seconds)
        {
            if (seconds < least[stop])
            {
                least[stop] = seconds;
                queue.Enqueue(stop, seconds);
            }
        }
    }
}
