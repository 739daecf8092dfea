using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Travel along one edge of a link, from its end or from a source on it: what is reached in its direction, and when.</summary>
/// <remarks>
/// Positions are measured from where the edge starts. A search forward reaches those after <paramref name="start"/>, a search backward
/// those before it. Times are parts of the edge as <see cref="StreetGraph.PartMilliseconds"/> has them, to the millisecond.
/// </remarks>
/// <param name="isForward">Direction of the search.</param>
/// <param name="isAgainst">Whether the edge runs against the link's geometry.</param>
/// <param name="length">Of the link, mm.</param>
/// <param name="edgeMilliseconds">Whole traversal.</param>
/// <param name="start">Where the ray starts, mm from where the edge starts.</param>
/// <param name="startMilliseconds">Time there.</param>
readonly struct LinkRay(bool isForward, bool isAgainst, int length, int edgeMilliseconds, int start, int startMilliseconds)
{
    /// <summary>Time at a distance from the first end of the link; <see cref="TravelTime.Unreached"/> where the ray does not go.</summary>
    public int MillisecondsAt(int offsetMillimeters)
    {
        var position = isAgainst ? length - offsetMillimeters : offsetMillimeters;
        if (isForward ? position < start : position > start)
        {
            return TravelTime.Unreached;
        }

        var part = isForward
            ? StreetGraph.PartMilliseconds(edgeMilliseconds, start, position, length)
            : StreetGraph.PartMilliseconds(edgeMilliseconds, position, start, length);
        return (int)Math.Min((long)startMilliseconds + part, TravelTime.Unreached);
    }

    /// <summary>What is reached within a limit, mm from the first end of the link, both inclusive.</summary>
    /// <param name="limitMilliseconds">Not less than the time at the start.</param>
    public (int From, int To) Reach(int limitMilliseconds)
    {
        var end = isForward ? length : 0;
        if (edgeMilliseconds > 0)
        {
            // Parts are differences of whole milliseconds passed since the edge started: floor(milliseconds * position / length).
            var rest = (long)limitMilliseconds - startMilliseconds;
            var passed = (long)edgeMilliseconds * start / length;
            end = isForward
                ? (int)Math.Min(length, (((passed + rest + 1) * length) - 1) / edgeMilliseconds)
                : (int)Math.Max(0, (((passed - rest) * length) + edgeMilliseconds - 1) / edgeMilliseconds);
        }

        var (low, high) = isForward ? (start, end) : (end, start);
        return isAgainst ? (length - high, length - low) : (low, high);
    }

    /// <summary>Whether time grows along the link's geometry.</summary>
    public bool Grows => isForward != isAgainst;

    /// <summary>Where the ray starts, mm from the first end of the link.</summary>
    public int StartMillimeters => isAgainst ? length - start : start;

    /// <summary>Milliseconds per link length, which is the slope of the ray.</summary>
    public int EdgeMilliseconds => edgeMilliseconds;
}
