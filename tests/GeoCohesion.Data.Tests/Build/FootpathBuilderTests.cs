using System.Globalization;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Build;

/// <summary>On a grid of blocks of 100 m, walked at 1 m/s, so that metres are seconds. Distances end in .5, so that rounding up is safe.</summary>
public class FootpathBuilderTests
{
    static readonly StreetGraph s_graph = new GridCity(12, 12).Build();
    static readonly StreetIndex s_index = new(s_graph);

    // p and q lie on the southern street, r on the western one:
    //
    //   r |
    //     |
    //     +--p---+------+--q---
    static readonly string s_pqr = Place("p", 50.25, 0) + Place("q", 250.75, 0) + Place("r", 0, 150.25);

    [Fact]
    public void Stops_are_joined_along_the_streets_within_the_limit()
    {
        var world = new World(s_pqr);

        // q to r is 401 m.
        Assert.Equal("p>q 201, p>r 201, q>p 201, r>p 201", world.Footpaths(new FootpathOptions { MaxWalkSeconds = 300 }, out var report));
        Assert.Equal((4, 0), (report.Footpaths, report.RulesApplied));
        Assert.Empty(world.DoorReport.StopsOffStreets);
    }

    [Fact]
    public void The_way_from_a_stop_to_the_street_counts()
    {
        // 20 m beside the street in the middle of a block, each: 20 + 200.5 + 20.
        var world = new World(Place("p", 50.25, -20) + Place("q", 250.75, -20));

        Assert.Equal("p>q 241, q>p 241", world.Footpaths(new FootpathOptions(), out _));
    }

    [Fact]
    public void A_stop_that_no_street_is_near_enough_to_is_listed_and_has_no_footpath()
    {
        var notices = new NoticeLog();
        var world = new World(s_pqr + Place("off", 50.25, -120), notices: notices);

        Assert.Equal(
            "p>q 201, p>r 201, q>p 201, r>p 201",
            world.Footpaths(new FootpathOptions { MaxWalkSeconds = 300, SnapRadiusMillimeters = 100_000 }, out _));
        Assert.Equal(["f:off"], world.DoorReport.StopsOffStreets);
        Assert.Equal(1, notices.CountOf("stop-off-streets"));
    }

    [Theory]
    [InlineData("p,q,0,", "p>q 201, q>p 201", 0, 0)]
    [InlineData("p,q,1,", "p>q 0, q>p 201", 1, 0)]
    [InlineData("p,q,2,150", "p>q 150, q>p 201", 1, 0)]
    [InlineData("p,q,2,600", "p>q 600, q>p 201", 1, 0)]
    [InlineData("p,q,2,20", "p>q 101, q>p 201", 1, 0)]
    [InlineData("p,q,3,", "q>p 201", 1, 0)]
    [InlineData("p,far,0,", "p>far 1001, p>q 201, q>p 201", 0, 1)]
    [InlineData("p,far,2,1200", "p>far 1200, p>q 201, q>p 201", 1, 0)]
    [InlineData("p,far,3,", "p>q 201, q>p 201", 1, 0)]
    public void Stated_transfers_go_before_the_walk(string rule, string expected, int applied, int straight)
    {
        // 1,000.5 m from p, which is beyond the limit of 300 s.
        var world = new World(Place("p", 50.25, 0) + Place("q", 250.75, 0) + Place("far", 1050.75, 0), Transfers + rule);

        Assert.Equal(expected, world.Footpaths(new FootpathOptions { MaxWalkSeconds = 300 }, out var report));
        Assert.Equal((applied, straight), (report.RulesApplied, report.StraightLines));
    }

    [Theory]
    [InlineData("p,q,2,150", "p>q 201, q>p 201")]
    [InlineData("p,q,2,600", "p>q 600, q>p 201")]
    [InlineData("p,q,3,", "q>p 201")]
    [InlineData("p,far,0,", "p>q 201, q>p 201")]
    [InlineData("p,far,1,", "p>q 201, q>p 201")]
    [InlineData("p,far,2,1200", "p>q 201, q>p 201")]
    public void Without_steps_a_stated_transfer_makes_no_way_and_none_faster(string rule, string expected)
    {
        var world = new World(Place("p", 50.25, 0) + Place("q", 250.75, 0) + Place("far", 1050.75, 0), Transfers + rule);

        Assert.Equal(expected, world.Footpaths(new FootpathOptions { MaxWalkSeconds = 300, IsStepFree = true }, out _));
    }

    [Theory]
    [InlineData("p,p,2,120", 120)]
    [InlineData("p,p,1,", 0)]
    [InlineData("p,p,0,", 0)]
    [InlineData("p,p,3,", Footpaths.ChangeForbidden)]
    [InlineData("p,q,2,120", 0)]
    public void A_rule_from_a_stop_to_itself_is_its_change_time(string rule, int expected)
    {
        var world = new World(s_pqr, Transfers + rule);

        Assert.Equal(expected, world.Build(new FootpathOptions(), out _).ChangeSeconds[0]);
    }

    [Fact]
    public void A_rule_for_a_station_holds_for_all_its_stops_and_one_for_stops_goes_before_it()
    {
        var world = new World(
            Place("S", 100.25, 0, type: 1) + Place("p", 50.25, 0, parent: "S") + Place("q", 250.75, 0, parent: "S") + Place("r", 0, 150.25),
            Transfers + "S,S,2,240\nS,r,3,\np,q,2,180\nq,q,2,60\np,S,2,200");

        // p to q is stated for the stops; p to p for the stop and its station; q to q for the stop; q to p for the station.
        Assert.Equal("p>q 180, q>p 240, r>p 201", world.Footpaths(new FootpathOptions { MaxWalkSeconds = 300 }, out _));
        Assert.Equal([200, 60, 0], world.Build(new FootpathOptions(), out _).ChangeSeconds.ToArray());
    }

    [Fact]
    public void Rules_for_some_routes_only_are_counted_and_the_walk_stays()
    {
        var notices = new NoticeLog();
        var world = new World(
            s_pqr, "transfers.txt\nfrom_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id\np,q,3,,R\np,q,2,120,\np,q,2,130,", notices);

        Assert.Equal("p>q 120, p>r 201, q>p 201, r>p 201", world.Footpaths(new FootpathOptions { MaxWalkSeconds = 300 }, out var report));
        Assert.Equal(1, report.SpecificRulesIgnored);
        Assert.Equal((1, 1), (notices.CountOf("gtfs-transfer-specific"), notices.CountOf("gtfs-transfer-twice")));
    }

    // Two platforms 0.5 m apart on the map, deep below a street; the entrance E is at 250.75 on the southern street.
    //
    //     d1 --60 s--> n --30 s-- E          d1 -> d2 40 s by escalator, one way
    //     d2 --90 s stairs-- n
    static readonly string s_station =
        Place("S", 500, 500, type: 1) + Place("d1", 500, 450, parent: "S") + Place("d2", 500.5, 450, parent: "S")
        + Place("E", 250.75, 0, type: 2, parent: "S") + Place("n", 400, 400, type: 3, parent: "S") + Place("p", 50.25, 0);

    const string Pathways = """

        pathways.txt
        pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,length,stair_count
        1,d1,n,1,0,60,,
        2,n,E,1,1,30,,
        3,d2,n,2,1,90,,
        4,d1,d2,4,0,40,,
        """;

    [Fact]
    public void Stops_with_pathways_are_reached_through_their_entrances()
    {
        var world = new World(s_station, Pathways);

        // E to p is 200.5 m. Out of d1: 60 + 30 + 200.5; nothing leads back in to d1. d2: 90 + 30 + 200.5, both ways. The street never joins d1 and d2.
        Assert.Equal("d1>d2 40, d1>p 291, d2>p 321, p>d2 321", world.Footpaths(new FootpathOptions(), out _));
        Assert.Equal(2, world.DoorReport.StopsWithPathways);
    }

    [Fact]
    public void Without_steps_stairs_and_escalators_are_no_way()
    {
        var world = new World(s_station, Pathways);

        Assert.Equal("d1>p 291", world.Footpaths(new FootpathOptions { IsStepFree = true }, out _));
        Assert.Equal(["f:d2"], world.DoorReport.StopsOffStreets);
    }

    [Fact]
    public void A_pathway_without_a_time_is_reckoned_from_its_length_and_steps()
    {
        // 50 m at 4 km/h are 45 s, 40 steps 20 s, an elevator 60 s.
        var world = new World(s_station, """

            pathways.txt
            pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,length,stair_count
            1,d1,n,2,0,,50,-40
            2,n,E,5,1,,,
            3,d2,n,1,1,,,
            """);

        Assert.Equal("d1>d2 65, d1>p 326, d2>p 261, p>d2 261", world.Footpaths(new FootpathOptions(), out _));
    }

    [Fact]
    public void Pathways_that_do_not_lead_out_leave_platforms_on_the_street()
    {
        var world = new World(
            Place("S", 100.25, 0, type: 1) + Place("p", 50.25, 0, parent: "S") + Place("q", 250.75, 0, parent: "S"),
            "pathways.txt\npathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time\n1,p,q,1,0,33");

        Assert.Equal("p>q 33, q>p 201", world.Footpaths(new FootpathOptions(), out _));
    }

    [Fact]
    public void Access_and_egress_use_doors_of_the_right_direction()
    {
        var world = new World(s_station, Pathways);
        var doors = world.Doors(new FootpathOptions());
        var home = new[] { s_index.Snap(Longitude(150.5), Latitude(0), 10_000), StreetPosition.None };

        // Home is 100.25 m from E and from p. Stops are d1, d2, p.
        Assert.Equal("1:221 2:101|", Text(StopWalkBuilder.ToStops(doors, home, 900, 2)));
        Assert.Equal("0:191 1:221 2:101|", Text(StopWalkBuilder.FromStops(doors, home, 900, 2)));
        Assert.Equal("", Text(StopWalkBuilder.ToStops(doors, home, 50, 1)).Trim('|'));
    }

    [Fact]
    public void Stop_walks_equal_the_street_matrix_for_any_number_of_threads()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        var graph = RandomStreets.City(Seed, 16);
        var index = new StreetIndex(graph);
        var text = "";
        for (var stop = 0; stop < 60; stop++)
        {
            var vertex = random.Next(graph.VertexCount);
            var longitude = (graph.VertexLongitudeE7[vertex] + random.Next(-4000, 4000)) / 1e7;
            var latitude = (graph.VertexLatitudeE7[vertex] + random.Next(-4000, 4000)) / 1e7;
            text += FormattableString.Invariant($"s{stop:D2},S,{latitude:F7},{longitude:F7},0,\n");
        }

        var world = new World(text, graph: graph);
        var doors = world.Doors(new FootpathOptions());
        var stops = Enumerable.Range(0, 60).Select(stop => doors.EntrancesOf(stop).Length == 0 ? StreetPosition.None : doors.EntrancesOf(stop)[0]).ToArray();
        var places = RandomStreets.Positions(random, graph, 40);
        const int Limit = 600;
        foreach (var threads in (int[])[1, 2])
        {
            var toStops = StopWalkBuilder.ToStops(doors, places, Limit, threads);
            var fromStops = StopWalkBuilder.FromStops(doors, places, Limit, threads);
            StreetMatrix.Compute(
                graph,
                places,
                stops,
                Limit * 1000,
                1,
                (place, row) => Assert.True(Expected(row) == Row(toStops[place]), $"seed {Seed}, place {place}"));
            var columns = new int[places.Length][];
            for (var place = 0; place < places.Length; place++)
            {
                columns[place] = new int[stops.Length];
            }

            StreetMatrix.Compute(graph, stops, places, Limit * 1000, 1, (stop, row) =>
            {
                for (var place = 0; place < places.Length; place++)
                {
                    columns[place][stop] = row[place];
                }
            });
            for (var place = 0; place < places.Length; place++)
            {
                Assert.True(Expected(columns[place]) == Row(fromStops[place]), $"seed {Seed}, place {place}");
            }

            Assert.True(
                Enumerable.Range(0, places.Length).Sum(place => toStops[place].Length) > 200,
                "the test reaches too few stops to tell anything");
        }

        static string Expected(ReadOnlySpan<int> row)
        {
            var text = "";
            for (var stop = 0; stop < row.Length; stop++)
            {
                text += row[stop] == TravelTime.Unreached ? "" : $"{stop}:{row[stop]} ";
            }

            return text;
        }
    }

    const string Transfers = "transfers.txt\nfrom_stop_id,to_stop_id,transfer_type,min_transfer_time\n";

    static double Longitude(double eastMeters) => 9.19 + (eastMeters * 1000 / Geodesy.MillimetersPerE7(45.46e7).East / 1e7);

    static double Latitude(double northMeters) => 45.46 + (northMeters * 1000 / Geodesy.MillimetersPerE7(45.46e7).North / 1e7);

    static string Place(string id, double eastMeters, double northMeters, int type = 0, string parent = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{id},{Latitude(northMeters):F7},{Longitude(eastMeters):F7},{type},{parent}\n");

    static string Row(ReadOnlySpan<StopWalk> walks)
    {
        var text = "";
        foreach (var walk in walks)
        {
            text += $"{walk.Stop}:{walk.WalkSeconds} ";
        }

        return text;
    }

    static string Text(StopWalks walks) => string.Join("|", Enumerable.Range(0, walks.Count).Select(place => Row(walks[place]).Trim()));

    sealed class World
    {
        readonly GtfsFeed _feed;
        readonly Timetable _timetable;
        StopDoorReport? _doorReport;
        readonly StreetGraph _graph;
        readonly NoticeLog _notices;

        public World(string stops, string more = "", NoticeLog? notices = null, StreetGraph? graph = null)
        {
            (_notices, _graph) = (notices ?? new NoticeLog(), graph ?? s_graph);
            var platforms = stops.Split('\n').Where(line => line.Split(',') is { Length: > 4 } fields && fields[4] == "0").Select(line => line.Split(',')[0]).ToArray();
            var times = platforms.Select((stop, i) => $"t,{8 + i}:00:00,{8 + i}:00:00,{stop},{i}");
            _feed = GtfsText.Read(
                $"stops.txt\nstop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n{stops}\n"
                + "trips.txt\nroute_id,service_id,trip_id\nR,daily,t\n"
                + $"stop_times.txt\ntrip_id,arrival_time,departure_time,stop_id,stop_sequence\n{string.Join("\n", times)}\n"
                + more);
            _timetable = TimetableBuilder.Build([_feed], new DateOnly(2026, 3, 3), new TimetableOptions(), new NoticeLog());
        }

        public StopDoorReport DoorReport => _doorReport ?? throw new InvalidOperationException("No doors were looked for yet.");

        public StopDoors Doors(FootpathOptions options) =>
            StopDoorFinder.Find(
                _timetable,
                [_feed],
                ReferenceEquals(_graph, s_graph) ? s_index : new StreetIndex(_graph),
                _graph,
                options,
                _notices,
                out _doorReport);

        public Footpaths Build(FootpathOptions options, out FootpathReport report) =>
            FootpathBuilder.Build(_timetable, [_feed], Doors(options), options, _notices, out report);

        public string Footpaths(FootpathOptions options, out FootpathReport report)
        {
            var footpaths = Build(options, out report);
            var text = new List<string>();
            for (var stop = 0; stop < footpaths.StopCount; stop++)
            {
                for (var i = footpaths.FirstOut[stop]; i < footpaths.FirstOut[stop + 1]; i++)
                {
                    text.Add($"{Name(stop)}>{Name(footpaths.ToStop[i])} {footpaths.WalkSeconds[i]}");
                }
            }

            return string.Join(", ", text);
        }

        string Name(int stop) => _timetable.Stops[stop].Id[2..];
    }
}
