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

    /// <summary>Per column behind the centralities, the classes that have a place there.</summary>
    public required int[][] ClassesOfColumn { get; init; }

    /// <summary>Per class, seconds within which every place matters to a point: to one that is counted, and to any other.</summary>
    public required (int Counted, int Other)[] HorizonOfClass { get; init; }

    /// <summary>Prepares the searches.</summary>
    public static PlaceTimesPlan Of(
        TransitInputs inputs, StopWalks egress, int centralityCount, IReadOnlyList<int[]> columnsOfClass, AccessPlan plan, int threads)
    {
        var table = ConnectionTable.ForDepartures(inputs.Timetable, inputs.Footpaths, inputs.Window, inputs.Options, threads);
        var classesOfColumn = columnsOfClass.Index().SelectMany(of => of.Item, (of, column) => (Class: of.Index, Column: column)).ToLookup(of => of.Column, of => of.Class);
        return new PlaceTimesPlan(inputs, egress, centralityCount, columnsOfClass, plan)
        {
            ClassesOfColumn = [.. Enumerable.Range(0, egress.Count - centralityCount).Select(column => classesOfColumn[column].ToArray())],
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
/// time is worked out only where that bound leaves it in doubt, and only as far as it matters. One that is not worked out is unreached in the
/// row; whatever is gathered from the row is the same as from all times. One per thread, reused.
/// </remarks>
sealed class PlaceTimes
{
    const int Lanes = ProfileBatch.Lanes;

    /// <summary>How much longer than the third-best departure the third time is looked for at first: beyond it, a second look is due.</summary>
    const int SlackSeconds = 30 * 60;

    // Rows are turned by tiles that stay in the first cache.
    const int TileColumns = 256;

    readonly PlaceTimesPlan _plan;
    readonly DirectRows _direct;
    readonly ProfileBatch _search;

    // Null for a rule that is not a rank.
    readonly BatchRanks? _ranks;
    readonly TravelTimeProfile[] _profiles = [.. Enumerable.Range(0, Lanes).Select(_ => new TravelTimeProfile())];
    readonly int[] _directOfLane = new int[Lanes];
    readonly Func<int, int, TravelTimeProfile, int> _readCentrality;
    readonly Func<int, int, int> _directToCentrality;
    readonly int _columns;
    readonly int _longestSeconds;
    readonly ProfileLanes _bestToStop;

    // Per column behind the centralities, per lane: the best by any vehicle, the way without, and the time; the largest value where it is not known.
    readonly ProfileLanes _bestByTransit;
    readonly ProfileLanes _directSeconds;
    readonly ProfileLanes _seconds;

    readonly Near[] _nearOfClass;

    // All bits set in the lanes of the batch.
    Vector512<ushort> _lanes;

    // The shortest times of the class at hand, per lane.
    Vector512<ushort> _nearest;
    Vector512<ushort> _second;
    Vector512<ushort> _third;

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
        _ranks = plan.Inputs.Rule.RankIndex(plan.Inputs.Window.Count) is { } rankIndex ? new BatchRanks(_search, plan.Arrivals, rankIndex) : null;
        _columns = plan.Egress.Count - plan.CentralityCount;
        _longestSeconds = plan.Inputs.Options.MaxDurationSeconds;
        _bestToStop = new ProfileLanes(plan.Inputs.Timetable.StopCount);
        _bestByTransit = new ProfileLanes(_columns);
        _directSeconds = new ProfileLanes(_columns);
        _seconds = new ProfileLanes(_columns);
        _nearOfClass = new Near[plan.ColumnsOfClass.Count];
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

        if (_columns == 0)
        {
            return;
        }

        Bound(first, count);
        _ranks?.Begin();
        _seconds.Values.Fill(ushort.MaxValue);
        Look(first, count);
        Work();
        for (var classIndex = 0; classIndex < _nearOfClass.Length; classIndex++)
        {
            Complete(classIndex);
        }

        Turn(rows, count);
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
                best = Vector512.Min(best, Vector512.Min(_bestToStop[stop], ~walk) + walk);
            }

            _bestByTransit[column] = best;
        }

        _directSeconds.Values.Fill(ushort.MaxValue);
        for (var lane = 0; lane < count; lane++)
        {
            var direct = _direct.Row(first + lane);
            var seconds = _directSeconds.Values;
            for (var column = 0; column < direct.Length; column++)
            {
                seconds[(column * Lanes) + lane] = (ushort)Math.Min(direct[column], ushort.MaxValue);
            }
        }
    }

    /// <summary>Per class, how far its places matter to each lane: by their bounds, and by the times to be found.</summary>
    void Look(int first, int count)
    {
        var counted = Vector512<ushort>.Zero;
        _lanes = Vector512<ushort>.Zero;
        for (var lane = 0; lane < count; lane++)
        {
            counted = counted.WithElement(lane, first + lane < _plan.Plan.CountedPoints ? ushort.MaxValue : (ushort)0);
            _lanes = _lanes.WithElement(lane, ushort.MaxValue);
        }

        var longest = Vector512.Create((ushort)_longestSeconds);
        var slack = (ushort)Math.Min(SlackSeconds, _longestSeconds);
        for (var classIndex = 0; classIndex < _nearOfClass.Length; classIndex++)
        {
            // Where the bounds of the nearest by bound end: unless their times turn out to be much longer, the nearest are among those within it.
            ForgetNearest();
            foreach (var column in _plan.ColumnsOfClass[classIndex])
            {
                OfferNearest(BoundOf(column));
            }

            var (ofCounted, ofOthers) = _plan.HorizonOfClass[classIndex];
            var horizon = Vector512.ConditionalSelect(counted, Vector512.Create((ushort)ofCounted), Vector512.Create((ushort)ofOthers));
            var within = Vector512.Max(horizon, Vector512.Min(_third, longest));
            var known = Vector512.Max(horizon, Vector512.Min(_third, longest - Vector512.Create(slack)) + Vector512.Create(slack));
            _nearOfClass[classIndex] = new Near(within, known);
        }
    }

    /// <summary>Works out the times that matter to some class, column by column: those near each other are reached by the same connections.</summary>
    void Work()
    {
        for (var column = 0; column < _columns; column++)
        {
            var bound = BoundOf(column);
            var (lanes, limit) = (Vector512<ushort>.Zero, Vector512<ushort>.Zero);
            foreach (var classIndex in _plan.ClassesOfColumn[column])
            {
                ref readonly var near = ref _nearOfClass[classIndex];
                var isNear = Vector512.LessThanOrEqual(bound, near.WithinSeconds) & _lanes;
                lanes |= isNear;
                limit = Vector512.Max(limit, near.KnownSeconds & isNear);
            }

            Work(column, lanes, limit);
        }
    }

    /// <summary>Finds the nearest of a class among the times there are, and works out those that may be nearer.</summary>
    void Complete(int classIndex)
    {
        var columns = _plan.ColumnsOfClass[classIndex];
        var (within, known) = _nearOfClass[classIndex];
        ForgetNearest();
        foreach (var column in columns)
        {
            OfferNearest(_seconds[column] | Vector512.GreaterThan(BoundOf(column), within));
        }

        // Others may be nearer than the third that was found; where it was not found, anything that was left in doubt.
        var isFound = Vector512.LessThanOrEqual(_third, known);
        var longest = Vector512.Create((ushort)_longestSeconds);
        var isDone = Vector512.LessThanOrEqual(_third, within) | ~_lanes | Vector512.GreaterThanOrEqual(within, longest);
        if (isDone == Vector512<ushort>.AllBitsSet)
        {
            return;
        }

        (_nearest, _second, _third) = (_nearest | ~isFound, _second | ~isFound, _third | ~isFound);
        foreach (var column in columns)
        {
            var bound = BoundOf(column);
            var open = Vector512.Min(_third, longest);
            var isOpen = Vector512.LessThanOrEqual(bound, open) & (Vector512.GreaterThan(bound, within) | ~isFound) & ~isDone;
            Work(column, isOpen, open);
            OfferNearest(_seconds[column] | ~isOpen);
        }
    }

    Vector512<ushort> BoundOf(int column) => Vector512.Min(_bestByTransit[column], _directSeconds[column]);

    /// <summary>Works out the time to a column as far as it matters.</summary>
    /// <param name="column">The column, counted from the first behind the centralities.</param>
    /// <param name="lanes">All bits set in the lanes that ask.</param>
    /// <param name="limit">Per lane, the longest time that matters.</param>
    void Work(int column, Vector512<ushort> lanes, Vector512<ushort> limit)
    {
        if (lanes == Vector512<ushort>.Zero)
        {
            return;
        }

        var (transit, direct, seconds) = (_bestByTransit[column], _directSeconds[column], _seconds[column]);
        var isUnknown = Vector512.Equals(seconds, Vector512<ushort>.AllBitsSet) & lanes;

        // No departure is faster than a direct way as short as this, which takes as long at each of them.
        var isDirect = Vector512.LessThanOrEqual(direct, transit);
        var asked = isUnknown & ~isDirect;
        var rides = Vector512<ushort>.AllBitsSet;
        if (asked != Vector512<ushort>.Zero)
        {
            rides = TimesOf(column, asked, transit, Vector512.Min(limit, direct)) | ~asked;
        }

        var found = Vector512.Min(rides, direct) & isUnknown;
        found |= Vector512.GreaterThan(found, limit);
        _seconds[column] = Vector512.ConditionalSelect(isUnknown, found, seconds);
    }

    /// <summary>Times under the rule, or beyond a limit per lane any that are longer.</summary>
    Vector512<ushort> TimesOf(int column, Vector512<ushort> lanes, Vector512<ushort> atLeast, Vector512<ushort> limit)
    {
        if (_ranks is not null)
        {
            return _ranks.Read(_plan.CentralityCount + column, lanes, atLeast, ProfileLanes.LargestOf(limit & lanes));
        }

        for (var lane = 0; lane < Lanes; lane++)
        {
            var direct = _directSeconds[column][lane];
            _directOfLane[lane] = direct == ushort.MaxValue ? TravelTime.Unreached : direct;
        }

        var bits = (uint)lanes.ExtractMostSignificantBits();
        _search.Read(_plan.Arrivals, _plan.CentralityCount + column, bits, _directOfLane, _profiles);
        var seconds = Vector512<ushort>.AllBitsSet;
        for (; bits != 0; bits &= bits - 1)
        {
            var lane = BitOperations.TrailingZeroCount(bits);
            seconds = seconds.WithElement(lane, (ushort)Math.Min(_plan.Inputs.Rule.Seconds(_profiles[lane]), ushort.MaxValue));
        }

        return seconds;
    }

    void ForgetNearest() =>
        (_nearest, _second, _third) = (Vector512<ushort>.AllBitsSet, Vector512<ushort>.AllBitsSet, Vector512<ushort>.AllBitsSet);

    void OfferNearest(Vector512<ushort> seconds)
    {
        (_nearest, seconds) = (Vector512.Min(_nearest, seconds), Vector512.Max(_nearest, seconds));
        (_second, seconds) = (Vector512.Min(_second, seconds), Vector512.Max(_second, seconds));
        _third = Vector512.Min(_third, seconds);
    }

    /// <summary>From lanes of columns to a row of columns for each lane.</summary>
    void Turn(Span<int> rows, int count)
    {
        var width = _plan.Egress.Count;
        var values = _seconds.Values;
        for (var tile = 0; tile < _columns; tile += TileColumns)
        {
            var length = Math.Min(TileColumns, _columns - tile);
            for (var lane = 0; lane < count; lane++)
            {
                var row = rows.Slice((lane * width) + _plan.CentralityCount + tile, length);
                for (var i = 0; i < row.Length; i++)
                {
                    var seconds = values[((tile + i) * Lanes) + lane];
                    row[i] = seconds == ushort.MaxValue ? TravelTime.Unreached : seconds;
                }
            }
        }
    }

    /// <summary>How far the places of a class matter to each lane.</summary>
    /// <param name="WithinSeconds">Places matter whose bound is at most this.</param>
    /// <param name="KnownSeconds">Their times matter up to this.</param>
    readonly record struct Near(Vector512<ushort> WithinSeconds, Vector512<ushort> KnownSeconds);
}
