using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>The stops that can be walked to from an origin, or from any origin of a district: each once, the nearest first.</summary>
public static class StopReach
{
    /// <summary>Stops of one origin.</summary>
    /// <param name="walks">Walks of the origin; a stop may occur more than once.</param>
    /// <param name="longestSeconds">Longest walk, inclusive.</param>
    /// <returns>By walk, then by stop.</returns>
    public static StopWalk[] Of(ReadOnlySpan<StopWalk> walks, int longestSeconds) => Nearest([.. walks], longestSeconds);

    /// <summary>Stops of several origins, each at its shortest walk.</summary>
    /// <param name="walks">Walks per origin.</param>
    /// <param name="origins">The origins.</param>
    /// <param name="longestSeconds">Longest walk, inclusive.</param>
    /// <returns>By walk, then by stop.</returns>
    public static StopWalk[] Of(StopWalks walks, IReadOnlyList<int> origins, int longestSeconds)
    {
        var all = new List<StopWalk>();
        foreach (var origin in origins)
        {
            all.AddRange(walks[origin]);
        }

        return Nearest([.. all], longestSeconds);
    }

    static StopWalk[] Nearest(StopWalk[] walks, int longestSeconds)
    {
        Array.Sort(walks, (left, right) =>
            left.WalkSeconds != right.WalkSeconds ? left.WalkSeconds.CompareTo(right.WalkSeconds) : left.Stop.CompareTo(right.Stop));
        var seen = new HashSet<int>();
        return [.. walks.Where(walk => walk.WalkSeconds <= longestSeconds && seen.Add(walk.Stop))];
    }
}
