using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>The places of a class that are reached from a point at all, picked out of its row once for whatever is gathered from them. Reused from row to row.</summary>
public sealed class ReachedPlaces
{
    int[] _places = [];
    int[] _seconds = [];
    int _count;

    /// <summary>Places, as indices within the class, ascending.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _count);

    /// <summary>Travel times to them, in the same order.</summary>
    public ReadOnlySpan<int> Seconds => _seconds.AsSpan(0, _count);

    /// <summary>Takes a row.</summary>
    /// <param name="secondsToPlaces">Time to each place of the class; <see cref="TravelTime.Unreached"/> where there is no way.</param>
    /// <returns>This.</returns>
    public ReachedPlaces Take(ReadOnlySpan<int> secondsToPlaces)
    {
        Grow(secondsToPlaces.Length);
        var count = 0;
        for (var place = 0; place < secondsToPlaces.Length; place++)
        {
            // Written whether it is kept or not: nothing to foresee.
            var seconds = secondsToPlaces[place];
            (_places[count], _seconds[count]) = (place, seconds);
            count += seconds < TravelTime.Unreached ? 1 : 0;
        }

        _count = count;
        return this;
    }

    /// <summary>Takes a row in which several places may share a column.</summary>
    /// <param name="secondsToColumns">Time to each column.</param>
    /// <param name="columnOfPlace">Per place of the class, its column.</param>
    /// <returns>This.</returns>
    public ReachedPlaces Take(ReadOnlySpan<int> secondsToColumns, ReadOnlySpan<int> columnOfPlace)
    {
        Grow(columnOfPlace.Length);
        var count = 0;
        for (var place = 0; place < columnOfPlace.Length; place++)
        {
            var seconds = secondsToColumns[columnOfPlace[place]];
            (_places[count], _seconds[count]) = (place, seconds);
            count += seconds < TravelTime.Unreached ? 1 : 0;
        }

        _count = count;
        return this;
    }

    void Grow(int count)
    {
        if (_places.Length < count)
        {
            (_places, _seconds) = (new int[count], new int[count]);
        }
    }
}
