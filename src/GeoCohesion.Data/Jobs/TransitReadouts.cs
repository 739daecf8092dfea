using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Data.Jobs;

/// <summary>Origins, and targets of one or several points each, on the streets of one mode.</summary>
sealed record StreetEnds(StreetGraph Graph, StreetPosition[] Origins, IReadOnlyList<StreetPosition[]> Targets)
{
    /// <summary>Per target, per origin, seconds to the nearest of its points, or from it.</summary>
    public int[][] Seconds(int limitSeconds, SearchDirection direction, int threads) =>
        StreetAccess.SecondsToCentralities(Graph, Origins, Targets, checked(limitSeconds * 1000), threads, direction);
}

/// <summary>Reads whole departure windows between origins and a few targets; the direct way competes.</summary>
static class TransitReadouts
{
    /// <summary>Per target, per origin, what <paramref name="read"/> takes from the profile of journeys to the target.</summary>
    /// <param name="network">Timetable on its streets, and window.</param>
    /// <param name="ends">On each street mode of the variant, in the variant's order of them.</param>
    /// <param name="read">Called by several threads at once; must not keep the profile.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    public static T[][] To<T>(TransitNetwork network, IReadOnlyList<StreetEnds> ends, Func<TravelTimeProfile, T> read, int threads)
    {
        var direct = Direct(network, ends, SearchDirection.Backward, threads);
        var result = direct.Select(ofTarget => new T[ofTarget.Length]).ToArray();
        TransitMatrix.Compute(
            network.Timetable,
            network.Footpaths,
            network.Window,
            network.Options,
            network.Access([.. ends.Select(on => on.Origins)], threads),
            network.Egress(ends[0].Targets, threads),
            (origin, target) => direct[target][origin],
            read,
            threads,
            (origin, row) =>
            {
                for (var target = 0; target < row.Length; target++)
                {
                    result[target][origin] = row[target];
                }
            });
        return result;
    }

    /// <summary>The same for journeys from the targets to the origins; the first ride is walked to.</summary>
    /// <inheritdoc cref="To" path="/param"/>
    public static T[][] From<T>(TransitNetwork network, IReadOnlyList<StreetEnds> ends, Func<TravelTimeProfile, T> read, int threads)
    {
        var direct = Direct(network, ends, SearchDirection.Forward, threads);
        var result = new T[direct.Length][];
        TransitMatrix.Compute(
            network.Timetable,
            network.Footpaths,
            network.Window,
            network.Options,
            network.AccessOfGroups(ends[0].Targets, threads),
            network.Egress([.. ends[0].Origins.Select(position => new[] { position })], threads),
            (target, origin) => direct[target][origin],
            read,
            threads,
            (target, row) => result[target] = row.ToArray());
        return result;
    }

    /// <summary>Per target, per origin, the way without any vehicle, no longer than the longest trip.</summary>
    public static int[][] Direct(TransitNetwork network, IReadOnlyList<StreetEnds> ends, SearchDirection direction, int threads) =>
        ends.Select(on => on.Seconds(network.Options.MaxDurationSeconds, direction, threads)).Aggregate(DirectWays.Shorter);
}
