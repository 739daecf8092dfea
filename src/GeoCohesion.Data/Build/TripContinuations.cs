using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Finds the trips after which riders may stay seated: trips of a block that follow each other, and transfers of type 4.</summary>
/// <remarks>
/// In a block, a trip is followed by the next to depart on the same service day, where that is not before the trip ends and starts at the same stop,
/// in the same station or within 200 m: a bus that moves on empty takes nobody along. A transfer of type 4 says so for two trips whatever
/// their blocks, one of type 5 forbids it. Runs of a frequency have no vehicle of their own and are never continued.
/// </remarks>
static class TripContinuations
{
    const double SamePlaceMeters = 200;

    public static void Fill(IReadOnlyList<GtfsFeed> feeds, TripRun[] runs, TimetableColumns columns, NoticeLog notices)
    {
        var forbidden = new HashSet<(int Feed, int From, int To)>();
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            foreach (var transfer in feeds[feed].Transfers)
            {
                if (transfer.Type == GtfsTransferType.MustAlight)
                {
                    forbidden.Add((feed, transfer.FromTrip, transfer.ToTrip));
                }
            }
        }

        FillBlocks(feeds, runs, columns, forbidden, notices);
        FillStaySeated(feeds, runs, columns, notices);
    }

    static void FillBlocks(
        IReadOnlyList<GtfsFeed> feeds,
        TripRun[] runs,
        TimetableColumns columns,
        HashSet<(int Feed, int From, int To)> forbidden,
        NoticeLog notices)
    {
        var inBlocks = Enumerable.Range(0, runs.Length)
            .Where(i => runs[i].Kind == TripRunKind.StopTimes && feeds[runs[i].Feed].Trips.BlockOf(runs[i].Trip) >= 0)
            .ToArray();
        (int Feed, int Day, int Block) KeyOf(int i) => (runs[i].Feed, runs[i].DayOffset, feeds[runs[i].Feed].Trips.BlockOf(runs[i].Trip));

        Array.Sort(inBlocks, (left, right) =>
        {
            var order = KeyOf(left).CompareTo(KeyOf(right));
            order = order != 0 ? order : FirstDeparture(columns, left).CompareTo(FirstDeparture(columns, right));
            order = order != 0 ? order : LastArrival(columns, left).CompareTo(LastArrival(columns, right));
            return order != 0 ? order : left.CompareTo(right);
        });

        for (var i = 1; i < inBlocks.Length; i++)
        {
            var (from, to) = (inBlocks[i - 1], inBlocks[i]);
            var key = KeyOf(to);
            if (KeyOf(from) != key || forbidden.Contains((key.Feed, runs[from].Trip, runs[to].Trip)))
            {
                continue;
            }

            if (FirstDeparture(columns, to) < LastArrival(columns, from))
            {
                Tell(notices, feeds[key.Feed], "gtfs-block-overlaps", columns, from, to, "departs before the other has ended");
            }
            else if (!IsSamePlace(columns, from, to))
            {
                Tell(notices, feeds[key.Feed], "gtfs-block-apart", columns, from, to, "starts more than 200 m from where the other ends");
            }
            else
            {
                columns.TripContinuation[from] = to;
            }
        }
    }

    static void FillStaySeated(IReadOnlyList<GtfsFeed> feeds, TripRun[] runs, TimetableColumns columns, NoticeLog notices)
    {
        if (feeds.All(feed => feed.Transfers.All(transfer => transfer.Type != GtfsTransferType.StaySeated)))
        {
            return;
        }

        var runOfTrip = new Dictionary<(int Feed, int Day, int Trip), int>();
        for (var i = 0; i < runs.Length; i++)
        {
            if (runs[i].Kind == TripRunKind.StopTimes)
            {
                runOfTrip.Add((runs[i].Feed, runs[i].DayOffset, runs[i].Trip), i);
            }
        }

        var (firstDay, lastDay) = runs.Length == 0 ? (0, 0) : (runs.Min(run => run.DayOffset), runs.Max(run => run.DayOffset));
        var isStated = new bool[runs.Length];
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            foreach (var transfer in feeds[feed].Transfers.Where(transfer => transfer.Type == GtfsTransferType.StaySeated))
            {
                for (var day = firstDay; day <= lastDay; day++)
                {
                    if (runOfTrip.TryGetValue((feed, day, transfer.FromTrip), out var from)
                        && runOfTrip.TryGetValue((feed, day, transfer.ToTrip), out var to))
                    {
                        StaySeated(feeds[feed], transfer, columns, isStated, from, to, notices);
                    }
                }
            }
        }
    }

    static void StaySeated(
        GtfsFeed feed,
        GtfsTransfer transfer,
        TimetableColumns columns,
        bool[] isStated,
        int from,
        int to,
        NoticeLog notices)
    {
        // A trip of no duration must not be continued by itself, not even through others.
        var isForward = (FirstDeparture(columns, to), to).CompareTo((FirstDeparture(columns, from), from)) > 0;
        if (!isForward || FirstDeparture(columns, to) < LastArrival(columns, from))
        {
            Tell(notices, feed, "gtfs-stay-seated-too-late", columns, from, to, "departs before the other has ended", transfer.Line);
            return;
        }

        if (isStated[from])
        {
            var other = columns.TripContinuation[from];
            Tell(
                notices,
                feed,
                "gtfs-stay-seated-twice",
                columns,
                from,
                to,
                "is one of several to stay seated for; the first to depart was taken",
                transfer.Line);
            if ((FirstDeparture(columns, other), other).CompareTo((FirstDeparture(columns, to), to)) < 0)
            {
                return;
            }
        }

        isStated[from] = true;
        columns.TripContinuation[from] = to;
    }

    static void Tell(
        NoticeLog notices, GtfsFeed feed, string code, TimetableColumns columns, int from, int to, string problem, int? line = null) =>
        notices.Add(
            code,
            NoticeSeverity.Information,
            new SourceLocation(
                $"{feed.Source}/{(line is null ? "trips.txt" : "transfers.txt")}",
                line,
                line is null ? "block_id" : "transfer_type"),
            $"after the trip '{columns.TripIds[from]}' the vehicle goes on as '{columns.TripIds[to]}', which {problem}.");

    static bool IsSamePlace(TimetableColumns columns, int from, int to)
    {
        var last = columns.Stops[columns.StopTimeStop[columns.TripFirstStopTime[from + 1] - 1]];
        var first = columns.Stops[columns.StopTimeStop[columns.TripFirstStopTime[to]]];
        return (last.StationId.Length > 0 && last.StationId == first.StationId)
            || StopDistances.Meters(last.Longitude, last.Latitude, first.Longitude, first.Latitude) <= SamePlaceMeters;
    }

    static int FirstDeparture(TimetableColumns columns, int trip) => columns.DepartureSeconds[columns.TripFirstStopTime[trip]];

    static int LastArrival(TimetableColumns columns, int trip) => columns.ArrivalSeconds[columns.TripFirstStopTime[trip + 1] - 1];
}
