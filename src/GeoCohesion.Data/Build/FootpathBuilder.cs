using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Makes the footpaths between stops: along the streets, inside stations, and as <c>transfers.txt</c> states.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Walks along the streets within the limit, from the doors of one stop to those of another; inside a station its pathways, where they are shorter.</item>
/// <item>Type 0 (recommended): the walk; where there is none within the limit, the straight line at the speed of connectors.</item>
/// <item>Type 1 (timed): no time, since the vehicle waits.</item>
/// <item>Type 2 (minimum time): the time stated, whether the walk is shorter or longer, since the agency knows ways that no map has; but never less
/// than the straight line at twice the speed of connectors, told as <c>gtfs-transfer-too-fast</c>.</item>
/// <item>Type 3 (forbidden): no footpath; at one stop, no change.</item>
/// <item>Without steps (<see cref="FootpathOptions.IsStepFree"/>), rules make no way where none is known: types 0 to 2 hold only where there is a walk,
/// and type 2 is never shorter than it.</item>
/// </list>
/// </remarks>
public static class FootpathBuilder
{
    const int ClampSeconds = 24 * 3600;

    /// <summary>Builds the footpaths of a timetable.</summary>
    /// <param name="timetable">Whose stops.</param>
    /// <param name="feeds">What it was made of.</param>
    /// <param name="doors">Where its stops meet the streets.</param>
    /// <param name="options">Limits; the same as for the doors.</param>
    /// <param name="notices">Told of rules that were not applied as they stand.</param>
    /// <param name="report">What the footpaths were made of.</param>
    public static Footpaths Build(
        Timetable timetable,
        IReadOnlyList<GtfsFeed> feeds,
        StopDoors doors,
        FootpathOptions options,
        NoticeLog notices,
        out FootpathReport report)
    {
        var rows = new SortedDictionary<int, int>[timetable.StopCount];
        var walks = StopWalkBuilder.BetweenStops(doors, options.MaxWalkSeconds, options.Threads);
        for (var stop = 0; stop < rows.Length; stop++)
        {
            rows[stop] = [];
            foreach (var walk in walks[stop])
            {
                if (walk.Stop != stop)
                {
                    rows[stop].Add(walk.Stop, walk.WalkSeconds);
                }
            }
        }

        AddStationWays(timetable, feeds, options, rows);
        var changeSeconds = new int[timetable.StopCount];
        var rules = new TransferRules(timetable, feeds, notices);
        var straightLines = Apply(rules, timetable, doors.Graph.ConnectorSpeedKph, options.IsStepFree, rows, changeSeconds, notices);

        var footpaths = ToColumns(rows, changeSeconds);
        report = new FootpathReport
        {
            Footpaths = footpaths.ToStop.Length,
            RulesApplied = rules.Rules.Count(pair => pair.Value.Type != GtfsTransferType.Recommended),
            StraightLines = straightLines,
            SpecificRulesIgnored = rules.SpecificCount,
        };
        return footpaths;
    }

    static void AddStationWays(
        Timetable timetable,
        IReadOnlyList<GtfsFeed> feeds,
        FootpathOptions options,
        SortedDictionary<int, int>[] rows)
    {
        var stops = new FeedStops(timetable, feeds);
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            var ways = new StationWays(feeds[feed], options.IsStepFree);
            foreach (var feedStop in ways.HasPathways)
            {
                var stop = stops.IndexOf(feed, feedStop);
                if (stop < 0)
                {
                    continue;
                }

                foreach (var (other, seconds) in ways.From(feedStop, isOutward: true))
                {
                    var to = stops.IndexOf(feed, other);
                    if (to >= 0 && to != stop && seconds <= options.MaxWalkSeconds)
                    {
                        rows[stop][to] = rows[stop].TryGetValue(to, out var known) ? Math.Min(known, seconds) : seconds;
                    }
                }
            }
        }
    }

    static int Apply(
        TransferRules rules,
        Timetable timetable,
        double connectorSpeedKph,
        bool isStepFree,
        SortedDictionary<int, int>[] rows,
        int[] changeSeconds,
        NoticeLog notices)
    {
        var straightLines = 0;
        foreach (var ((from, to), rule) in rules.Rules)
        {
            if (from == to)
            {
                changeSeconds[from] = rule.Type switch
                {
                    GtfsTransferType.MinimumTime => rule.Seconds,
                    GtfsTransferType.Forbidden => Footpaths.ChangeForbidden,
                    _ => 0,
                };
                continue;
            }

            var walkSeconds = 0;
            if (isStepFree && rule.Type != GtfsTransferType.Forbidden && !rows[from].TryGetValue(to, out walkSeconds))
            {
                continue;
            }

            switch (rule.Type)
            {
                case GtfsTransferType.Forbidden:
                    rows[from].Remove(to);
                    break;
                case GtfsTransferType.Timed:
                    rows[from][to] = 0;
                    break;
                case GtfsTransferType.MinimumTime:
                    rows[from][to] = Math.Max(walkSeconds, AtLeastARun(timetable, from, to, rule, connectorSpeedKph, notices));
                    break;
                default:
                    if (rows[from].TryAdd(to, StraightSeconds(timetable, from, to, connectorSpeedKph)))
                    {
                        straightLines++;
                        notices.Add(
                            "gtfs-transfer-straight",
                            NoticeSeverity.Information,
                            rule.At,
                            $"no way on the streets leads from '{timetable.Stops[from].Id}' to '{timetable.Stops[to].Id}' in "
                                + "time; the straight line was taken.");
                    }

                    break;
            }
        }

        return straightLines;
    }

    static int AtLeastARun(Timetable timetable, int from, int to, TransferRules.Rule rule, double connectorSpeedKph, NoticeLog notices)
    {
        var run = StraightSeconds(timetable, from, to, 2 * connectorSpeedKph);
        if (rule.Seconds >= run)
        {
            return rule.Seconds;
        }

        var (fromId, toId) = (timetable.Stops[from].Id, timetable.Stops[to].Id);
        notices.Add(
            "gtfs-transfer-too-fast",
            NoticeSeverity.Warning,
            rule.At with { Field = "min_transfer_time" },
            $"{rule.Seconds} s from '{fromId}' to '{toId}' are faster than a run in a straight line; {run} s were taken.");
        return run;
    }

    static int StraightSeconds(Timetable timetable, int from, int to, double speedKph)
    {
        var (a, b) = (timetable.Stops[from], timetable.Stops[to]);
        var millimeters = Geodesy.DistanceMillimeters(E7(a.Longitude), E7(a.Latitude), E7(b.Longitude), E7(b.Latitude));

        // A rule between stops of two cities is a mistake that must not overflow.
        return TravelTime.ToSeconds((int)Math.Min(millimeters * 3.6 / speedKph, ClampSeconds * 1000.0));
    }

    static int E7(double degrees) => (int)Math.Round(degrees * 1e7);

    static Footpaths ToColumns(SortedDictionary<int, int>[] rows, int[] changeSeconds)
    {
        var firstOut = new int[rows.Length + 1];
        for (var stop = 0; stop < rows.Length; stop++)
        {
            firstOut[stop + 1] = firstOut[stop] + rows[stop].Count;
        }

        var (toStop, walkSeconds) = (new int[firstOut[^1]], new int[firstOut[^1]]);
        for (var stop = 0; stop < rows.Length; stop++)
        {
            var i = firstOut[stop];
            foreach (var (to, seconds) in rows[stop])
            {
                (toStop[i], walkSeconds[i++]) = (to, seconds);
            }
        }

        return new Footpaths(firstOut, toStop, walkSeconds, changeSeconds);
    }
}
