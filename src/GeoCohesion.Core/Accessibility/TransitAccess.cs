using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>What public transport needs beside the streets: the timetable, and the walks between stops and points.</summary>
/// <param name="Mode">Name of the mode.</param>
/// <param name="Timetable">Trips of the service day.</param>
/// <param name="Footpaths">Walks between stops.</param>
/// <param name="Window">Departure window.</param>
/// <param name="Options">What a rider does and accepts.</param>
/// <param name="AccessWalks">Per point, walks (or rides by bicycle) to stops.</param>
/// <param name="CentralityWalks">Per centrality, walks from stops.</param>
/// <param name="PlaceWalks">Per place, all classes one after the other, walks from stops.</param>
/// <param name="Rule">Which moment of the window counts.</param>
public sealed record TransitInputs(
    string Mode,
    Timetable Timetable,
    Footpaths Footpaths,
    TimeWindow Window,
    TransitOptions Options,
    StopWalks AccessWalks,
    StopWalks CentralityWalks,
    StopWalks PlaceWalks,
    WindowRule Rule);

/// <summary>
/// Access by public transport with walking to, between and from stops, for every departure of a window; the direct way competes.
/// </summary>
public static class TransitAccess
{
    /// <summary>Times from every point to every centrality and class of places, in one pass.</summary>
    /// <param name="inputs">Timetable and walks.</param>
    /// <param name="directToCentralities">Per centrality, per point, seconds without any vehicle of the timetable.</param>
    /// <param name="directToPlaces">Ways to the places, all classes one after the other, without any vehicle of the timetable, at least one;
    /// the fastest counts.</param>
    /// <param name="plan">What is gathered.</param>
    /// <param name="rule">The half-hour rule, for the share of the window within the limit.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    /// <param name="piecesOfPoints">From how many points, from the first, the profiles to centralities are handed out whole.</param>
    /// <remarks>Rows are folded as they come, on the threads that compute them: beside the result, a few batches of rows per thread are held. Places at the same position are
    /// searched once.</remarks>
    public static TransitTimes Compute(
        TransitInputs inputs,
        IReadOnlyList<int[]> directToCentralities,
        IReadOnlyList<DirectWay> directToPlaces,
        AccessPlan plan,
        HalfHourRule rule,
        int threads,
        Action<double> progress,
        int piecesOfPoints = 0)
    {
        var (pointCount, centralityCount, done) = (inputs.AccessWalks.Count, inputs.CentralityWalks.Count, 0);
        var windows = directToCentralities.Select(_ => new WindowReadout[pointCount]).ToArray();
        var pieces = directToCentralities.Select(_ => new ProfilePiece[piecesOfPoints][]).ToArray();
        var centralitySeconds = directToCentralities.Select(_ => new int[pointCount]).ToArray();
        var classes = plan.CapacitiesByClass.Select((_, classIndex) => plan.NewColumns(inputs.Mode, classIndex, pointCount)).ToArray();
        var limitSeconds = inputs.Options.MaxDurationSeconds;
        var (columnOfPlace, placeOfColumn) = Columns(inputs.PlaceWalks, directToPlaces);
        DirectWay[] ways = [.. directToPlaces.Select(way => way with { Places = [.. placeOfColumn.Select(place => way.Places[place])] })];
        var weights = new DecayTable(plan.Decays);
        var egress = Joined(inputs.CentralityWalks, inputs.PlaceWalks, placeOfColumn);
        if (TransitMatrix.IsMirrored<int>(inputs.Window, inputs.Options, pointCount, egress.Count))
        {
            // Asks for all points once per batch of places, and is chosen for small matrices only.
            var matrix = DirectWay.FastestSeconds(ways, limitSeconds, threads);
            ComputeAll((point, place) => matrix[point][place]);
        }
        else if (inputs.Options.MaxRides == 0 && ProfileBatch.HasBestToStops(inputs.Window, inputs.Options))
        {
            ComputeNear();
        }
        else
        {
            var plans = ways.Select(way => DirectPlan.Of(way, limitSeconds)).ToArray();
            using var rows = new ThreadLocal<DirectRows>(() => new DirectRows(plans, limitSeconds));
            ComputeAll((point, place) => rows.Value!.Row(point)[place]);
        }

        return new TransitTimes(new ModeAccess(inputs.Mode, centralitySeconds, classes, limitSeconds), windows, pieces);

        void ComputeAll(Func<int, int, int> directToPlace)
        {
            var reached = new ReachedPlaces();
            TransitMatrix.Compute(
                inputs.Timetable,
                inputs.Footpaths,
                inputs.Window,
                inputs.Options,
                inputs.AccessWalks,
                egress,
                (point, target) => target < centralityCount ? DirectToCentrality(point, target) : directToPlace(point, target - centralityCount),
                Read,
                threads,
                (point, seconds) => TakeRow(point, seconds, reached));
        }

        void ComputeNear()
        {
            // Points near each other are searched together: they share what is near them.
            var pointAt = NearToNear(ways[0].Points, plan.CountedPoints);
            var plans = ways.Select(way => DirectPlan.Of(way with { Points = [.. pointAt.Select(point => way.Points[point])] }, limitSeconds)).ToArray();
            var ordered = inputs with { AccessWalks = StopWalks.From([.. pointAt.Select(point => inputs.AccessWalks[point].ToArray())]) };
            var places = PlaceTimesPlan.Of(ordered, egress, centralityCount, ColumnsOfClass(), plan, threads);
            TransitMatrix.InBatches(pointCount, threads, () =>
            {
                var times = new PlaceTimes(
                    places,
                    new DirectRows(plans, limitSeconds),
                    (at, centrality) => DirectToCentrality(pointAt[at], centrality),
                    (at, centrality, profile) => Read(pointAt[at], centrality, profile));
                var (rows, reached) = (new int[checked(egress.Count * ProfileBatch.Lanes)], new ReachedPlaces());
                return batch =>
                {
                    times.Run(batch, rows);
                    for (var lane = 0; lane < TransitMatrix.LanesOf(batch, pointCount); lane++)
                    {
                        TakeRow(pointAt[(batch * ProfileBatch.Lanes) + lane], rows.AsSpan(lane * egress.Count, egress.Count), reached);
                    }
                };
            });
        }

        int DirectToCentrality(int point, int centrality) => directToCentralities[centrality][point];

        int[][] ColumnsOfClass()
        {
            var next = 0;
            return [.. plan.CapacitiesByClass.Select(capacities =>
            {
                var columns = columnOfPlace.AsSpan(next, capacities.Length).ToArray().Distinct().Order().ToArray();
                next += capacities.Length;
                return columns;
            })];
        }

        void TakeRow(int point, ReadOnlySpan<int> seconds, ReachedPlaces reached)
        {
            for (var centrality = 0; centrality < centralityCount; centrality++)
            {
                centralitySeconds[centrality][point] = seconds[centrality];
            }

            var columns = seconds[centralityCount..];
            var first = 0;
            for (var i = 0; i < classes.Length; i++)
            {
                var capacities = plan.CapacitiesByClass[i];
                reached.Take(columns, columnOfPlace.AsSpan(first, capacities.Length));
                first += capacities.Length;
                classes[i].SetNearest(point, reached, capacities);
                classes[i].Reach?.Set(point, reached);
                if (point < plan.CountedPoints)
                {
                    classes[i].Count(point, reached, capacities, weights);
                }
            }

            progress(Interlocked.Increment(ref done) / (double)pointCount);
        }

        int Read(int point, int target, TravelTimeProfile profile)
        {
            if (target < centralityCount)
            {
                windows[target][point] = WindowReadout.Of(profile, rule.LimitSeconds, rule.LimitIsWithin);
                if (point < piecesOfPoints)
                {
                    pieces[target][point] = profile.Pieces.ToArray();
                }
            }

            return inputs.Rule.Seconds(profile);
        }
    }

    /// <summary>Those that are counted first, each part by link: links are numbered so that those near each other have numbers near each other.</summary>
    static int[] NearToNear(StreetPosition[] positions, int counted) =>
        [.. Enumerable.Range(0, positions.Length).OrderBy(position => position >= counted).ThenBy(position => positions[position].Link)];

    /// <summary>Places that stand at the same position share a column: many professionals work in the same house. Columns are in the order of
    /// <see cref="NearToNear"/>.</summary>
    static (int[] ColumnOfPlace, IReadOnlyList<int> PlaceOfColumn) Columns(StopWalks walks, IReadOnlyList<DirectWay> ways)
    {
        var columnOfPlace = new int[walks.Count];
        var placeOfColumn = new List<int>();
        foreach (var way in ways)
        {
            // Each way splits the places that were still together.
            var splits = new Dictionary<(int Column, StreetPosition Position), int>();
            placeOfColumn.Clear();
            for (var place = 0; place < columnOfPlace.Length; place++)
            {
                var key = (columnOfPlace[place], way.Places[place]);
                if (!splits.TryGetValue(key, out var column) || !walks[place].SequenceEqual(walks[placeOfColumn[column]]))
                {
                    splits[key] = column = placeOfColumn.Count;
                    placeOfColumn.Add(place);
                }

                columnOfPlace[place] = column;
            }
        }

        var columnAt = NearToNear([.. placeOfColumn.Select(place => ways[0].Places[place])], 0);
        var rank = new int[columnAt.Length];
        foreach (var (at, column) in columnAt.Index())
        {
            rank[column] = at;
        }

        return ([.. columnOfPlace.Select(column => rank[column])], [.. columnAt.Select(column => placeOfColumn[column])]);
    }

    static StopWalks Joined(StopWalks centralities, StopWalks places, IReadOnlyList<int> placeOfColumn) => StopWalks.From(
    [
        .. Enumerable.Range(0, centralities.Count).Select(centrality => centralities[centrality].ToArray()),
        .. placeOfColumn.Select(place => places[place].ToArray()),
    ]);
}
