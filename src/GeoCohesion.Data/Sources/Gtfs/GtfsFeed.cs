namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>One public-transport timetable as its GTFS tables give it: decoded and checked, not yet of any day.</summary>
/// <remarks>Rows are named by their index in their table; <c>TimetableBuilder</c> makes ids unique among feeds by <see cref="Name"/>. Immutable.</remarks>
public sealed class GtfsFeed
{
    readonly int[] _tripsPerDay;

    internal GtfsFeed(
        string name, string source, GtfsTrips trips, GtfsStopTimes stopTimes, ServiceCalendar calendar, GtfsFrequency[] frequencies)
    {
        (Name, Source, Trips, StopTimes, Calendar, Frequencies) = (name, source, trips, stopTimes, calendar, frequencies);
        for (var trip = 0; trip < trips.Count; trip++)
        {
            RunningTripCount += stopTimes.Runs(trip) ? 1 : 0;
        }

        _tripsPerDay = CountTripsPerDay();
        var first = Array.FindIndex(_tripsPerDay, trips => trips > 0);
        if (first >= 0)
        {
            FirstServiceDate = DateOnly.FromDayNumber(calendar.FirstDay + first);
            LastServiceDate = DateOnly.FromDayNumber(calendar.FirstDay + Array.FindLastIndex(_tripsPerDay, trips => trips > 0));
        }
    }

    /// <summary>Name that scopes its ids: unique in a run, without a colon.</summary>
    public string Name { get; }

    /// <summary>Path as the user gave it.</summary>
    public string Source { get; }

    /// <summary><c>agency.txt</c>.</summary>
    public required IReadOnlyList<GtfsAgency> Agencies { get; init; }

    /// <summary>Zone in which the feed's times are given: that of the first agency; null where it is unknown, and every day 24 h long.</summary>
    public required TimeZoneInfo? TimeZone { get; init; }

    /// <summary><c>stops.txt</c>, in the order of the file.</summary>
    public required IReadOnlyList<GtfsStop> Stops { get; init; }

    /// <summary><c>routes.txt</c>, in the order of the file.</summary>
    public required IReadOnlyList<GtfsRoute> Routes { get; init; }

    /// <summary><c>trips.txt</c>, in the order of the file.</summary>
    public GtfsTrips Trips { get; }

    /// <summary><c>stop_times.txt</c>.</summary>
    public GtfsStopTimes StopTimes { get; }

    /// <summary><c>calendar.txt</c> and <c>calendar_dates.txt</c>.</summary>
    public ServiceCalendar Calendar { get; }

    /// <summary><c>frequencies.txt</c>, by trip, then start.</summary>
    public IReadOnlyList<GtfsFrequency> Frequencies { get; }

    /// <summary><c>transfers.txt</c>, in the order of the file.</summary>
    public required IReadOnlyList<GtfsTransfer> Transfers { get; init; }

    /// <summary><c>pathways.txt</c>, in the order of the file.</summary>
    public required IReadOnlyList<GtfsPathway> Pathways { get; init; }

    /// <summary><c>levels.txt</c>, in the order of the file.</summary>
    public required IReadOnlyList<GtfsLevel> Levels { get; init; }

    /// <summary><c>shapes.txt</c>, by the index that <see cref="GtfsTrips.ShapeOf"/> gives.</summary>
    public required GtfsShapes Shapes { get; init; }

    /// <summary><c>feed_info.txt</c>, or null.</summary>
    public required GtfsFeedInfo? Info { get; init; }

    /// <summary><c>attributions.txt</c>.</summary>
    public required IReadOnlyList<GtfsAttribution> Attributions { get; init; }

    /// <summary>First date on which a trip runs.</summary>
    public DateOnly FirstServiceDate { get; }

    /// <summary>Last date on which a trip runs.</summary>
    public DateOnly LastServiceDate { get; }

    /// <summary>How many trips can run on the days of their service.</summary>
    public int RunningTripCount { get; }

    /// <summary>How many rows of <c>trips.txt</c> were left out for a flaw of theirs.</summary>
    public int LeftOutTripCount => Trips.Count - RunningTripCount;

    /// <summary>Periods in which a trip is repeated; empty for a trip that runs once, at its stop times.</summary>
    public ReadOnlySpan<GtfsFrequency> FrequenciesOf(int trip)
    {
        var frequencies = (GtfsFrequency[])Frequencies;
        var (low, high) = (0, frequencies.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = frequencies[middle].Trip < trip ? (middle + 1, high) : (low, middle);
        }

        var end = low;
        while (end < frequencies.Length && frequencies[end].Trip == trip)
        {
            end++;
        }

        return frequencies.AsSpan(low, end - low);
    }

    /// <summary>How many trips run on a service date; each run of a frequency counts.</summary>
    public int TripsOn(DateOnly date)
    {
        var day = date.DayNumber - Calendar.FirstDay;
        return (uint)day < (uint)_tripsPerDay.Length ? _tripsPerDay[day] : 0;
    }

    int[] CountTripsPerDay()
    {
        if (Calendar.FirstDate is null)
        {
            return [];
        }

        var tripsOfService = new int[Calendar.Count];
        for (var trip = 0; trip < Trips.Count; trip++)
        {
            if (StopTimes.Runs(trip))
            {
                var runs = 0;
                foreach (var frequency in FrequenciesOf(trip))
                {
                    runs += frequency.RunCount;
                }

                tripsOfService[Trips.ServiceOf(trip)] += Math.Max(runs, 1);
            }
        }

        var tripsPerDay = new int[Calendar.LastDay - Calendar.FirstDay + 1];
        for (var service = 0; service < tripsOfService.Length; service++)
        {
            if (tripsOfService[service] > 0)
            {
                foreach (var day in Calendar.DaysOf(service))
                {
                    tripsPerDay[day - Calendar.FirstDay] += tripsOfService[service];
                }
            }
        }

        return tripsPerDay;
    }
}
