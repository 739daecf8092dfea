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

/// <summary>
/// What journeys between origins and targets have in common at any time of any day: how to get to the first stop and from the last, and
/// the ways without any vehicle.
/// </summary>
/// <param name="Access">Per start, ways to stops.</param>
/// <param name="Egress">Per end, walks from stops.</param>
/// <param name="DirectSeconds">Per target, per origin, the way without any vehicle, no longer than the longest trip.</param>
sealed record JourneyEnds(StopWalks Access, StopWalks Egress, int[][] DirectSeconds)
{
    /// <summary>Of journeys from the origins to the targets.</summary>
    /// <param name="network">Timetable on its streets.</param>
    /// <param name="ends">On each street mode of the variant, in the variant's order of them.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    public static JourneyEnds To(TransitNetwork network, IReadOnlyList<StreetEnds> ends, int threads) => new(
        network.Access([.. ends.Select(on => on.Origins)], threads),
        network.Egress(ends[0].Targets, threads),
        Direct(network, ends, SearchDirection.Backward, threads));

    /// <summary>Of journeys from the targets to the origins; the first ride is walked to.</summary>
    /// <inheritdoc cref="To" path="/param"/>
    public static JourneyEnds From(TransitNetwork network, IReadOnlyList<StreetEnds> ends, int threads) => new(
        network.AccessOfGroups(ends[0].Targets, threads),
        network.Egress([.. ends[0].Origins.Select(position => new[] { position })], threads),
        Direct(network, ends, SearchDirection.Forward, threads));

    /// <summary>Per target, per origin, the way without any vehicle, no longer than the longest trip.</summary>
    public static int[][] Direct(TransitNetwork network, IReadOnlyList<StreetEnds> ends, SearchDirection direction, int threads) =>
        ends.Select(on => on.Seconds(network.Options.MaxDurationSeconds, direction, threads)).Aggregate(DirectWays.Shorter);
}

/// <summary>Reads whole departure windows between origins and a few targets; the direct way competes.</summary>
static class TransitReadouts
{
    /// <summary>Per target, per origin, what <paramref name="read"/> takes from the profile of journeys to the target.</summary>
    /// <param name="network">Timetable on its streets, and window.</param>
    /// <param name="ends">The ends of these journeys.</param>
    /// <param name="read">Called by several threads at once; must not keep the profile.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    public static T[][] To<T>(TransitNetwork network, JourneyEnds ends, Func<TravelTimeProfile, T> read, int threads)
    {
        var result = ends.DirectSeconds.Select(ofTarget => new T[ofTarget.Length]).ToArray();
        Compute(network, ends, (origin, target) => ends.DirectSeconds[target][origin], read, threads, (origin, row) =>
        {
            for (var target = 0; target < row.Length; target++)
            {
                result[target][origin] = row[target];
            }
        });
        return result;
    }

    /// <summary>The same for journeys from the targets to the origins.</summary>
    /// <inheritdoc cref="To" path="/param"/>
    public static T[][] From<T>(TransitNetwork network, JourneyEnds ends, Func<TravelTimeProfile, T> read, int threads)
    {
        var result = new T[ends.DirectSeconds.Length][];
        Compute(network, ends, (target, origin) => ends.DirectSeconds[target][origin], read, threads, (target, row) => result[target] = row.ToArray());
        return result;
    }

    static void Compute<T>(
        TransitNetwork network,
        JourneyEnds ends,
        Func<int, int, int> directSeconds,
        Func<TravelTimeProfile, T> read,
        int threads,
        Action<int, ReadOnlySpan<T>> row) =>
        TransitMatrix.Compute(
            network.Timetable, network.Footpaths, network.Window, network.Options, ends.Access, ends.Egress, directSeconds, read, threads, row);
}
