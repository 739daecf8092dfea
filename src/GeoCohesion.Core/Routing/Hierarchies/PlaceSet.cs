using System.Numerics;

namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Places that a search has come to: added in any order, taken from the last to the first, while more are added before
/// them.</summary>
/// <remarks>A bit per place, and one per 64 of these: what is empty costs next to nothing, and no queue is needed to go upwards in
/// order.</remarks>
sealed class PlaceSet(int count)
{
    readonly ulong[] _places = new ulong[(count >> 6) + 1];
    readonly ulong[] _words = new ulong[(count >> 12) + 1];

    /// <summary>A bit per place.</summary>
    public ulong[] Bits => _places;

    /// <summary>Adds a place.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool Add(int place)
    {
        ref var word = ref _places[place >> 6];
        var bit = 1UL << place;
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        _words[place >> 12] |= 1UL << (place >> 6);
        return true;
    }

    /// <summary>Whether a place is there.</summary>
    public bool Contains(int place) => (_places[place >> 6] & (1UL << place)) != 0;

    /// <summary>The last place before one; -1 where there is none.</summary>
    public int Before(int place)
    {
        var word = place >> 6;
        var within = _places[word] & ((1UL << place) - 1);
        if (within != 0)
        {
            return (word << 6) + BitOperations.Log2(within);
        }

        var group = word >> 6;
        var words = _words[group] & ((1UL << word) - 1);
        while (words == 0)
        {
            if (--group < 0)
            {
                return -1;
            }

            words = _words[group];
        }

        word = (group << 6) + BitOperations.Log2(words);
        return (word << 6) + BitOperations.Log2(_places[word]);
    }

    /// <summary>Whether any place from <paramref name="start"/> on and before <paramref name="end"/> is there.</summary>
    public bool ContainsAny(int start, int end) => Before(end) >= start;

    /// <summary>Empties it, at the cost of what is in it.</summary>
    public void Clear()
    {
        for (var group = 0; group < _words.Length; group++)
        {
            for (var words = _words[group]; words != 0; words &= words - 1)
            {
                _places[(group << 6) + BitOperations.TrailingZeroCount(words)] = 0;
            }

            _words[group] = 0;
        }
    }
}
