namespace GeoCohesion.Core.Accessibility;

/// <summary>
/// For each point, every place of a class within a limit, with its travel time. Filled by any number of threads, each point by one;
/// immutable from then on.
/// </summary>
/// <remarks>6 bytes per pair within the limit, in blocks that are never copied; a pair beyond the limit costs nothing.</remarks>
public sealed class PlaceReach
{
    const int BlockLength = 1 << 18;

    readonly Lock _reserving = new();
    readonly List<(int[] Place, ushort[] Seconds)> _blocks = [];
    readonly (int Block, int First, int Count)[] _rows;
    int _used = BlockLength;

    /// <summary>Without any place, to be filled by point.</summary>
    /// <param name="pointCount">Number of points.</param>
    /// <param name="limitSeconds">Longest time that is kept, inclusive; 0 to 65 535.</param>
    public PlaceReach(int pointCount, int limitSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitSeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limitSeconds, ushort.MaxValue);
        LimitSeconds = limitSeconds;
        _rows = new (int, int, int)[pointCount];
    }

    /// <summary>Longest time that is kept, inclusive.</summary>
    public int LimitSeconds { get; }

    /// <summary>Number of points.</summary>
    public int PointCount => _rows.Length;

    /// <summary>Number of pairs of a point and a place within the limit.</summary>
    public long PairCount => _rows.Sum(row => (long)row.Count);

    /// <summary>Places within the limit of a point, as indices within the class, ascending.</summary>
    public ReadOnlySpan<int> PlacesOf(int point) =>
        _rows[point] is { Count: > 0 } row ? _blocks[row.Block].Place.AsSpan(row.First, row.Count) : [];

    /// <summary>Travel times to them, in the same order.</summary>
    public ReadOnlySpan<ushort> SecondsOf(int point) =>
        _rows[point] is { Count: > 0 } row ? _blocks[row.Block].Seconds.AsSpan(row.First, row.Count) : [];

    /// <summary>Takes the places of a point.</summary>
    /// <param name="point">The point, each once, in any order.</param>
    /// <param name="reached">Places it reaches; those beyond the limit may be missing.</param>
    public void Set(int point, ReachedPlaces reached)
    {
        var reachedPlaces = reached.Places;
        var reachedSeconds = reached.Seconds;
        var count = 0;
        foreach (var seconds in reachedSeconds)
        {
            count += seconds <= LimitSeconds ? 1 : 0;
        }

        Reserve(point, count, out var places, out var times);
        var next = 0;
        for (var i = 0; i < reachedSeconds.Length; i++)
        {
            if (reachedSeconds[i] <= LimitSeconds)
            {
                (places[next], times[next]) = (reachedPlaces[i], (ushort)reachedSeconds[i]);
                next++;
            }
        }
    }

    /// <summary>Takes the places of a point as they were read from another instance with the same limit.</summary>
    /// <param name="point">The point, each once, in any order.</param>
    /// <param name="places">Places within the limit, ascending.</param>
    /// <param name="secondsToThem">Travel times to them.</param>
    public void Set(int point, ReadOnlySpan<int> places, ReadOnlySpan<ushort> secondsToThem)
    {
        Reserve(point, places.Length, out var toPlaces, out var toSeconds);
        places.CopyTo(toPlaces);
        secondsToThem.CopyTo(toSeconds);
    }

    void Reserve(int point, int count, out Span<int> places, out Span<ushort> seconds)
    {
        lock (_reserving)
        {
            if (count > BlockLength - _used || _blocks.Count == 0)
            {
                var length = Math.Max(BlockLength, count);
                _blocks.Add((new int[length], new ushort[length]));
                _used = 0;
            }

            var block = _blocks[^1];
            places = block.Place.AsSpan(_used, count);
            seconds = block.Seconds.AsSpan(_used, count);
            _rows[point] = (_blocks.Count - 1, _used, count);
            _used += count;
        }
    }
}
