using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing;

/// <summary>Travel times on streets from many origins to many destinations.</summary>
public static class StreetMatrix
{
    // Enough for a slow origin not to hold the others up; more would only cost memory.
    const int RowsPerThread = 4;

    /// <summary>Computes one row per origin and hands it over, in the order of the origins.</summary>
    /// <param name="graph">The streets.</param>
    /// <param name="origins">A row each; of one that did not snap, nothing but <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="destinations">A column each; the same position twice is looked up once.</param>
    /// <param name="limitMilliseconds">Longest time of interest, inclusive, with connectors; not negative.</param>
    /// <param name="threads">At least 1. The rows are the same for any number.</param>
    /// <param name="row">Takes the origin's index and its row: whole seconds, rounded up, per destination. Called for one row at a time,
    /// in order,
    /// not always on the same thread; the row is overwritten afterwards.</param>
    /// <remarks>One search per origin. Holds at most 4 rows per thread. An exception of <paramref name="row"/> ends the computation and is
    /// passed on.</remarks>
    public static void Compute(
        StreetGraph graph,
        StreetPosition[] origins,
        StreetPosition[] destinations,
        int limitMilliseconds,
        int threads,
        Action<int, ReadOnlySpan<int>> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitMilliseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var targets = new StreetTargets(graph, SearchDirection.Forward, destinations);
        threads = Math.Min(threads, Math.Max(1, origins.Length));
        var delivery = new OrderedRows<int>(threads * RowsPerThread, destinations.Length, row);
        var workers = new Thread[threads - 1];
        for (var worker = 0; worker < workers.Length; worker++)
        {
            workers[worker] = new Thread(Work) { IsBackground = true };
            workers[worker].Start();
        }

        Work();
        foreach (var worker in workers)
        {
            worker.Join();
        }

        delivery.ThrowIfFailed();

        void Work()
        {
            try
            {
                var search = new StreetSearch(graph, SearchDirection.Forward);
                var distinctSeconds = new int[targets.DistinctCount];
                while (delivery.TryTake(origins.Length, out var origin, out var seconds))
                {
                    search.Run(origins[origin], limitMilliseconds);
                    targets.ReadSeconds(search, origins[origin], limitMilliseconds, distinctSeconds, seconds);
                    delivery.Complete(origin);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the caller's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                delivery.Fail(exception);
            }
        }
    }
}
