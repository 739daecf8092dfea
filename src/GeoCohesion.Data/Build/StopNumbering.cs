using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Numbers the stops of all feeds in ordinal order of their ids.</summary>
sealed class StopNumbering
{
    readonly int[][] _indexOfFeedStop;

    public StopNumbering(IReadOnlyList<GtfsFeed> feeds, TripRun[] runs, bool dropsUnused)
    {
        var isUsed = feeds.Select(feed => new bool[feed.Stops.Count]).ToArray();
        foreach (var run in runs)
        {
            var times = feeds[run.Feed].StopTimes;
            for (var i = times.FirstOfTrip[run.Trip]; i < times.FirstOfTrip[run.Trip + 1]; i++)
            {
                isUsed[run.Feed][times.Stop[i]] = true;
            }
        }

        var kept = new List<(string Id, int Feed, int Stop)>();
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            for (var stop = 0; stop < feeds[feed].Stops.Count; stop++)
            {
                var row = feeds[feed].Stops[stop];
                var isPlace = row.HasPosition && row.Type == GtfsLocationType.Stop;
                UnusedCount += isPlace && !isUsed[feed][stop] ? 1 : 0;
                if (isUsed[feed][stop] || (isPlace && !dropsUnused))
                {
                    kept.Add((IdOf(feeds[feed], stop), feed, stop));
                }
            }
        }

        kept.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        _indexOfFeedStop = feeds.Select(feed => new int[feed.Stops.Count]).ToArray();
        Stops = new Stop[kept.Count];
        for (var i = 0; i < Stops.Length; i++)
        {
            var (id, feed, stop) = kept[i];
            var row = feeds[feed].Stops[stop];
            _indexOfFeedStop[feed][stop] = i;
            Stops[i] = new Stop
            {
                Id = id,
                Name = row.Name,
                Longitude = row.Longitude,
                Latitude = row.Latitude,
                StationId = row.Station < 0 ? "" : IdOf(feeds[feed], row.Station),
                Wheelchair = row.Wheelchair,
            };
        }
    }

    /// <summary>By id in ordinal order.</summary>
    public Stop[] Stops { get; }

    /// <summary>How many stops no run calls at.</summary>
    public int UnusedCount { get; }

    public int IndexOf(int feed, int stop) => _indexOfFeedStop[feed][stop];

    public static string IdOf(GtfsFeed feed, int stop) => $"{feed.Name}:{feed.Stops[stop].Id}";
}
