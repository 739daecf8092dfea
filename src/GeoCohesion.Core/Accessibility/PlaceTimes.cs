using System.Numerics;
using System.Runtime.Intrinsics;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>What the searches of <see cref="PlaceTimes"/> have in common; shared by all threads.</summary>
/// <param name="Inputs">Timetable, walks, rule.</param>
/// <param name="Egress">Per column, walks from stops: centralities first, then distinct places.</param>
/// <param name="CentralityCount">How many columns are centralities.</param>
/// <param name="ColumnsOfClass">Per class of places, its distinct columns, counted from the first behind the centralities.</param>
/// <param name="Plan">What is gathered.</param>
sealed record PlaceTimesPlan(TransitInputs Inputs, StopWalks Egress, int CentralityCount, IReadOnlyList<int[]> ColumnsOfClass, AccessPlan Plan)
{
    /// <summary>Connections of the window, and by which of them one arrives at each column.</summary>
    public required PlaceArrivals Arrivals { get; init; }

    /// <summary>Per connection, the stop at which one can alight from it, or -1.</summary>
    public required int[] AlightStop { get; init; }

    /// <summary>Per class, seconds within which every place matters to a point: to one that is counted, and to any other.</summary>
    public required (int Counted, int Other)[] HorizonOfClass { get; init; }

    /// <summary>Prepares the searches.</summary>
    public static PlaceTimesPlan Of(
        TransitInputs inputs, StopWalks egress, int centralityCount, IReadOnlyList<int[]> columnsOfClass, AccessPlan plan, int threads)
    {
        var table = ConnectionTable.ForDepartures(inputs.Timetable, inputs.Footpaths, inputs.Window, inputs.Options, threads);
        return new PlaceTimesPlan(inputs, egress, centralityCount, columnsOfClass, plan)
        {
            Arrivals = new PlaceArrivals(table, egress, threads),
            HorizonOfClass =
            [
                .. columnsOfClass.Select((_, classIndex) => plan.ReachSeconds(inputs.Mode, classIndex))
                    .Select(reachSeconds => (Horizon(plan.CountedSeconds, reachSeconds), Horizon(0, reachSeconds))),
            ],
            AlightStop = [-1, .. Enumerable.Range(1, table.Count).Select(c => table.CanAlight(c) ? table.ToStop[c] : -1)],
        };

        int Horizon(int countedSeconds, int reachSeconds) => Math.Clamp(Math.Max(countedSeconds, reachSeconds), 0, inputs.Options.MaxDurationSeconds);
    }
}

/// <summary>
/// Times under a rule of the window from a batch of points to places, exact wherever they matter: for the nearest places of each class, and for all
/// within the horizon of counts, decays and catchments.
/// </summary>
/// <remarks>
/// No departure beats the best of the window, and the best follows from that to each stop: a minimum over few stops in the lanes of a vector. A
/// profile is worked out only where that bound leaves the time in doubt. A time that is not worked out is unreached in the row; whatever is
/// gathered from the row is the same as from all times. One per thread, reused.
/// </remarks>
sealed class PlaceTimes
{
    const int Lanes = ProfileBatch.Lanes;
    const int NotYet = -1;
    const int NearestCount = ClassAccess.NearestCount;

    readonly PlaceTimesPlan _plan;
    readonly DirectRows _direct;
    readonly ProfileBatch _search;
    readonly TravelTimeProfile[] _profiles = [.. Enumerable.Range(0, Lanes).Select(_ => new TravelTimeProfile())];
    readonly int[] _directOfLane = new int[Lanes];
    readonly Func<int, int, TravelTimeProfile, int> _readCentrality;
    readonly Func<int, int, int> _directToCentrality;
    readonly int _columns;
    readonly int _longestSeconds;
    readonly ushort[] _bestToStop;

    // Per column behind the centralities, per lane: the best by any vehicle, and the way without.
    readonly ushort[] _bestByTransit;
    readonly ushort[] _directSeconds;

    // Per lane, the shortest times of the class at hand.
    readonly int[] _nearest = new int[Lanes * NearestCount];

    /// <summary>Makes the working arrays.</summary>
    /// <param name="plan">What all threads share.</param>
    /// <param name="direct">Direct ways to the places.</param>
    /// <param name="directToCentrality">By point and centrality, the direct way in seconds.</param>
    /// <param name="readCentrality">By point and centrality, takes what is wanted from the whole profile, and returns its time.</param>
    public PlaceTimes(
        PlaceTimesPlan plan, DirectRows direct, Func<int, int, int> directToCentrality, Func<int, int, TravelTimeProfile, int> readCentrality)
    {
        (_plan, _direct, _directToCentrality, _readCentrality) = (plan, direct, directToCentrality, readCentrality);
        _search = new ProfileBatch(plan.Arrivals.Table);
        _columns = plan.Egress.Count - plan.CentralityCount;
        _longestSeconds = plan.Inputs.Options.MaxDurationSeconds;
        _bestToStop = new ushort[plan.Inputs.Timetable.StopCount * Lanes];
        _bestByTransit = new ushort[_columns * Lanes];
        _directSeconds = new ushort[_columns * Lanes];
    }

    /// <summary>Fills the rows of a batch.</summary>
    /// <param name="batch">Its number.</param>
    /// <param name="rows">A row per lane: seconds to the centralities, then to the places.</param>
    public void Run(int batch, int[] rows)
    {
        var access = _plan.Inputs.AccessWalks;
        var (first, count) = (batch * Lanes, TransitMatrix.LanesOf(batch, access.Count));
        var width = _plan.Egress.Count;
        _search.Run(access, first, count);
        for (var centrality = 0; centrality < _plan.CentralityCount; centrality++)
        {
            for (var lane = 0; lane < count; lane++)
            {
                _directOfLane[lane] = _directToCentrality(first + lane, centrality);
            }

            _search.Read(_plan.Arrivals, centrality, uint.MaxValue >> (Lanes - count), _directOfLane, _profiles);
            for (var lane = 0; lane < count; lane++)
            {
                rows[(lane * width) + centrality] = _readCentrality(first + lane, centrality, _profiles[lane]);
            }
        }

        for (var lane = 0; lane < count; lane++)
        {
            rows.AsSpan((lane * width) + _plan.CentralityCount, _columns).Fill(NotYet);
        }

        if (_columns == 0)
        {
            return;
        }

        Bound(first, count);
        for (var classIndex = 0; classIndex < _plan.ColumnsOfClass.Count; classIndex++)
        {
            FindNear(classIndex, first, count, rows);
        }

        for (var lane = 0; lane < count; lane++)
        {
            rows.AsSpan((lane * width) + _plan.CentralityCount, _columns).Replace(NotYet, TravelTime.Unreached);
        }
    }

    /// <summary>The best time by transit and the direct way, to every column from every lane.</summary>
    void Bound(int first, int count)
    {
        _search.ReadBestToStops(_plan.AlightStop, _bestToStop);
        for (var column = 0; column < _columns; column++)
        {
            var best = Vector512<ushort>.AllBitsSet;
            foreach (var (stop, walkSeconds) in _plan.Egress[_plan.CentralityCount + column])
            {
                // Saturates: what never arrives takes no less for the walk after it.
                var walk = Vector512.Create((ushort)Math.Min(walkSeconds, ushort.MaxValue));
                var toStop = Vector512.LoadUnsafe(ref _bestToStop[0], (nuint)(stop * Lanes));
                best = Vector512.Min(best, Vector512.Min(toStop, ~walk) + walk);
            }

            best.StoreUnsafe(ref _bestByTransit[0], (nuint)(column * Lanes));
        }

        Array.Fill(_directSeconds, ushort.MaxValue);
        for (var lane = 0; lane < count; lane++)
        {
            var direct = _direct.Row(first + lane);
            for (var column = 0; column < direct.Length; column++)
            {
                _directSeconds[(column * Lanes) + lane] = (ushort)Math.Min(direct[column], ushort.MaxValue);
            }
        }
    }

    /// <summary>Works out the times of a class that matter.</summary>
    void FindNear(int classIndex, int first, int count, Span<int> rows)
    {
        var columns = _plan.ColumnsOfClass[classIndex];

        // The bounds of the nearest by bound: whatever is nearer than any of their places is among them, unless a profile turns out to be long.
        var (nearest, second, third) = (Vector512<ushort>.AllBitsSet, Vector512<ushort>.AllBitsSet, Vector512<ushort>.AllBitsSet);
        foreach (var column in columns)
        {
            var bound = BoundOf(column);
            (nearest, bound) = (Vector512.Min(nearest, bound), Vector512.Max(nearest, bound));
            (second, bound) = (Vector512.Min(second, bound), Vector512.Max(second, bound));
            third = Vector512.Min(third, bound);
        }

        var longest = Vector512.Create((ushort)_longestSeconds);
        var (counted, other) = _plan.HorizonOfClass[classIndex];
        var horizon = Vector512<ushort>.Zero;
        var lanes = Vector512<ushort>.Zero;
        for (var lane = 0; lane < count; lane++)
        {
            horizon = horizon.WithElement(lane, (ushort)(first + lane < _plan.Plan.CountedPoints ? counted : other));
            lanes = lanes.WithElement(lane, ushort.MaxValue);
        }

        var within = Vector512.Min(Vector512.Max(horizon, third), longest);
        Array.Fill(_nearest, TravelTime.Unreached);
        foreach (var column in columns)
        {
            Work(column, Vector512.LessThanOrEqual(BoundOf(column), within) & lanes, rows, isLast: false);
        }

        // Where a bound was too good to be true, others may be nearer than the third found.
        var open = Vector512<ushort>.Zero;
        for (var lane = 0; lane < count; lane++)
        {
            open = open.WithElement(lane, (ushort)Math.Min(_nearest[(lane * NearestCount) + NearestCount - 1], _longestSeconds));
        }

        if (Vector512.LessThanOrEqualAll(open, within))
        {
            return;
        }

        foreach (var column in columns)
        {
            var bound = BoundOf(column);
            Work(column, Vector512.GreaterThan(bound, within) & Vector512.LessThanOrEqual(bound, open) & lanes, rows, isLast: true);
        }
    }

    Vector512<ushort> BoundOf(int column) => Vector512.Min(
        Vector512.LoadUnsafe(ref _bestByTransit[0], (nuint)(column * Lanes)), Vector512.LoadUnsafe(ref _directSeconds[0], (nuint)(column * Lanes)));

    void Work(int column, Vector512<ushort> mask, Span<int> rows, bool isLast)
    {
        var lanes = (uint)mask.ExtractMostSignificantBits();
        var (asked, profiled) = (0u, 0u);
        var width = _plan.Egress.Count;
        var at = _plan.CentralityCount + column;
        for (var left = lanes; left != 0; left &= left - 1)
        {
            var lane = BitOperations.TrailingZeroCount(left);
            var (transit, direct) = (_bestByTransit[(column * Lanes) + lane], _directSeconds[(column * Lanes) + lane]);

            // The third nearest has come closer since the mask was made.
            if (isLast && Math.Min(transit, direct) > _nearest[(lane * NearestCount) + NearestCount - 1])
            {
                continue;
            }

            asked |= 1u << lane;
            ref var cell = ref rows[(lane * width) + at];
            if (cell != NotYet)
            {
                continue;
            }

            _directOfLane[lane] = direct == ushort.MaxValue ? TravelTime.Unreached : direct;
            if (direct <= transit)
            {
                // No departure is faster than the direct way, which takes as long at each of them.
                cell = _directOfLane[lane];
            }
            else
            {
                profiled |= 1u << lane;
            }
        }

        if (profiled != 0)
        {
            _search.Read(_plan.Arrivals, at, profiled, _directOfLane, _profiles);
        }

        for (var left = asked; left != 0; left &= left - 1)
        {
            var lane = BitOperations.TrailingZeroCount(left);
            ref var cell = ref rows[(lane * width) + at];
            cell = (profiled >> lane & 1) == 0 ? cell : _plan.Inputs.Rule.Seconds(_profiles[lane]);
            var seconds = cell;
            foreach (ref var near in _nearest.AsSpan(lane * NearestCount, NearestCount))
            {
                (near, seconds) = (Math.Min(near, seconds), Math.Max(near, seconds));
            }
        }
    }
}
