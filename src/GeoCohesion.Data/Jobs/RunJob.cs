using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Sources.Territories;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a run came to.</summary>
/// <param name="Tables">Result tables, in the order they were written.</param>
/// <param name="Modes">Modes computed.</param>
/// <param name="OutputFolder">Full path of the results.</param>
/// <param name="Reused">What was taken from an earlier run because nothing it depends on has changed.</param>
/// <param name="LeftOut">What takes no part in the figures.</param>
public sealed record RunSummary(IReadOnlyList<ResultTable> Tables, IReadOnlyList<string> Modes, string OutputFolder, IReadOnlyList<string> Reused, IReadOnlyList<LeftOut> LeftOut);

/// <summary>The main job: from <c>territory.json</c> to a folder of results.</summary>
public static class RunJob
{
    const string GeoPackageName = "geocohesion.gpkg";
    const string NetworkName = "streets.gcnet";

    // The standard asks for a date of last change; a clock would make two equal runs differ.
    static readonly DateOnly s_lastChange = new(2000, 1, 1);

    /// <summary>Reads, builds what changed, computes, writes.</summary>
    /// <exception cref="InputException">An input cannot be used.</exception>
    public static RunSummary Run(RunOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(options.TerritoryPath, notices, options.Threads, progress);
        using var folder = RunFolder.Open(options.OutputFolder);
        var (streets, isReused) = Streets(inputs, folder, notices, options.Threads, progress);
        var (data, facts) = Compute(inputs, streets, notices, options.Threads, progress);
        if (options.Strict)
        {
            notices.RefuseErrors();
        }

        progress.Report(new JobProgress("Writing results", 0));
        var tables = RunTables.Make(data);
        Write(folder, tables, new RunManifest(data, inputs.Register, streets, notices, facts), progress);
        return new RunSummary(tables, [.. data.Modes.Select(mode => mode.Mode)], folder.Path, isReused ? ["streets"] : [], data.LeftOut);
    }

    /// <summary>Builds the streets of a territory, or finds them built.</summary>
    /// <returns>The network, and whether it was built before.</returns>
    public static (StreetNetwork Network, bool IsReused) BuildStreets(RunOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        var inputs = TerritoryInputs.Read(options.TerritoryPath, notices, options.Threads, progress);
        using var folder = RunFolder.Open(options.OutputFolder);
        return Streets(inputs, folder, notices, options.Threads, progress);
    }

    static (StreetNetwork Network, bool IsReused) Streets(TerritoryInputs inputs, RunFolder folder, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        var territory = inputs.Territory;
        string[] modes = [.. territory.Modes.SelectMany(TransitVariant.StreetModesOf).Distinct()];
        var speeds = new StreetSpeeds { WalkKph = territory.WalkSpeedKph, BicycleKph = territory.BicycleSpeedKph };
        return StreetNetworks.GetOrBuild(
            Path.Combine(folder.BuildPath, NetworkName),
            territory.OsmPaths,
            modes,
            speeds,
            inputs.Register.Key(["osm"], StreetNetworks.Parameters(modes, speeds)),
            notices,
            threads,
            progress);
    }

    static (RunData Data, TimetableFacts? Facts) Compute(
        TerritoryInputs inputs, StreetNetwork streets, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        var territory = inputs.Territory;
        var rule = territory.HalfHour with { Modes = [.. territory.HalfHour.Modes.Where(territory.Modes.Contains)] };
        var destinations = inputs.Places.Where(place => !place.IsItinerant).ToLookup(place => place.ClassName);
        var placesByClass = inputs.Classes.Select(placeClass => destinations[placeClass.Name].ToArray()).ToArray();
        var capacitiesByClass = placesByClass.Select(places => places.Select(place => place.Capacity).ToArray()).ToArray();
        var plan = new AccessPlan
        {
            ClassNames = [.. inputs.Classes.Select(placeClass => placeClass.Name)],
            CapacitiesByClass = capacitiesByClass,
            CountedPoints = inputs.Origins.Count,
            Decays = territory.Decays,
            Schemes = CatchmentFields.Defaults(),
        };
        var leftOut = new List<LeftOut>();
        var modes = new List<ModeAccess>();
        var originIsSnapped = new SortedDictionary<string, bool[]>(StringComparer.Ordinal);
        var centralityIsSnapped = new SortedDictionary<string, bool[]>(StringComparer.Ordinal);
        var windows = new List<(string Mode, IReadOnlyList<WindowReadout[]> Windows)>();
        var networkFacts = new List<KeyValuePair<string, IReadOnlyList<KeyValuePair<string, string>>>>();
        var snapped = new SortedDictionary<string, ModePositions>(StringComparer.Ordinal);
        TransitNetworks? timetables = null;
        foreach (var mode in territory.Modes)
        {
            var positions = TransitVariant.StreetModesOf(mode).Select(Snapped).ToArray();
            originIsSnapped.Add(mode, [.. inputs.Origins.Select((_, origin) => positions.Any(on => on.Origins[origin].IsSnapped))]);
            centralityIsSnapped.Add(mode, [.. inputs.Centralities.Select((_, centrality) => positions.Any(on => on.Centralities[centrality].Any(position => position.IsSnapped)))]);
            void Report(double share) => progress.Report(new JobProgress($"Travel times: {mode}", share));
            if (TransitVariant.Find(mode) is { } variant)
            {
                timetables ??= TransitNetworks.Load(
                    territory.Feeds,
                    territory.Transit,
                    new SourceLocation(territory.SourcePath, null, "transit.date"),
                    territory.SnapRadiusMeters * 1000,
                    notices,
                    threads,
                    progress);
                var network = timetables.Build(variant, [.. positions.Select(on => on.Index)], progress);
                networkFacts.Add(new(mode, network.Facts));
                var times = Transit(mode, network, territory, positions, plan, rule, threads, Report);
                modes.Add(times.Access);
                windows.Add((mode, times.Windows));
            }
            else
            {
                modes.Add(StreetAccess.Compute(
                    positions[0].Graph, positions[0].Origins, positions[0].Centralities, positions[0].PlacesByClass, plan, territory.MaxStreetSeconds, threads, Report));
            }
        }

        foreach (var entry in leftOut)
        {
            var nearest = double.IsNaN(entry.DistanceMeters) ? "none within 20 km" : FormattableString.Invariant($"nearest: {entry.DistanceMeters:0} m");
            notices.Add(
                "not-snapped",
                NoticeSeverity.Warning,
                new SourceLocation($"{entry.Kind} {entry.Id}"),
                FormattableString.Invariant($"no street for {entry.Mode} within {territory.SnapRadiusMeters} m ({nearest}); it is listed in left_out."));
        }

        var data = new RunData
        {
            Territory = territory,
            Rule = rule,
            Districts = inputs.Districts,
            Communes = inputs.Communes,
            Origins = inputs.Origins,
            Centralities = inputs.Centralities,
            Classes = inputs.Classes,
            PlacesByClass = placesByClass,
            ItinerantPlaces = [.. inputs.Places.Where(place => place.IsItinerant)],
            Modes = modes,
            TransitWindows = windows,
            OriginIsSnapped = originIsSnapped,
            CentralityIsSnapped = centralityIsSnapped,
            LeftOut = leftOut,
        };
        return (data, timetables is null ? null : new TimetableFacts(timetables.Facts, networkFacts));

        ModePositions Snapped(string streetMode)
        {
            if (!snapped.TryGetValue(streetMode, out var positions))
            {
                snapped.Add(streetMode, positions = ModePositions.Snap(inputs, placesByClass, streets.Graph(streetMode), leftOut));
            }

            return positions;
        }
    }

    static TransitTimes Transit(
        string mode,
        TransitNetwork network,
        Territory territory,
        ModePositions[] positions,
        AccessPlan plan,
        HalfHourRule rule,
        int threads,
        Action<double> report)
    {
        report(0);
        var places = positions.Select(on => on.PlacesByClass.SelectMany(ofClass => ofClass).ToArray()).ToArray();
        var inputs = new TransitInputs(
            mode,
            network.Timetable,
            network.Footpaths,
            network.Window,
            network.Options,
            network.Access([.. positions.Select(on => on.Origins)], threads),
            network.Egress(positions[0].Centralities, threads),
            network.Egress([.. places[0].Select(place => new[] { place })], threads),
            territory.Transit.Rule);
        var limitSeconds = territory.Transit.MaxTripSeconds;
        DirectWay[] directToPlaces = [.. positions.Select((on, i) => new DirectWay(on.Graph, on.Origins, places[i]))];
        var directToCentralities = positions
            .Select(on => StreetAccess.SecondsToCentralities(on.Graph, on.Origins, on.Centralities, limitSeconds * 1000, threads))
            .Aggregate(DirectWays.Shorter);
        return TransitAccess.Compute(inputs, directToCentralities, directToPlaces, plan, rule, threads, report);
    }

    static void Write(RunFolder folder, IReadOnlyList<ResultTable> tables, RunManifest manifest, IProgress<JobProgress> progress)
    {
        try
        {
            WriteAll(folder, tables, manifest, progress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("output-unwritable", $"the results cannot be written ({e.Message})", new SourceLocation(folder.Path));
        }
    }

    static void WriteAll(RunFolder folder, IReadOnlyList<ResultTable> tables, RunManifest manifest, IProgress<JobProgress> progress)
    {
        var provenance = manifest.Provenance();
        var outputs = new List<(string FileName, string MediaType, string Path, ResultTable? Table)>();
        var formats = Catalog.Of<IResultFormat>().Values.ToArray();
        var written = 0;
        foreach (var table in tables)
        {
            foreach (var format in formats)
            {
                var name = table.Name + format.FileExtension;
                var path = folder.Stage(name);
                using (var stream = File.Create(path))
                {
                    format.Write(table, provenance, stream);
                }

                outputs.Add((name, format.MediaType, path, table));
                progress.Report(new JobProgress("Writing results", ++written / (1.0 + (tables.Count * formats.Length))));
            }
        }

        var geoPackagePath = folder.Stage(GeoPackageName);
        GeoPackageFile.Write(geoPackagePath, tables, System.Text.Encoding.UTF8.GetString(provenance), s_lastChange);
        outputs.Insert(0, (GeoPackageName, "application/geopackage+sqlite3", geoPackagePath, null));
        var whole = manifest.Whole(outputs);
        File.WriteAllBytes(folder.Stage(RunFolder.ManifestName), whole);
        folder.Publish();
        progress.Report(new JobProgress("Writing results", 1));
    }
}
