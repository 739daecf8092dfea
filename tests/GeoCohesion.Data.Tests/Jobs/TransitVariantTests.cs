using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Sources.Territories;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Jobs;

/// <summary>The matrix of one minute of departures, 08:00:00 to 08:00:59, by each variant of public transport, worked out by hand on <see cref="BusLine"/>.</summary>
public sealed class TransitVariantTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly SmallTown _town;

    public TransitVariantTests()
    {
        _town = new SmallTown(_folder.File("town"));
        _town.Save();
    }

    public void Dispose() => _folder.Dispose();

    // A journey that arrives d seconds after 08:00 takes d, d - 1, ..., d - 59 over the window: median d - 30 by nearest rank, mean d - 29.5.
    [Theory]

    // On foot, the trip at 08:17: at B at 08:20, a block to go: 08:21:30. To C at 08:21, a block to go: 08:22:30.
    [InlineData("transit", "1260,1260.5,1231,1290,1", "1320,1320.5,1291,1350,1")]

    // By bicycle, the trip at 08:06: 630 and 690 s. All the way it would be 41 and 45 x 24 = 984 and 1,080 s.
    [InlineData("bicycle_transit", "600,600.5,571,630,1", "660,660.5,631,690,1")]

    // The trip at 08:37, and only to B: 08:41:30, and 5 blocks from B: 08:47:30.
    [InlineData("wheelchair_transit", "2460,2460.5,2431,2490,0", "2820,2820.5,2791,2850,0")]

    // The trip at 08:27: 08:31:30; and to C: 08:32:30.
    [InlineData("wheelchair_transit_unknown", "1860,1860.5,1831,1890,0", "1920,1920.5,1891,1950,0")]
    public void Each_variant_takes_the_first_trip_that_it_may_use(string mode, string toB, string toC)
    {
        // 1,831 s and more are beyond 30 minutes.
        Assert.Equal($"origin,destination,p50,mean,best,worst,share_within_30\no,b,{toB}\no,c,{toC}\n", Matrix(mode, new TransitParameters()));
    }

    [Fact]
    public void A_stop_that_is_known_not_to_be_accessible_is_never_used()
    {
        // The trip at 08:27 to B, then 5 blocks: 08:37:30.
        Assert.EndsWith("o,c,2220,2220.5,2191,2250,0\n", Matrix("wheelchair_transit_unknown", new TransitParameters(), accessOfC: "2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_the_longest_ride_the_bicycle_does_not_reach_the_stop_but_goes_all_the_way()
    {
        // 10 blocks are 240 s: at 239 s the early bus is lost, and riding all the way takes 984 and 1,080 s.
        var parameters = new TransitParameters { MaxBicycleSeconds = 239 };
        Assert.Equal(
            "origin,destination,p50,mean,best,worst,share_within_30\no,b,984,984,984,984,1\no,c,1080,1080,1080,1080,1\n", Matrix("bicycle_transit", parameters));
        Assert.Contains("o,b,600,", Matrix("bicycle_transit", parameters with { MaxBicycleSeconds = 240 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Walking_to_the_first_stop_competes_with_riding_there()
    {
        // Only the walk reaches A, 4 blocks from here; the bicycle may be ridden for one second.
        var parameters = new TransitParameters { MaxBicycleSeconds = 1 };
        _town.Write("origins.csv", SmallTown.Points(("o", 6, 2)));

        // At A at 08:06:00 + departure: the trip at 08:17, as on foot. Riding all the way takes 35 x 24 = 840 s.
        Assert.Contains("o,b,840,840,840,840,1\n", Matrix("bicycle_transit", parameters, writesOrigins: false), StringComparison.Ordinal);
        Assert.Contains("o,b,1260,", Matrix("transit", parameters, writesOrigins: false), StringComparison.Ordinal);
        Assert.Contains("o,b,1260,", Matrix("bicycle_transit", parameters, writesOrigins: false, bicycleKph: 5), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_are_a_way_on_foot_and_none_in_a_wheelchair()
    {
        // The only way to the island's three crossings; steps long enough that nobody mistakes them for a ramp.
        _town.Streets.Way(9_000, [2_046, 2_121], ("highway", "steps"));
        _town.Save();
        _town.Write("destinations.csv", SmallTown.Points(("b", 41, 2), ("i", SmallTown.IslandColumn + 1, 2)));
        Assert.DoesNotContain("o,i,\n", Matrix("walk", new TransitParameters(), writesDestinations: false), StringComparison.Ordinal);
        Assert.Equal("origin,destination,seconds\no,b,3690\no,i,\n", Matrix("wheelchair", new TransitParameters(), writesDestinations: false));
    }

    string Matrix(
        string mode,
        TransitParameters parameters,
        string accessOfC = "",
        bool writesOrigins = true,
        bool writesDestinations = true,
        double bicycleKph = 15)
    {
        if (writesOrigins)
        {
            _town.Write("origins.csv", SmallTown.Points(("o", 0, 2)));
        }

        if (writesDestinations)
        {
            _town.Write("destinations.csv", SmallTown.Points(("b", 41, 2), ("c", 45, 2)));
        }

        var output = _town.PathOf("out.csv");
        MatrixJob.Run(
            new MatrixOptions
            {
                OsmPaths = [_town.PathOf("town.osm.pbf")],
                OriginsPath = _town.PathOf("origins.csv"),
                DestinationsPath = _town.PathOf("destinations.csv"),
                Mode = mode,
                OutputPath = output,
                MaxSeconds = 600 * 60,
                Speeds = new() { BicycleKph = bicycleKph },
                Feeds = [new FeedInput(BusLine.Write(_town.Folder, accessOfC), "bus")],
                Transit = parameters with { Date = new DateOnly(2026, 3, 10), FromSeconds = 8 * 3600, ToSeconds = (8 * 3600) + 60 },
                Percentiles = [50],
                Threads = 2,
            },
            new NoticeLog(),
            new Progress<JobProgress>());
        return File.ReadAllText(output);
    }
}
