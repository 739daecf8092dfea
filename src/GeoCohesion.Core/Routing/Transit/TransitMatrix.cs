using System.Runtime.CompilerServices;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Read-outs of the exact travel-time profiles from many origins to many destinations.</summary>
public static class TransitMatrix
{
    // Enough for a slow batch not to hold the others up; more would only cost memory.
    const int BatchesPerThread = 2;

    // A mirrored search covers a longer window and keeps the whole matrix, so it must save many searches to be worth it.
    const int MirroredGain = 4;
    const long LargestMirroredBytes = 256 << 20;

    /// <summary>Computes one row per origin and hands it over, in the order of the origins.</summary>
    /// <param name="timetable">The timetable.</param>
    /// <param name="footpaths">Walks between its stops.</param>
    /// <param name="departures">Departure window.</param>
    /// <param name="options">What a rider does and accepts.</param>
    /// <param name="access">Per origin, the walks to its stops.</param>
    /// <param name="egress">Per destination, the walks from its stops.</param>
    /// <param name="directWalkSeconds">Walk from an origin to a destination without any ride, or <see cref="TravelTime.Unreached"/>;
    /// called by several threads at once.</param>
    /// <param name="read">Takes what is wanted from a profile; called by several threads at once, and must not keep the profile.</param>
    /// <param name="threads">At least 1. The rows are the same for any number.</param>
    /// <param name="row">Takes the origin's index and its row. Called for one row at a time, in order; the row is overwritten
    /// afterwards.</param>
    /// <remarks>Searches from the origins, or, when destinations are much fewer, mirrored from the destinations: the rows are the
    /// same.</remarks>
    public static void Compute<T>(
        Timetable timetable,
        Footpaths footpaths,
        TimeWindow departures,
        TransitOptions options,
        StopWalks access,
        StopWalks egress,
        Func<int, int, int> directWalkSeconds,
        Func<TravelTimeProfile, T> read,
        int threads,
        Action<int, ReadOnlySpan<T>> row) =>
        Compute(timetable, footpaths, departures, options, access, egress, directWalkSeconds, (_, _, profile) => read(profile), threads, row);

    /// <summary>The same, where what is wanted from a profile depends on the origin or the destination.</summary>
    /// <param name="timetable">The timetable.</param>
    /// <param name="footpaths">Walks between its stops.</param>
    /// <param name="departures">Departure window.</param>
    /// <param name="options">What a rider does and accepts.</param>
    /// <param name="access">Per origin, the walks to its stops.</param>
    /// <param name="egress">Per destination, the walks from its stops.</param>
    /// <param name="directWalkSeconds">Walk from an origin to a destination without any ride, or <see cref="TravelTime.Unreached"/>;
    /// called by several threads at once.</param>
    /// <param name="read">Takes what is wanted from the profile between an origin and a destination; called once for each pair, by several
    /// threads at once, and must not keep the profile.</param>
    /// <param name="threads">At least 1. The rows are the same for any number.</param>
    /// <param name="row">Takes the origin's index and its row. Called for one row at a time, in order; the row is overwritten
    /// afterwards.</param>
    public static void Compute<T>(
        Timetable timetable,
        Footpaths footpaths,
        TimeWindow departures,
        TransitOptions options,
        StopWalks access,
        StopWalks egress,
        Func<int, int, int> directWalkSeconds,
        Func<int, int, TravelTimeProfile, T> read,
        int threads,
        Action<int, ReadOnlySpan<T>> row)
    {
        if (IsMirrored<T>(departures, options, access.Count, egress.Count))
        {
            ComputeMirrored(timetable, footpaths, departures, options, access, egress, directWalkSeconds, read, threads, row);
        }
        else
        {
            var table = ConnectionTable.ForDepartures(timetable, footpaths, departures, options, threads);
            Compute(table, access, egress, directWalkSeconds, read, threads, row);
        }
    }

    /// <summary>The same from connections made before, searching from the origins.</summary>
    /// <param name="table">Connections of the departure window (not mirrored).</param>
    /// <param name="access">Per origin, the walks to its stops.</param>
    /// <param name="egress">Per destination, the walks from its stops.</param>
    /// <param name="directWalkSeconds">Walk from an origin to a destination, or <see cref="TravelTime.Unreached"/>; called by several
    /// threads at once.</param>
    /// <param name="read">Takes what is wanted from a profile; called by several threads at once.</param>
    /// <param name="threads">At least 1. The rows are the same for any number.</param>
    /// <param name="row">Takes the origin's index and its row, in order.</param>
    public static void Compute<T>(
        ConnectionTable table,
        StopWalks access,
        StopWalks egress,
        Func<int, int, int> directWalkSeconds,
        Func<TravelTimeProfile, T> read,
        int threads,
        Action<int, ReadOnlySpan<T>> row) =>
        Compute(table, access, egress, directWalkSeconds, (_, _, profile) => read(profile), threads, row);

    /// <summary>Whether few destinations are searched mirrored; the whole matrix is then held until it is complete.</summary>
    internal static bool IsMirrored<T>(TimeWindow departures, TransitOptions options, int origins, int destinations) =>
        options.MaxRides == 0
        && (long)destinations * MirroredGain < origins
        && (long)destinations * origins * Unsafe.SizeOf<T>() <= LargestMirroredBytes
        && departures.Count + options.MaxDurationSeconds <= ConnectionTable.LongestSeconds;

    static void Compute<T>(
        ConnectionTable table,
        StopWalks access,
        StopWalks egress,
        Func<int, int, int> directWalkSeconds,
        Func<int, int, TravelTimeProfile, T> read,
        int threads,
        Action<int, ReadOnlySpan<T>> row)
    {
        var arrivals = new PlaceArrivals(table, egress, threads);
        var columns = egress.Count;
        var maxRides = table.Options.MaxRides;
        InBatches<T>(access.Count, columns, threads, NewWorker, (batch, rows) =>
        {
            for (var lane = 0; lane < LanesOf(batch, access.Count); lane++)
            {
                row((batch * ProfileBatch.Lanes) + lane, rows.Slice(lane * columns, columns));
            }
        });

        Action<int, T[]> NewWorker()
        {
            if (maxRides > 0)
            {
                var profile = new TravelTimeProfile();
                var rides = new RidesProfileSearch(table);
                return (batch, rows) =>
                {
                    for (var lane = 0; lane < LanesOf(batch, access.Count); lane++)
                    {
                        var origin = (batch * ProfileBatch.Lanes) + lane;
                        rides.Run(access[origin]);
                        for (var place = 0; place < columns; place++)
                        {
                            rides.Read(arrivals, place, maxRides, directWalkSeconds(origin, place), profile);
                            rows[(lane * columns) + place] = read(origin, place, profile);
                        }
                    }
                };
            }

            var search = new ProfileBatch(table);
            var profiles = Enumerable.Range(0, ProfileBatch.Lanes).Select(_ => new TravelTimeProfile()).ToArray();
            var direct = new int[ProfileBatch.Lanes];
            return (batch, rows) =>
            {
                var (first, count) = (batch * ProfileBatch.Lanes, LanesOf(batch, access.Count));
                search.Run(access, first, count);
                for (var place = 0; place < columns; place++)
                {
                    for (var lane = 0; lane < count; lane++)
                    {
                        direct[lane] = directWalkSeconds(first + lane, place);
                    }

                    search.Read(arrivals, place, uint.MaxValue >> (ProfileBatch.Lanes - count), direct, profiles);
                    for (var lane = 0; lane < count; lane++)
                    {
                        rows[(lane * columns) + place] = read(first + lane, place, profiles[lane]);
                    }
                }
            };
        }
    }

    internal static void ComputeMirrored<T>(
        Timetable timetable,
        Footpaths footpaths,
        TimeWindow departures,
        TransitOptions options,
        StopWalks access,
        StopWalks egress,
        Func<int, int, int> directWalkSeconds,
        Func<int, int, TravelTimeProfile, T> read,
        int threads,
        Action<int, ReadOnlySpan<T>> row)
    {
        var table = ConnectionTable.ForDeparturesMirrored(timetable, footpaths, departures, options, threads);
        var starts = new PlaceArrivals(table, access, threads);
        var (rowCount, columns) = (access.Count, egress.Count);
        var matrix = new T[checked(rowCount * columns)];
        InBatches(columns, threads, NewWorker);
        for (var origin = 0; origin < rowCount; origin++)
        {
            row(origin, matrix.AsSpan(origin * columns, columns));
        }

        Action<int> NewWorker()
        {
            var profile = new TravelTimeProfile();
            var search = new ProfileBatch(table, true);
            return batch =>
            {
                var (first, count) = (batch * ProfileBatch.Lanes, LanesOf(batch, columns));
                search.Run(egress, first, count);
                for (var origin = 0; origin < rowCount; origin++)
                {
                    for (var lane = 0; lane < count; lane++)
                    {
                        search.ReadDepartures(lane, departures, starts, origin, directWalkSeconds(origin, first + lane), profile);
                        matrix[(origin * columns) + first + lane] = read(origin, first + lane, profile);
                    }
                }
            };
        }
    }

    /// <summary>How many of the origins are in a batch.</summary>
    internal static int LanesOf(int batch, int count) => Math.Min(ProfileBatch.Lanes, count - (batch * ProfileBatch.Lanes));

    /// <summary>Works through batches of rows on several threads, in any order.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="newWorker">A worker for each thread: takes the number of a batch.</param>
    internal static void InBatches(int count, int threads, Func<Action<int>> newWorker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var batches = BatchesOf(count);
        var delivery = new UnorderedRows<byte>(0, () =>
        {
            var work = newWorker();
            return (batch, _) => work(batch);
        });
        delivery.FillBy(Math.Min(threads, Math.Max(1, batches)), () =>
        {
            while (delivery.TryTake(batches, out var batch, out _))
            {
                delivery.Complete(batch);
            }
        });
    }

    /// <summary>Fills batches of rows on several threads, and hands them over in order.</summary>
    static void InBatches<T>(int count, int columns, int threads, Func<Action<int, T[]>> newWorker, Action<int, ReadOnlySpan<T>> receive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var batches = BatchesOf(count);
        threads = Math.Min(threads, Math.Max(1, batches));
        var delivery = new OrderedRows<T>(threads * BatchesPerThread, checked(columns * ProfileBatch.Lanes), receive);
        delivery.FillBy(threads, () =>
        {
            Action<int, T[]>? work = null;
            while (delivery.TryTake(batches, out var batch, out var rows))
            {
                (work ??= newWorker())(batch, rows);
                delivery.Complete(batch);
            }
        });
    }

    static int BatchesOf(int count) => (count + ProfileBatch.Lanes - 1) / ProfileBatch.Lanes;
}
