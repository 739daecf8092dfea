using System.Globalization;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Finds the runs of trips that reach into a span of a service day.</summary>
static class TripRuns
{
    /// <returns>By id in ordinal order.</returns>
    public static TripRun[] Find(IReadOnlyList<GtfsFeed> feeds, DateOnly serviceDate, TimetableOptions options)
    {
        var runs = new List<TripRun>();
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            var lastSeconds = LastSeconds(feeds[feed]);
            int Shift(int dayOffset) =>
                ServiceDay.SecondsBetween(serviceDate, feeds[0].TimeZone, serviceDate.AddDays(dayOffset), feeds[feed].TimeZone);

            for (var dayOffset = 0; lastSeconds + Shift(dayOffset) >= options.FromSeconds; dayOffset--)
            {
                AddDay(runs, feeds[feed], feed, serviceDate, dayOffset, Shift(dayOffset), options);
            }

            for (var dayOffset = 1; Shift(dayOffset) <= options.ToSeconds; dayOffset++)
            {
                AddDay(runs, feeds[feed], feed, serviceDate, dayOffset, Shift(dayOffset), options);
            }
        }

        runs.Sort((left, right) =>
        {
            var order = string.CompareOrdinal(left.Id, right.Id);
            order = order != 0 ? order : left.Trip.CompareTo(right.Trip);
            order = order != 0 ? order : left.DayOffset.CompareTo(right.DayOffset);
            return order != 0 ? order : left.ShiftSeconds.CompareTo(right.ShiftSeconds);
        });
        return [.. runs];
    }

    static void AddDay(
        List<TripRun> runs, GtfsFeed feed, int feedIndex, DateOnly serviceDate, int dayOffset, int shiftSeconds, TimetableOptions options)
    {
        var date = serviceDate.AddDays(dayOffset);
        if (feed.TripsOn(date) == 0)
        {
            return;
        }

        var runsOnDate = new bool[feed.Calendar.Count];
        for (var service = 0; service < runsOnDate.Length; service++)
        {
            runsOnDate[service] = feed.Calendar.Runs(service, date);
        }

        var suffix = dayOffset == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"@{(dayOffset > 0 ? "+" : "")}{dayOffset}");
        var first = feed.StopTimes.FirstOfTrip;
        var arrivals = feed.StopTimes.ArrivalSeconds;
        var departures = feed.StopTimes.DepartureSeconds;
        for (var trip = 0; trip < feed.Trips.Count; trip++)
        {
            if (first[trip] == first[trip + 1] || !runsOnDate[feed.Trips.ServiceOf(trip)])
            {
                continue;
            }

            var (start, end) = (arrivals[first[trip]], departures[first[trip + 1] - 1]);
            var frequencies = feed.FrequenciesOf(trip);
            if (frequencies.IsEmpty && Reaches(start + shiftSeconds, end + shiftSeconds, options))
            {
                runs.Add(new TripRun(
                    $"{feed.Name}:{feed.Trips.IdOf(trip)}{suffix}",
                    feedIndex,
                    trip,
                    dayOffset,
                    TripRunKind.StopTimes,
                    shiftSeconds));
            }

            var number = 0;
            foreach (var frequency in frequencies)
            {
                var kind = frequency.IsExact ? TripRunKind.ExactFrequency : TripRunKind.HeadwayFrequency;
                for (var run = 0; run < frequency.RunCount; run++)
                {
                    number++;
                    var departure = frequency.FirstDepartureSeconds + (run * frequency.HeadwaySeconds);
                    var shift = shiftSeconds + departure - departures[first[trip]];
                    if (Reaches(start + shift, end + shift, options))
                    {
                        var id = string.Create(CultureInfo.InvariantCulture, $"{feed.Name}:{feed.Trips.IdOf(trip)}#{number}{suffix}");
                        runs.Add(new TripRun(id, feedIndex, trip, dayOffset, kind, shift));
                    }
                }
            }
        }
    }

    static bool Reaches(int startSeconds, int endSeconds, TimetableOptions options) =>
        endSeconds >= options.FromSeconds && startSeconds <= options.ToSeconds;

    /// <summary>Latest time of any trip of the feed, the last run of its frequencies included.</summary>
    static int LastSeconds(GtfsFeed feed)
    {
        var first = feed.StopTimes.FirstOfTrip;
        var departures = feed.StopTimes.DepartureSeconds;
        var last = 0;
        for (var trip = 0; trip < feed.Trips.Count; trip++)
        {
            if (first[trip] < first[trip + 1])
            {
                last = Math.Max(last, departures[first[trip + 1] - 1]);
            }
        }

        foreach (var frequency in feed.Frequencies)
        {
            if (feed.StopTimes.Runs(frequency.Trip))
            {
                var duration = departures[first[frequency.Trip + 1] - 1] - departures[first[frequency.Trip]];
                last = Math.Max(last, frequency.EndSeconds + duration);
            }
        }

        return last;
    }
}
