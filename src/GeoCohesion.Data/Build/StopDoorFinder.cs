using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>What the finding of doors came to.</summary>
/// <param name="StopsOffStreets">Ids of stops without a door, in ordinal order.</param>
/// <param name="StopsWithPathways">Stops whose doors are entrances of their station.</param>
public sealed record StopDoorReport(IReadOnlyList<string> StopsOffStreets, int StopsWithPathways);

/// <summary>Finds where each stop of a timetable meets the streets.</summary>
public static class StopDoorFinder
{
    /// <summary>Finds the doors of every stop.</summary>
    /// <param name="timetable">Whose stops.</param>
    /// <param name="feeds">What the timetable was made of.</param>
    /// <param name="index">The streets of the walking mode.</param>
    /// <param name="graph">The same streets.</param>
    /// <param name="options">How far, and whether without steps.</param>
    /// <param name="notices">Told <c>stop-off-streets</c> for each stop that no street is near enough to.</param>
    /// <param name="report">What was found.</param>
    public static StopDoors Find(
        Timetable timetable,
        IReadOnlyList<GtfsFeed> feeds,
        StreetIndex index,
        StreetGraph graph,
        FootpathOptions options,
        NoticeLog notices,
        out StopDoorReport report)
    {
        var stops = new FeedStops(timetable, feeds);
        var exits = new List<StreetPosition>[timetable.StopCount];
        var entrances = new List<StreetPosition>[timetable.StopCount];
        var feedOfStop = new int[timetable.StopCount];
        var stopsWithPathways = 0;
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            var ways = new StationWays(feeds[feed], options.IsStepFree);
            for (var feedStop = 0; feedStop < feeds[feed].Stops.Count; feedStop++)
            {
                var stop = stops.IndexOf(feed, feedStop);
                if (stop < 0)
                {
                    continue;
                }

                feedOfStop[stop] = feed;
                if (ways.HasPathways.Contains(feedStop))
                {
                    exits[stop] = Doors(feeds[feed], ways.From(feedStop, isOutward: true));
                    entrances[stop] = Doors(feeds[feed], ways.From(feedStop, isOutward: false));
                    stopsWithPathways++;
                }

                // Pathways that join platforms only say nothing about the way to the street.
                var hasDoors = exits[stop] is { Count: > 0 } || entrances[stop] is { Count: > 0 };
                if (!hasDoors && !LeadsOut(feeds[feed], ways, feedStop))
                {
                    var position = index.Snap(
                        timetable.Stops[stop].Longitude,
                        timetable.Stops[stop].Latitude,
                        options.SnapRadiusMillimeters);
                    exits[stop] = entrances[stop] = position.IsSnapped ? [position] : [];
                }
            }
        }

        var offStreets = new List<string>();
        for (var stop = 0; stop < timetable.StopCount; stop++)
        {
            if (exits[stop].Count == 0 && entrances[stop].Count == 0)
            {
                offStreets.Add(timetable.Stops[stop].Id);
                var (id, meters) = (timetable.Stops[stop].Id, options.SnapRadiusMillimeters / 1000);
                notices.Add(
                    "stop-off-streets",
                    NoticeSeverity.Warning,
                    new SourceLocation($"{feeds[feedOfStop[stop]].Source}/stops.txt", null, "stop_id"),
                    $"no street is within {meters} m of the stop '{id}' or its entrances; nobody can walk to it.");
            }
        }

        report = new StopDoorReport(offStreets, stopsWithPathways);
        return new StopDoors(graph, exits, entrances);

        List<StreetPosition> Doors(GtfsFeed feed, Dictionary<int, int> secondsTo)
        {
            var doors = new List<StreetPosition>();
            foreach (var (other, seconds) in secondsTo.OrderBy(pair => pair.Key))
            {
                var row = feed.Stops[other];
                if (row.Type != GtfsLocationType.Entrance || !row.HasPosition)
                {
                    continue;
                }

                var position = index.Snap(row.Longitude, row.Latitude, options.SnapRadiusMillimeters);
                if (position.IsSnapped)
                {
                    var inside = (int)(seconds * 1000.0 * graph.ConnectorSpeedKph / 3.6);
                    doors.Add(position with { ConnectorMillimeters = position.ConnectorMillimeters + inside });
                }
            }

            return doors;
        }
    }

    /// <summary>Whether pathways of the stop's station lead to an entrance, though not from this stop, or not without steps.</summary>
    static bool LeadsOut(GtfsFeed feed, StationWays ways, int feedStop)
    {
        var station = feed.Stops[feedStop].Station;
        return ways.HasPathways.Contains(feedStop)
            && ways.HasPathways.Any(other => feed.Stops[other].Type == GtfsLocationType.Entrance && feed.Stops[other].Station == station);
    }
}
