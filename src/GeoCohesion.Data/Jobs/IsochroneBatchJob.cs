using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Points;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.PostGis;

namespace GeoCohesion.Data.Jobs;

/// <summary>What a batch of isochrones is made of.</summary>
public sealed record IsochroneBatchOptions
{
    /// <summary>Streets, timetables and territory.</summary>
    public required IsochroneSources Sources { get; init; }

    /// <summary>Limits and what else is asked.</summary>
    public required IsochroneQuestion Question { get; init; }

    /// <summary>Table with <c>id,lon,lat</c>; null for every district of the territory.</summary>
    public string? PointsPath { get; init; }

    /// <summary>Modes, each once.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>Service dates for public transport; empty for the one of the sources.</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Share of the work: number from 1, and how many there are.</summary>
    public (int Number, int Of) Shard { get; init; } = (1, 1);

    /// <summary>Where the result goes; its ending says what it is: <c>.geojsons</c>, <c>.gpkg</c> or <c>.fgb</c>.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Table in PostGIS that is written as well; null for none.</summary>
    public IsochroneTable? Table { get; init; }

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>What a batch came to.</summary>
/// <param name="Items">Points (or districts) times modes times dates, of this shard.</param>
/// <param name="Resumed">Of these, found finished by a run before.</param>
/// <param name="NotSnapped">Of these, without a street near enough.</param>
/// <param name="Table">What became of the table in PostGIS, if one was asked for.</param>
public sealed record IsochroneBatchResult(int Items, int Resumed, int NotSnapped, IsochroneTableResult? Table);

/// <summary>Computes isochrones of many points, in any number of threads and shards, and goes on where a killed run stopped.</summary>
/// <remarks>
/// Items are finished in their order into a text sequence beside the output, <c>NAME.items</c>, each in one piece; beside it stands what it
/// was made of. A run that finds such a file made of the same drops what is not whole at its end and goes on. Memory holds what is shared
/// by all items and a few items per thread.
/// </remarks>
public static class IsochroneBatchJob
{
    const int ItemsPerThread = 8;
    const string Computing = "Computing isochrones";

    /// <summary>Runs the job.</summary>
    /// <exception cref="InputException">An input cannot be used, or what a run before left was made of something else
    /// (<c>isochrones-partial-differs</c>).</exception>
    public static IsochroneBatchResult Run(IsochroneBatchOptions options, NoticeLog notices, IProgress<JobProgress> progress)
    {
        IsochroneOutput.RequireWritable(options.OutputPath);
        if (options.Shard.Of > 1 && !options.OutputPath.EndsWith(IsochroneSequence.FileExtension, StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(
                "output-format-unknown",
                $"found '{options.OutputPath}'; a shard is a name that ends in {IsochroneSequence.FileExtension}, and isochrones-merge makes the others of them.",
                new SourceLocation("--out"));
        }

        if (options.Shard.Of > 1 && options.Table is not null)
        {
            throw new InputException(
                "options-exclusive", "a shard is not written to PostGIS; let isochrones-merge do it when all are there.", new SourceLocation("--postgres"));
        }

        // Before the work, so that a wrong address is known at once.
        using var database = options.Table is { } table ? PostGisDatabase.Open(table.Connection, mayInstall: true) : null;
        var question = options.Question;
        var inputs = new IsochroneInputs(
            options.Sources, options.Modes, IsochroneSurface.LongestSeconds(question.Limits.Max()), notices, options.Threads, progress);
        var places = Places(options, inputs, notices);
        foreach (var mode in options.Modes)
        {
            // The service date is part of what the batch is made of.
            inputs.Network(mode, null);
        }

        var manifest = Manifest(options, inputs, places.Count);
        var partialPath = options.OutputPath + IsochroneSequence.UnfinishedSuffix;
        var limits = question.Ascending.Length;
        var counted = (long)places.Count * Groups(options).Count();
        var items = Enumerable.Range(0, checked((int)counted)).Where(item => item % options.Shard.Of == options.Shard.Number - 1).ToArray();
        var finished = Resume(partialPath, manifest.Key, limits);
        using (var partial = new FileStream(partialPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1))
        {
            partial.Seek(0, SeekOrigin.End);
            Compute(options, inputs, places, items, finished, partial, progress);
        }

        progress.Report(new JobProgress("Writing isochrones", 0));
        var columns = IsochroneSequence.Columns(question, inputs.Classes);

        // Before the file, so that what has been computed stays until all that was asked for is there.
        var written = IsochroneOutput.WriteTable(
            options.Table?.Table, database, IsochroneSequence.Records(partialPath), columns, manifest, partialPath);
        IsochroneOutput.Write(options.OutputPath, partialPath, columns, (long)items.Length * limits, manifest);
        File.Delete(KeyPath(partialPath));
        progress.Report(new JobProgress("Writing isochrones", 1));
        var notSnapped = NotSnapped(options, inputs, places, items);
        return new IsochroneBatchResult(items.Length, Math.Min(finished, items.Length), notSnapped, written);
    }

    static IEnumerable<(string Mode, DateOnly? Date)> Groups(IsochroneBatchOptions options) =>
        options.Modes.SelectMany(mode => TransitVariant.Find(mode) is null || options.Dates.Count == 0
            ? [(mode, null)]
            : options.Dates.Select(date => (mode, (DateOnly?)date)));

    static List<(string Id, IReadOnlyList<(double Longitude, double Latitude)> Points)> Places(
        IsochroneBatchOptions options, IsochroneInputs inputs, NoticeLog notices) => options.PointsPath is { } path
        ? [.. PointFile.Read(path, notices).Select(point => (point.Id, (IReadOnlyList<(double, double)>)[(point.Longitude, point.Latitude)]))]
        : [.. inputs.Territory!.Districts.Select(district => (district.Code, inputs.OfDistrict(district.Code)))];

    static int NotSnapped(
        IsochroneBatchOptions options,
        IsochroneInputs inputs,
        List<(string Id, IReadOnlyList<(double Longitude, double Latitude)> Points)> places,
        int[] items)
    {
        var groups = Groups(options).ToArray();
        var radius = inputs.SnapRadiusMeters * 1000;
        return items.Count(item => !TransitVariant.StreetModesOf(groups[item / places.Count].Mode).Any(mode =>
            places[item % places.Count].Points.Any(point =>
                inputs.Index(mode, options.Question.IsByDistance).Snap(point.Longitude, point.Latitude, radius).IsSnapped)));
    }

    /// <summary>Goes through the items mode by mode and date by date, so that one timetable is held at a time.</summary>
    static void Compute(
        IsochroneBatchOptions options,
        IsochroneInputs inputs,
        List<(string Id, IReadOnlyList<(double Longitude, double Latitude)> Points)> places,
        int[] items,
        int finished,
        FileStream partial,
        IProgress<JobProgress> progress)
    {
        var next = finished;
        foreach (var (number, (mode, date)) in Groups(options).Index())
        {
            var end = next;
            while (end < items.Length && items[end] / places.Count == number)
            {
                end++;
            }

            if (end == next)
            {
                continue;
            }

            var surface = inputs.Surface(mode, options.Question);
            var newWorker = inputs.NewWorkers(surface, options.Question, inputs.Network(mode, date));
            var dateText = TransitVariant.Find(mode) is null
                ? ""
                : (date ?? inputs.ServiceDate)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
            var first = next;
            InOrder(end - first, options.Threads, NewWorker, text =>
            {
                partial.Write(text);
                partial.Flush();
                next++;
                progress.Report(new JobProgress(Computing, (double)(next - finished) / Math.Max(1, items.Length - finished)));
            });

            Func<int, byte[]> NewWorker()
            {
                var worker = newWorker();
                return i =>
                {
                    var (id, points) = places[items[first + i] % places.Count];
                    var positions = surface.Snap(points);
                    var isSnapped = positions.Any(on => Array.Exists(on, position => position.IsSnapped));
                    return IsochroneSequence.Item(
                        worker(positions), new IsochroneItem(id, mode, dateText, isSnapped), options.Question, inputs.Classes);
                };
            }
        }
    }

    /// <summary>Computes pieces in any order in several threads and receives them in theirs, never many ahead.</summary>
    static void InOrder(int count, int threads, Func<Func<int, byte[]>> newWorker, Action<byte[]> receive)
    {
        var gate = new object();
        var waiting = new Dictionary<int, byte[]>();
        var (taken, received) = (0, 0);
        ExceptionDispatchInfo? failure = null;
        var workers = new Thread[Math.Clamp(count, 1, threads)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Work) { IsBackground = true };
            workers[i].Start();
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        failure?.Throw();

        void Work()
        {
            try
            {
                var compute = newWorker();
                while (TryTake(out var piece))
                {
                    var text = compute(piece);
                    lock (gate)
                    {
                        waiting.Add(piece, text);
                        while (waiting.Remove(received, out var next))
                        {
                            receive(next);
                            received++;
                        }

                        Monitor.PulseAll(gate);
                    }
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the caller's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                lock (gate)
                {
                    failure ??= ExceptionDispatchInfo.Capture(exception);
                    Monitor.PulseAll(gate);
                }
            }
        }

        bool TryTake(out int piece)
        {
            lock (gate)
            {
                while (failure is null && taken < count && taken - received >= threads * ItemsPerThread)
                {
                    Monitor.Wait(gate);
                }

                piece = taken;
                return failure is null && taken++ < count;
            }
        }
    }

    static string KeyPath(string partialPath) => partialPath + ".key";

    /// <summary>Cuts what a run before left to whole items.</summary>
    /// <returns>Their number.</returns>
    static int Resume(string partialPath, string key, int limits)
    {
        if (File.Exists(partialPath) && File.Exists(KeyPath(partialPath)))
        {
            if (File.ReadAllText(KeyPath(partialPath)) != key)
            {
                throw new InputException(
                    "isochrones-partial-differs",
                    "this unfinished result was made of other inputs or parameters; remove it, or choose another name.",
                    new SourceLocation(partialPath));
            }

            using var stream = new FileStream(partialPath, FileMode.Open, FileAccess.ReadWrite);
            var ends = IsochroneSequence.WholeFeatures(stream);
            var items = ends.Count / limits;
            stream.SetLength(items == 0 ? 0 : ends[(items * limits) - 1]);
            return items;
        }

        File.Delete(partialPath);
        File.WriteAllText(KeyPath(partialPath), key);
        return 0;
    }

    static IsochroneManifest Manifest(IsochroneBatchOptions options, IsochroneInputs inputs, int places)
    {
        var question = options.Question;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            IsochroneProperties.WriteProvenance(json, inputs, question, options.Modes);
            if (options.PointsPath is { } path)
            {
                json.WriteString("points_sha256", FileDigest.Of(path).Sha256);
            }

            json.WriteStartArray("groups");
            foreach (var (mode, date) in Groups(options))
            {
                json.WriteStartObject();
                json.WriteString("mode", mode);
                json.WriteString("date", date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("limits");
            foreach (var limit in question.Ascending)
            {
                json.WriteNumberValue(limit);
            }

            json.WriteEndArray();
            json.WriteBoolean("by_distance", question.IsByDistance);
            json.WriteString("direction", question.DirectionName);
            json.WriteString("transit", inputs.Transit.ToString());
            json.WriteBoolean("population", question.HasPopulation && inputs.Points is not null);
            json.WriteBoolean("places", question.HasPlaces && inputs.Points is not null);
            json.WriteStartArray("classes");
            foreach (var className in inputs.Classes)
            {
                json.WriteStringValue(className);
            }

            json.WriteEndArray();
            json.WriteNumber("places_asked", places);
            json.WriteNumber("items", places * Groups(options).Count());
            json.WriteEndObject();
        }

        return IsochroneManifest.Of(stream.ToArray(), options.Shard);
    }
}
