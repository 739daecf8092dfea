using System.Numerics;
using System.Runtime.InteropServices;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>The connections after a departure that lead to some others, by staying seated and by changes. One per thread, reused.</summary>
/// <param name="table">The connections.</param>
/// <remarks>O(connections found + connections of the span / 64).</remarks>
sealed class FeedingConnections(ConnectionTable table)
{
    const int Bits = 64;

    static readonly int[] s_unbounded = [];

    readonly ulong[] _isFound = new ulong[(table.Count / Bits) + 1];
    readonly List<int> _found = [];
    readonly List<(int First, int End)> _knots = [];
    int _first;
    int _end;
    int _departureSeconds;
    int[] _leastSeconds = s_unbounded;

    /// <summary>Connections found, each after all that feed it, but for those within a knot.</summary>
    public ReadOnlySpan<int> Found => CollectionsMarshal.AsSpan(_found);

    /// <summary>Where knots are in <see cref="Found"/>, each as a whole.</summary>
    public ReadOnlySpan<(int First, int End)> Knots => CollectionsMarshal.AsSpan(_knots);

    /// <summary>Whether a connection was added or found.</summary>
    public bool Contains(int connection) => (_isFound[connection / Bits] & (1UL << (connection % Bits))) != 0;

    /// <summary>Forgets the last search.</summary>
    /// <param name="departureSeconds">Connections that depart earlier are left out of the next.</param>
    /// <param name="leastSeconds">Per stop, how long after the departure connections there may be left out as well (see
    /// <see cref="StopBounds"/>); null for none.</param>
    public void Begin(int departureSeconds, int[]? leastSeconds)
    {
        (_departureSeconds, _leastSeconds) = (departureSeconds, leastSeconds ?? s_unbounded);
        foreach (var c in _found)
        {
            _isFound[c / Bits] = 0;
        }

        _found.Clear();
        _knots.Clear();

        // Connections are in the order of their departures; 0 stands for none.
        var first = 1 + Ascending.FirstFrom(table.DepartureSeconds.AsSpan(1), departureSeconds);
        (_first, _end) = (first, first);
    }

    /// <summary>Adds one that others are to lead to.</summary>
    public void Add(int connection)
    {
        Mark(connection);
        _end = Math.Max(_end, connection + 1);
    }

    /// <summary>Finds what leads to those that were added.</summary>
    public void Run()
    {
        var knot = table.Knots.Length - 1;
        for (var c = LastBefore(_end); c > 0; c = LastBefore(c))
        {
            while (knot >= 0 && table.Knots[knot].First > c)
            {
                knot--;
            }

            if (knot >= 0 && c < table.Knots[knot].End)
            {
                c = TakeKnot(table.Knots[knot]);
            }
            else
            {
                Take(c);
            }
        }

        _found.Reverse();
        _knots.Reverse();
        foreach (ref var range in CollectionsMarshal.AsSpan(_knots))
        {
            range = (_found.Count - range.End, _found.Count - range.First);
        }
    }

    /// <summary>Takes all of a knot, whose connections feed each other.</summary>
    /// <returns>Its first connection.</returns>
    int TakeKnot((int First, int End) knot)
    {
        var first = _found.Count;
        for (var c = knot.End - 1; c >= knot.First; c--)
        {
            Mark(c);
            Take(c);
        }

        _knots.Add((first, _found.Count));
        return knot.First;
    }

    void Take(int connection)
    {
        _found.Add(connection);
        Mark(table.Previous[connection]);
        foreach (var source in table.Feed.AsSpan(table.FirstFeed[connection]..table.FirstFeed[connection + 1]))
        {
            Mark(source);
        }
    }

    void Mark(int connection)
    {
        if (connection >= _first && IsInTime(connection))
        {
            _isFound[connection / Bits] |= 1UL << (connection % Bits);
        }
    }

    bool IsInTime(int connection) =>
        _leastSeconds.Length == 0 || table.DepartureSeconds[connection] - _departureSeconds >= _leastSeconds[table.FromStop[connection]];

    int LastBefore(int connection)
    {
        var last = connection - 1;
        var left = _isFound[last / Bits] & (ulong.MaxValue >> (Bits - 1 - (last % Bits)));
        for (var word = last / Bits; ; left = _isFound[word])
        {
            if (left != 0)
            {
                return (word * Bits) + BitOperations.Log2(left);
            }

            if (--word < _first / Bits)
            {
                return 0;
            }
        }
    }
}
