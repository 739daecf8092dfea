using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Jobs;

/// <summary>A timetable on its streets, ready to be searched.</summary>
/// <param name="Timetable">Trips of the service day.</param>
/// <param name="Doors">Where its stops meet the streets.</param>
/// <param name="Footpaths">Walks between its stops.</param>
/// <param name="Window">Departure window.</param>
/// <param name="Options">What a rider does and accepts.</param>
/// <param name="MaxWalkSeconds">Longest walk to, between and from stops.</param>
/// <param name="Facts">What was loaded, by name, for the manifest.</param>
sealed record TransitNetwork(
    Timetable Timetable,
    StopDoors Doors,
    Footpaths Footpaths,
    TimeWindow Window,
    TransitOptions Options,
    int MaxWalkSeconds,
    IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>Walks from points to stops.</summary>
    public StopWalks Access(IReadOnlyList<StreetPosition> points, int threads) => StopWalkBuilder.ToStops(Doors, points, MaxWalkSeconds, threads);

    /// <summary>Walks from stops to targets, each of which may be several points; the nearest point counts.</summary>
    public StopWalks Egress(IReadOnlyList<StreetPosition[]> targets, int threads)
    {
        var points = targets.SelectMany(target => target).ToArray();
        var walks = StopWalkBuilder.FromStops(Doors, points, MaxWalkSeconds, threads);
        var ofTargets = new List<StopWalk[]>();
        var next = 0;
        foreach (var target in targets)
        {
            var ofTarget = new List<StopWalk>();
            for (var i = 0; i < target.Length; i++)
            {
                ofTarget.AddRange(walks[next++]);
            }

            ofTargets.Add([.. ofTarget]);
        }

        return StopWalks.From(ofTargets);
    }
}

/// <summary>Loads timetables and puts them on the streets.</summary>
static class TransitNetworks
{
    /// <summary>Reads the feeds, picks the service day, finds the walks between stops.</summary>
    /// <exception cref="InputException">A feed cannot be used, or the date has no usual service.</exception>
    public static TransitNetwork Build(
        IReadOnlyList<FeedInput> inputs,
        TransitParameters parameters,
        SourceLocation dateAt,
        StreetGraph streets,
        StreetIndex index,
        int snapRadiusMillimeters,
        NoticeLog notices,
        int threads,
        IProgress<JobProgress> progress)
    {
        const string Reading = "Reading timetables";
        var feeds = new List<GtfsFeed>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var done = i;
            feeds.Add(GtfsReader.Read(inputs[i].Path, inputs[i].Name, notices, new FeedProgress(progress, Reading, done, inputs.Count)));
        }

        progress.Report(new JobProgress(Reading, 1));
        const string Building = "Building the timetable";
        progress.Report(new JobProgress(Building, 0));
        var date = parameters.Date ?? new ServiceDayGuard(feeds).ReferenceDate();
        var timetableOptions = new TimetableOptions
        {
            FromSeconds = parameters.FromSeconds,
            ToSeconds = parameters.ToSeconds + parameters.MaxTripSeconds,
            AllowsOddDate = parameters.AllowOddDate,
            DateAt = dateAt,
        };
        var timetable = TimetableBuilder.Build(feeds, date, timetableOptions, notices, out var timetableReport);
        var footpathOptions = new FootpathOptions { MaxWalkSeconds = parameters.MaxWalkSeconds, SnapRadiusMillimeters = snapRadiusMillimeters, Threads = threads };
        var doors = StopDoors.Find(timetable, feeds, index, streets, footpathOptions, notices);
        progress.Report(new JobProgress(Building, 0.5));
        var footpaths = FootpathBuilder.Build(timetable, feeds, doors, footpathOptions, notices, out var footpathReport);
        progress.Report(new JobProgress(Building, 1));
        return new TransitNetwork(
            timetable,
            doors,
            footpaths,
            new TimeWindow(parameters.FromSeconds, parameters.ToSeconds),
            new TransitOptions { BoardingSlackSeconds = parameters.BoardingSlackSeconds, MaxDurationSeconds = parameters.MaxTripSeconds, MaxRides = parameters.MaxRides ?? 0 },
            parameters.MaxWalkSeconds,
            [
                new("date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new("dateChosenBy", parameters.Date is null ? "the reference Tuesday of the timetable" : "the user"),
                Fact("tripsOnDate", timetableReport.TripsOnDate),
                Fact("tripsInWindow", timetableReport.Trips),
                Fact("frequencyRunsAtHalfHeadwayPhase", timetableReport.HeadwayFrequencyRuns),
                Fact("stops", timetableReport.Stops),
                Fact("stopsOffStreets", footpathReport.StopsOffStreets.Count),
                Fact("footpaths", footpathReport.Footpaths),
            ]);
    }

    static KeyValuePair<string, string> Fact(string name, int count) => new(name, count.ToString(CultureInfo.InvariantCulture));

    sealed class FeedProgress(IProgress<JobProgress> progress, string step, int done, int count) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new JobProgress(step, (done + value) / count));
    }
}
