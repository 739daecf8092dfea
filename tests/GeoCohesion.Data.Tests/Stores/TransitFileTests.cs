using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Stores;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Stores;

public sealed class TransitFileTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly GridCity _city = new(4, 4);
    readonly StreetNetwork _streets;

    public TransitFileTests() => _streets = Streets("key 1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Timetables_doors_and_footpaths_are_read_as_they_were_written()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var transport = Transport(seed);
            TransitFile.Write(_folder.File("one"), transport, _streets);
            var read = Read("one", _streets);
            TransitFile.Write(_folder.File("two"), read, _streets);

            Assert.True(File.ReadAllBytes(_folder.File("one")).SequenceEqual(File.ReadAllBytes(_folder.File("two"))), $"seed {seed}");
            Assert.Equal(transport.Modes, read.Modes);
            Assert.Equal((transport.Window, transport.Options), (read.Window, read.Options));
            Assert.Equal((transport.LongestWalkSeconds, transport.LongestRideSeconds), (read.LongestWalkSeconds, read.LongestRideSeconds));
            var (timetable, again) = (transport.Days[0].Timetable, read.Days[0].Timetable);
            Assert.Equal(timetable.Stops.ToArray(), again.Stops.ToArray());
            Assert.Equal(timetable.Routes.ToArray(), again.Routes.ToArray());
            Assert.Equal(timetable.TripIds.ToArray(), again.TripIds.ToArray());
            Assert.Equal(timetable.TripContinuation.ToArray(), again.TripContinuation.ToArray());
            Assert.Equal(timetable.ArrivalSeconds.ToArray(), again.ArrivalSeconds.ToArray());
            Assert.Equal(timetable.DepartureSeconds.ToArray(), again.DepartureSeconds.ToArray());
            Assert.Equal(timetable.Rights.ToArray(), again.Rights.ToArray());
            var (doors, doorsAgain) = (transport.FootNetworks["walk"].Doors, read.FootNetworks["walk"].Doors);
            for (var stop = 0; stop < doors.StopCount; stop++)
            {
                Assert.Equal(doors.ExitsOf(stop).ToArray(), doorsAgain.ExitsOf(stop).ToArray());
                Assert.Equal(doors.EntrancesOf(stop).ToArray(), doorsAgain.EntrancesOf(stop).ToArray());
            }
        }
    }

    [Fact]
    public void Any_changed_byte_is_detected()
    {
        TransitFile.Write(_folder.File("whole"), Transport(3), _streets);
        var bytes = File.ReadAllBytes(_folder.File("whole"));
        for (var i = 0; i < bytes.Length; i += i < 100 ? 1 : 7)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            _folder.Write("damaged", damaged);
            var e = Assert.Throws<InputException>(() => Read("damaged", _streets));
            Assert.StartsWith("network-file-", e.Code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_timetable_of_other_streets_is_refused()
    {
        TransitFile.Write(_folder.File("one"), Transport(1), _streets);

        var e = Assert.Throws<InputException>(() => Read("one", Streets("key 2")));

        Assert.Equal("network-file-mismatch", e.Code);
    }

    PublicTransport Read(string name, StreetNetwork streets)
    {
        using var stream = File.OpenRead(_folder.File(name));
        return TransitFile.Read(stream, new SourceLocation(name), streets);
    }

    StreetNetwork Streets(string key)
    {
        var graph = _city.Build();
        var report = new StreetBuildReport
        {
            Mode = graph.Mode,
            Speeds = "",
            WayCount = 0,
            VertexCount = graph.VertexCount,
            EdgeCount = graph.EdgeCount,
            LinkCount = graph.LinkCount,
            LengthMeters = 0,
            BarrierCount = 0,
            CrossingCount = 0,
            RestrictionCount = 0,
            RestrictionsLeftOut = 0,
            PrunedIslandCount = 0,
            PrunedVertexCount = 0,
            PrunedLinkCount = 0,
            PrunedMeters = 0,
            LargestPruned = [],
        };
        return new StreetNetwork(key, [null], [graph], [report]);
    }

    PublicTransport Transport(int seed)
    {
        var world = RandomTimetables.World(seed);
        var graph = _streets.Graph("walk");
        var random = new Random(seed);
        StreetPosition[][] Doors() =>
            [.. Enumerable.Range(0, world.Timetable.StopCount).Select(_ => Enumerable.Range(0, random.Next(3)).Select(_ => _city.EastOf(random.Next(3), random.Next(4), random.Next(100))).ToArray())];
        return new PublicTransport
        {
            Modes = ["transit"],
            Days = [new TimetableDay("weekday", "Jour de semaine", "Weekday", world.Timetable), new TimetableDay("sunday", "Dimanche", "Sunday", world.Timetable)],
            FootNetworks = new Dictionary<string, FootNetwork> { ["walk"] = new(new StopDoors(graph, Doors(), Doors()), world.Footpaths) },
            RideDoors = new Dictionary<string, StopDoors> { ["walk"] = new(graph, Doors(), Doors()) },
            Window = world.Window,
            Options = world.Options,
            LongestWalkSeconds = 1200,
            LongestRideSeconds = 900 + seed,
        };
    }
}
