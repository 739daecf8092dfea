using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Finds the stops of feeds in the timetable made of them.</summary>
sealed class FeedStops
{
    readonly int[][] _stopOfFeedStop;

    public FeedStops(Timetable timetable, IReadOnlyList<GtfsFeed> feeds)
    {
        var indexOf = new Dictionary<string, int>(timetable.StopCount, StringComparer.Ordinal);
        for (var stop = 0; stop < timetable.StopCount; stop++)
        {
            indexOf.Add(timetable.Stops[stop].Id, stop);
        }

        _stopOfFeedStop = new int[feeds.Count][];
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            _stopOfFeedStop[feed] = new int[feeds[feed].Stops.Count];
            for (var stop = 0; stop < _stopOfFeedStop[feed].Length; stop++)
            {
                _stopOfFeedStop[feed][stop] = indexOf.GetValueOrDefault(StopNumbering.IdOf(feeds[feed], stop), -1);
            }
        }
    }

    /// <summary>Index in the timetable, or -1 for a row that no vehicle calls at or that was left out.</summary>
    public int IndexOf(int feed, int feedStop) => _stopOfFeedStop[feed][feedStop];
}
