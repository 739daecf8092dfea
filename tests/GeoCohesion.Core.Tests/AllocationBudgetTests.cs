using System.Globalization;
using System.Reflection;
using System.Runtime.Intrinsics;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests;

/// <summary>What a query of each kernel allocates once it is warm, against <c>benchmarks/allocation-budget.tsv</c>.</summary>
public class AllocationBudgetTests
{
    const int NoLimit = 999_999_999;
    const int HalfHour = 1_800_000;

    /// <summary>A kernel: queries of a call, and the call.</summary>
    sealed record Kernel(string Name, int Queries, Action Call);

    [Fact]
    public void Kernels_allocate_what_the_budget_says_and_no_more()
    {
        var budget = ReadBudget();
        var found = new List<string>();
        var wrong = new List<string>();
        foreach (var (name, bytes) in Measure())
        {
            found.Add(name);

            // A budget that is far too large would let a kernel grow unseen.
            if (!budget.TryGetValue(name, out var most) || bytes > most || 2 * bytes < most)
            {
                wrong.Add(FormattableString.Invariant($"{name}\t{bytes} (in the budget: {(budget.ContainsKey(name) ? most.ToString(CultureInfo.InvariantCulture) : "no row")})"));
            }
        }

        Assert.True(wrong.Count == 0, "bytes per query that are not as the budget says:\n" + string.Join('\n', wrong));
        Assert.Equal(found.Order(StringComparer.Ordinal), budget.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_search_of_Core_has_a_row_in_the_budget()
    {
        var kernels = typeof(StreetSearch).Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith("GeoCohesion.Core.Routing", StringComparison.Ordinal) || type.Namespace == "GeoCohesion.Core.Isochrones")
            .Where(type => !type.IsAbstract && type.GetMethods(BindingFlags.Instance | BindingFlags.Public).Any(method => method.Name == "Run"))
            .Select(type => type.Name)
            .Concat([nameof(BatchRanks), nameof(StreetIndex), nameof(StreetMatrix), nameof(TransitMatrix)])
            .Order(StringComparer.Ordinal);
        var rows = ReadBudget().Keys.Select(name => name.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(kernels, rows);
    }

    static Dictionary<string, long> ReadBudget() => File.ReadLines(Path.Combine(Repository.Root, "benchmarks", "allocation-budget.tsv"))
        .Skip(1)
        .Select(line => line.Split('\t'))
        .ToDictionary(cells => cells[0], cells => long.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    static IEnumerable<(string Name, long BytesPerQuery)> Measure()
    {
        foreach (var kernel in StreetKernels().Concat(TransitKernels()))
        {
            kernel.Call();
            yield return (kernel.Name, (Bytes(kernel.Call) + kernel.Queries - 1) / kernel.Queries);
        }

        foreach (var (name, rows, call) in Matrices())
        {
            // A table has its working arrays; what counts is what each further row costs.
            call(rows);
            call(2 * rows);
            yield return (name, Math.Max(0, Bytes(() => call(2 * rows)) - Bytes(() => call(rows))) / rows);
        }
    }

    static long Bytes(Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static IEnumerable<Kernel> StreetKernels()
    {
        const int Queries = 20;
        var graph = WithHierarchy(RandomStreets.City(seed: 1, side: 32));
        var sources = RandomStreets.Positions(new Random(1), graph, StreetSweep.Lanes);
        var targets = RandomStreets.Positions(new Random(2), graph, 50);
        var index = new StreetIndex(graph);
        var points = targets.Where(target => target.IsSnapped).Select(index.PointAt).ToArray();
        yield return new Kernel("StreetIndex snap", points.Length, () =>
        {
            foreach (var (longitude, latitude) in points)
            {
                index.PointAt(index.Snap(longitude, latitude, int.MaxValue));
            }
        });

        foreach (var direction in Enum.GetValues<SearchDirection>())
        {
            var way = direction == SearchDirection.Forward ? "forward" : "backward";
            var search = new StreetSearch(graph, direction);
            var streetTargets = new StreetTargets(graph, direction, targets);
            var (distinct, row) = (new int[streetTargets.DistinctCount], new int[targets.Length]);
            yield return new Kernel($"StreetSearch {way}", sources.Length, () =>
            {
                foreach (var source in sources)
                {
                    search.Run(source, NoLimit);
                    streetTargets.ReadSeconds(search, source, NoLimit, distinct, row);
                }
            });

            yield return new Kernel($"StreetSearch {way}, counting", sources.Length, () =>
            {
                foreach (var source in sources)
                {
                    search.CountReached(source, NoLimit, graph.VertexCount / 2);
                }
            });

            var all = new StreetSweep(SweepPlan.ToAll(graph, direction));
            yield return new Kernel($"StreetSweep to all, {way}", StreetSweep.Lanes, () =>
            {
                all.Run(sources, HalfHour);
                all.ReadMilliseconds(3, targets[0]);
            });

            var some = new StreetSweep(SweepPlan.ToTargets(graph, direction, targets));
            var seconds = new int[sources.Length * targets.Length];
            yield return new Kernel($"StreetSweep to targets, {way}", StreetSweep.Lanes, () =>
            {
                some.Run(sources, NoLimit);
                some.ReadSeconds(seconds);
            });
        }

        var (place, time) = (new int[3], new int[3]);
        foreach (var nearest in new NearestPlaces[] { new NearestSearch(graph, 3), NearestPlaces.For(graph, sources, 3)() })
        {
            yield return new Kernel(nearest.GetType().Name, sources.Length, () =>
            {
                nearest.Run(targets, NoLimit);
                foreach (var source in sources)
                {
                    nearest.Read(source, place, time);
                }
            });
        }

        var route = new RouteSearch(graph);
        yield return new Kernel("RouteSearch", sources.Length * targets.Length, () =>
        {
            foreach (var source in sources)
            {
                foreach (var target in targets)
                {
                    route.Run(source, target, NoLimit);
                }
            }
        });

        var network = new NetworkIsochrone(graph, SearchDirection.Forward);
        yield return new Kernel("NetworkIsochrone", Queries, () =>
        {
            for (var query = 0; query < Queries; query++)
            {
                network.Run(sources.AsSpan(query % sources.Length, 1), HalfHour);
                network.Parts(HalfHour);
            }
        });

        int[] limits = [600_000];
        var area = new AreaIsochrone(new StreetRaster(index, 20_000, 100_000), SearchDirection.Forward, 0);
        yield return new Kernel("AreaIsochrone (makes the polygons)", Queries, () =>
        {
            for (var query = 0; query < Queries; query++)
            {
                area.Run(sources.AsSpan(query % sources.Length, 1), limits);
            }
        });
    }

    static IEnumerable<Kernel> TransitKernels()
    {
        var city = TransitCity.Create();
        var window = new TimeWindow(7 * 3600, (7 * 3600) + 900);
        var options = new TransitOptions { MaxDurationSeconds = 1800 };
        var table = ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, options);
        var places = StopWalks.From([.. Enumerable.Range(0, ProfileBatch.Lanes).Select(TransitCity.Place)]);
        var arrivals = new PlaceArrivals(table, places);
        var profile = new TravelTimeProfile();

        var search = new ProfileSearch(table);
        yield return new Kernel("ProfileSearch", 4 * places.Count, () => ForFour(place => search.Run(places[place]), (_, other) =>
        {
            search.Read(arrivals, other, 5000, profile);
            profile.PercentileSeconds(50);
        }));

        var batch = new ProfileBatch(table);
        var direct = Enumerable.Repeat(5000, ProfileBatch.Lanes).ToArray();
        var profiles = direct.Select(_ => new TravelTimeProfile()).ToArray();
        yield return new Kernel("ProfileBatch", places.Count * places.Count, () =>
        {
            batch.Run(places, 0, ProfileBatch.Lanes);
            for (var other = 0; other < places.Count; other++)
            {
                batch.Read(arrivals, other, uint.MaxValue, direct, profiles);
                batch.Read(3, arrivals, other, 5000, profile);
            }
        });

        var ranks = new BatchRanks(batch, arrivals, window.Count / 2);
        yield return new Kernel("BatchRanks", places.Count * places.Count, () =>
        {
            batch.Run(places, 0, ProfileBatch.Lanes);
            ranks.Begin();
            for (var other = 0; other < places.Count; other++)
            {
                ranks.Read(other, Vector512<ushort>.AllBitsSet, Vector512<ushort>.Zero, options.MaxDurationSeconds);
            }
        });

        var rides = new RidesProfileSearch(table);
        yield return new Kernel("RidesProfileSearch", 4 * places.Count, () =>
            ForFour(place => rides.Run(places[place]), (_, other) => rides.Read(arrivals, other, 2, 5000, profile)));

        var mirrored = new ArrivalProfileSearch(ConnectionTable.ForDeparturesMirrored(city.Timetable, city.Footpaths, window, options));
        yield return new Kernel("ArrivalProfileSearch", 4 * places.Count, () =>
            ForFour(place => mirrored.Run(places[place]), (_, other) => mirrored.ReadDepartures(window, places[other], 5000, profile)));

        var sample = TransitOnStreets.Of("sample")!;
        var sampleTable = ConnectionTable.ForDepartures(sample.Timetable, sample.Footpaths, sample.Window, new TransitOptions { MaxDurationSeconds = 3600 });
        var isochrone = new TransitAreaIsochrone(sampleTable, SearchDirection.Forward, [sample.Streets(40_000, 100_000)], 0);
        StreetPosition[][] from = [[sample.Index.Snap(sample.Timetable.Stops[0].Longitude, sample.Timetable.Stops[0].Latitude, 500_000)]];
        yield return new Kernel("TransitAreaIsochrone (makes the polygons)", 1, () => isochrone.Run(from, sample.Window, DepartureRule.Median, [1800]));
        var network = new TransitNetworkIsochrone(sampleTable, SearchDirection.Forward, [sample.Streets(40_000, 100_000)]);
        yield return new Kernel("TransitNetworkIsochrone (makes the pieces)", 1, () => network.Run(from, sample.Window, DepartureRule.Median, [1800]));

        void ForFour(Action<int> run, Action<int, int> read)
        {
            for (var place = 0; place < 4; place++)
            {
                run(place);
                for (var other = 0; other < places.Count; other++)
                {
                    read(place, other);
                }
            }
        }
    }

    static IEnumerable<(string Name, int Rows, Action<int> Call)> Matrices()
    {
        const int Searched = 512;
        const int Swept = 4096;
        var graph = RandomStreets.City(seed: 1, side: 32);
        var origins = new[] { Searched, 2 * Searched, Swept, 2 * Swept }.ToDictionary(rows => rows, rows => RandomStreets.Positions(new Random(1), graph, rows));
        var targets = RandomStreets.Positions(new Random(2), graph, 1000);
        yield return ("StreetMatrix by searches, a row", Searched, rows =>
            StreetMatrix.Search(graph, origins[rows], targets, 60_000, 1, (_, _) => { }));

        var swept = WithHierarchy(graph);
        yield return ("StreetMatrix by sweeps, a row", Swept, rows =>
            StreetMatrix.Sweep(swept, origins[rows], targets, HalfHour, 1, (_, _) => { }));

        var city = TransitCity.Create();
        var window = new TimeWindow(7 * 3600, (7 * 3600) + 900);
        var table = ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, window, new TransitOptions { MaxDurationSeconds = 1800 });
        var egress = StopWalks.From([.. Enumerable.Range(0, 20).Select(TransitCity.Place)]);
        const int Few = 128;
        var (few, many) = (Access(Few), Access(2 * Few));
        yield return ("TransitMatrix by profiles, a row", Few, rows =>
            TransitMatrix.Compute(table, rows == Few ? few : many, egress, (_, _) => 5000, profile => profile.PercentileSeconds(50), 1, (_, _) => { }));

        static StopWalks Access(int rows) => StopWalks.From([.. Enumerable.Range(0, rows).Select(row => TransitCity.Place(row % 64))]);
    }

    static StreetGraph WithHierarchy(StreetGraph graph) => graph.WithHierarchy(StreetHierarchyBuilder.Build(graph, threads: 1));
}
