using System.Numerics;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Seconds of a window, marked and counted.</summary>
sealed class SecondsServed
{
    ulong[] _marked = [];
    int _words;

    /// <summary>Seconds marked.</summary>
    public int Count { get; private set; }

    /// <summary>Unmarks all.</summary>
    /// <param name="seconds">Length of the window.</param>
    public void Clear(int seconds)
    {
        _words = (seconds + 63) / 64;
        if (_marked.Length < _words)
        {
            _marked = new ulong[_words];
        }

        Array.Clear(_marked, 0, _words);
        Count = 0;
    }

    /// <summary>Marks seconds, both ends included.</summary>
    public void Mark(int first, int last)
    {
        for (var word = first >> 6; word <= last >> 6; word++)
        {
            var mask = ulong.MaxValue;
            if (word == first >> 6)
            {
                mask <<= first & 63;
            }

            if (word == last >> 6)
            {
                mask &= ulong.MaxValue >> (63 - (last & 63));
            }

            ref var marked = ref _marked[word];
            Count += BitOperations.PopCount(mask & ~marked);
            marked |= mask;
        }
    }
}
