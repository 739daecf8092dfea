using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Jobs;

/// <summary>Reads every input of a territory and counts what it found.</summary>
public static class CheckJob
{
    /// <summary>Runs the job.</summary>
    /// <returns>What, and how many, in the order for people.</returns>
    /// <exception cref="InputException">An input cannot be used.</exception>
    public static IReadOnlyList<(string What, string Count)> Run(string territoryPath, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(territoryPath, notices, threads, progress);
        var elements = OsmPbfReader.Read(inputs.Territory.OsmPaths, OsmInterest.Streets, notices, threads, new StepProgress(progress, "Reading streets"));
        var counts = new List<(string What, string Count)>
        {
            ("districts", Text(inputs.Districts.Count)),
            ("origins", Text(inputs.Origins.Count)),
            ("residents", Math.Round(inputs.Origins.Sum(origin => origin.Residents)).ToString(CultureInfo.InvariantCulture)),
            ("surroundings", Text(inputs.Surroundings.Count)),
            ("residents of surroundings", Math.Round(inputs.Surroundings.Sum(point => point.Residents)).ToString(CultureInfo.InvariantCulture)),
            ("centralities", Text(inputs.Centralities.Count)),
            ("communes", Text(inputs.Communes.Count)),
            ("census flows", Text(inputs.Flows.Count)),
            ("services of the checklist", Text(inputs.Services.Count)),
            ("OSM nodes", Text(elements.Files.Sum(file => file.NodeCount))),
            ("OSM ways", Text(elements.Files.Sum(file => file.WayCount))),
            ("OSM relations", Text(elements.Files.Sum(file => file.RelationCount))),
        };
        foreach (var input in inputs.Territory.Feeds)
        {
            var feed = GtfsReader.Read(input.Path, input.Name, notices, new StepProgress(progress, "Reading timetables"));
            counts.Add(($"{feed.Name}: stops", Text(feed.Stops.Count)));
            counts.Add(($"{feed.Name}: lines", Text(feed.Routes.Count)));
            counts.Add(($"{feed.Name}: trips", Text(feed.Trips.Count)));
            counts.Add(($"{feed.Name}: first date", Date(feed.FirstServiceDate)));
            counts.Add(($"{feed.Name}: last date", Date(feed.LastServiceDate)));
        }

        foreach (var placeClass in inputs.Classes)
        {
            counts.Add(($"places: {placeClass.Name}", Text(inputs.Places.Count(place => place.ClassName == placeClass.Name))));
        }

        return counts;
    }

    static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
