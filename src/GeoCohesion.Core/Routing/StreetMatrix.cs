using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Hierarchies;

namespace GeoCohesion.Core.Routing;

/// <summary>Travel times on streets from many origins to many destinations.</summary>
public static class StreetMatrix
{
    // Enough for a slow origin not to hold the others up; more would only cost memory.
    const int RowsPerThread = 4;
    const int BlocksPerThread = 2;

    // A block of rows that is swept together holds at most so many seconds, unless one sweep's rows are more.
    const int LargestBlock = 1 << 21;
    const int LongestBlock = 8 * StreetSweep.Lanes;

    // A sweep costs what it goes over once, and then little for each origin; see docs/decisions/0012.
    const int SampledOrigins = 3;
    const int FewestSweptOrigins = 4;
    const double VerticesSearchedPerVertexSwept = 2.5;

    /// <summary>Computes one row per origin and hands it over, in the order of the origins.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="origins">A row each; of one that did not snap, nothing but <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="destinations">A column each; the same position twice is looked up once.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    /// <param name="threads">At least 1. The rows are the same for any number.</param>
    /// <param name="row">Takes the origin's index and its row: whole seconds, rounded up, per destination. Called for one row at a time,
    /// in order,
    /// not always on the same thread; the row is overwritten afterwards.</param>
    /// <remarks>
    /// One <see cref="StreetSearch"/> per origin, holding at most 4 rows per thread; or, if the streets have a hierarchy and there is
    /// enough to
    /// do (<see cref="IsSwept"/>), one <see cref="StreetSweep"/> per 16 origins, holding at most 2 blocks of 16 to 128 rows per thread. The
    /// rows
    /// are the same. An exception of <paramref name="row"/> ends the computation and is passed on.
    /// </remarks>
    public static void Compute(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        Action<int, ReadOnlySpan<int>> row) =>
        Choose(graph, origins, destinations, limitMilliseconds, threads, RowDelivery<int>.InOrder(row));

    /// <summary>Computes one row per origin and hands it over on the thread that has computed it, in any order.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="origins">A row each; of one that did not snap, nothing but <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="destinations">A column each; the same position twice is looked up once.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    /// <param name="threads">At least 1. The rows are the same for any number.</param>
    /// <param name="newRow">Makes what takes an origin's index and its row, for one thread; the row is overwritten afterwards.</param>
    /// <remarks>Nobody waits: for a receiver that has more to do than to copy the row.</remarks>
    public static void ComputeInAnyOrder(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        Func<Action<int, ReadOnlySpan<int>>> newRow) =>
        Choose(graph, origins, destinations, limitMilliseconds, threads, RowDelivery<int>.InAnyOrder(newRow));

    /// <summary>Whether sweeps over the hierarchy take less work than searches: by how much of the graph some of the origins
    /// reach.</summary>
    /// <remarks>Depends on the streets, the origins and the limit only, not on time taken. A sample of three searches, which end as soon
    /// as the answer is known: after at most <c>7.5 V / origins</c> vertices, and what one of them has in its neighbourhood.</remarks>
    internal static bool IsSwept(StreetGraph graph, StreetPosition[] origins, int limitMilliseconds)
    {
        if (graph.Hierarchy is null || origins.Length < FewestSweptOrigins)
        {
            return false;
        }

        var enough = FewestReachedToSweep(graph.VertexCount, origins.Length);
        var search = new StreetSearch(graph, SearchDirection.Forward);
        long reached = 0;
        for (var sample = 0; sample < SampledOrigins && reached < enough; sample++)
        {
            var origin = origins[(int)((long)sample * (origins.Length - 1) / (SampledOrigins - 1))];
            reached += search.CountReached(origin, limitMilliseconds, (int)Math.Min(enough - reached, int.MaxValue));
        }

        return reached >= enough;
    }

    /// <summary>The least number of vertices, reached by all samples together, at which sweeps are faster.</summary>
    static long FewestReachedToSweep(int vertices, int origins)
    {
        // The division is within one of it.
        var fewest = Math.Max(0, (long)(VerticesSearchedPerVertexSwept * SampledOrigins * vertices / origins) - 1);
        while ((double)fewest / SampledOrigins * origins <= VerticesSearchedPerVertexSwept * vertices)
        {
            fewest++;
        }

        return fewest;
    }

    /// <summary>One search per origin, whatever there is to do.</summary>
    internal static void Search(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        Action<int, ReadOnlySpan<int>> row) =>
        Search(graph, origins, destinations, limitMilliseconds, threads, RowDelivery<int>.InOrder(row));

    /// <summary>One sweep per 16 origins, over what leads to the destinations, whatever there is to do.</summary>
    internal static void Sweep(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        Action<int, ReadOnlySpan<int>> row) =>
        Sweep(graph, origins, destinations, limitMilliseconds, threads, RowDelivery<int>.InOrder(row));

    static void Choose(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        RowDelivery<int>.Factory deliver)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (IsSwept(graph, origins, limitMilliseconds))
        {
            Sweep(graph, origins, destinations, limitMilliseconds, threads, deliver);
        }
        else
        {
            Search(graph, origins, destinations, limitMilliseconds, threads, deliver);
        }
    }

    static void Search(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        RowDelivery<int>.Factory deliver)
    {
        var targets = new StreetTargets(graph, SearchDirection.Forward, destinations);
        threads = Math.Min(threads, Math.Max(1, origins.Length));
        var delivery = deliver(threads * RowsPerThread, destinations.Length, row => row);
        delivery.FillBy(threads, () =>
        {
            var search = new StreetSearch(graph, SearchDirection.Forward);
            var distinctSeconds = new int[targets.DistinctCount];
            while (delivery.TryTake(origins.Length, out var origin, out var seconds))
            {
                search.Run(origins[origin], limitMilliseconds);
                targets.ReadSeconds(search, origins[origin], limitMilliseconds, distinctSeconds, seconds);
                delivery.Complete(origin);
            }
        });
    }

    static void Sweep(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        RowDelivery<int>.Factory deliver)
    {
        var plan = SweepPlan.ToTargets(graph, SearchDirection.Forward, destinations);
        var columns = destinations.Length;
        var longest = Math.Clamp(origins.Length / threads, StreetSweep.Lanes, LongestBlock);
        var length = Math.Clamp(LargestBlock / Math.Max(1, columns), StreetSweep.Lanes, longest) / StreetSweep.Lanes * StreetSweep.Lanes;
        var blocks = (origins.Length + length - 1) / length;
        threads = Math.Min(threads, Math.Max(1, blocks));
        var delivery = deliver(threads * BlocksPerThread, checked(length * columns), row => (block, seconds) =>
        {
            for (var origin = block * length; origin < Math.Min(origins.Length, (block + 1) * length); origin++)
            {
                row(origin, seconds.Slice((origin - (block * length)) * columns, columns));
            }
        });
        delivery.FillBy(threads, () =>
        {
            var sweep = new StreetSweep(plan);
            var keys = new ulong[length];
            Span<StreetPosition> sources = stackalloc StreetPosition[StreetSweep.Lanes];
            Span<int> rowOfLane = stackalloc int[StreetSweep.Lanes];
            while (delivery.TryTake(blocks, out var block, out var seconds))
            {
                // Those near each other in the hierarchy go together: they share the way up and what lies within the limit.
                var (start, count) = (block * length, Math.Min(length, origins.Length - (block * length)));
                for (var i = 0; i < count; i++)
                {
                    keys[i] = ((ulong)(uint)plan.PlaceNear(origins[start + i]) << 32) | (uint)i;
                }

                keys.AsSpan(0, count).Sort();
                for (var first = 0; first < count; first += StreetSweep.Lanes)
                {
                    var lanes = Math.Min(StreetSweep.Lanes, count - first);
                    for (var lane = 0; lane < lanes; lane++)
                    {
                        rowOfLane[lane] = (int)(uint)keys[first + lane];
                        sources[lane] = origins[start + rowOfLane[lane]];
                    }

                    sweep.Run(sources[..lanes], limitMilliseconds);
                    sweep.ReadSeconds(seconds, rowOfLane);
                }

                delivery.Complete(block);
            }
        });
    }
}
