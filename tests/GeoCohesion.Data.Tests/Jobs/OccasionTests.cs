using System.Text.Json.Nodes;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Jobs;

/// <summary>The study of a run: occasions, journeys and service days, worked out by hand on the <see cref="SmallTown"/> and its <see cref="BusLine"/>.</summary>
public sealed class OccasionTests : IDisposable
{
    const int Centre = 0;
    const int East = 1;

    readonly ScratchFolder _folder = new();
    readonly SmallTown _town;
    readonly NoticeLog _notices = new();

    public OccasionTests()
    {
        _town = new SmallTown(_folder.File("town"));
        BusLine.Write(_town.Folder);
        _town.Territory["modes"] = new JsonArray("walk", "transit");
        _town.Territory["gtfs"] = new JsonArray(new JsonObject { ["path"] = "bus" });
        _town.Territory["transit"] = new JsonObject { ["date"] = "2026-03-10", ["from"] = "08:00", ["to"] = "08:01" };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_run_s_own_window_comes_first_and_holds_whole_profiles()
    {
        var study = Study();
        var own = study.Occasions[0];
        Assert.Equal((Occasion.MainName, 1.0, false), (own.Occasion.Name, own.WalkSpeedFactor, own.Occasion.IsReturn));
        Assert.Equal(new TimeWindow(8 * 3600, (8 * 3600) + 60), own.Occasion.Window);

        // From column 2 one is at A, 8 blocks on, at 08:12 to 08:12:59, and rides at 08:17 to C, a block from the East: 08:22:30.
        var origin = Origin(study, SmallTown.Near, "c2r2");
        var transit = own.Modes.Single(mode => mode.Mode == "transit");
        Assert.Equal((1291, 1350, 1320), (transit.Windows![East][origin].BestSeconds, transit.Windows[East][origin].WorstSeconds, transit.Windows[East][origin].MedianSeconds));
        Assert.Equal([new ProfilePiece(8 * 3600, (8 * 3600) + 59, 1350, -1)], transit.Pieces![East][origin]);

        // To the centre there is no bus: the walk of two blocks, all the window.
        Assert.Equal([new ProfilePiece(8 * 3600, (8 * 3600) + 59, 180, 0)], transit.Pieces[Centre][origin]);
        Assert.Equal(43 * SmallTown.WalkSecondsPerBlock, own.Modes.Single(mode => mode.Mode == "walk").StreetSeconds![East][origin]);
    }

    [Theory]
    [InlineData(0.9, 1500)]
    [InlineData(1.1, 1228)]
    public void Another_walking_speed_changes_walks_and_what_they_lead_to(double factor, int fifteenBlocksSeconds)
    {
        var study = Study();
        var other = study.Occasions.Single(occasion => occasion.WalkSpeedFactor == factor);
        var walker = Origin(study, SmallTown.East, "c30r2");
        Assert.Equal(fifteenBlocksSeconds, other.Modes.Single(mode => mode.Mode == "walk").StreetSeconds![East][walker]);

        // At 4.4 km/h column 2 is 654.5 s from A, too late for 08:06 as well: the same bus, and 81.8 s from C. At 3.6 km/h 800 s, and 100 s from C.
        var rider = Origin(study, SmallTown.Near, "c2r2");
        Assert.Equal(1260 - 59 + (factor > 1 ? 82 : 100), other.Modes.Single(mode => mode.Mode == "transit").Windows![East][rider].BestSeconds);
        Assert.Null(other.Modes.Single(mode => mode.Mode == "transit").Pieces);
    }

    [Fact]
    public void The_way_home_is_looked_at_from_the_centrality_on()
    {
        _town.Territory["occasions"] = new JsonArray(new JsonObject { ["name"] = "home", ["from"] = "08:00", ["to"] = "08:01", ["return"] = true });
        var study = Study();
        var home = study.Occasions.Single(occasion => occasion.Occasion.IsReturn);

        // From the centre one is at A, 10 blocks on, at 08:15 to 08:15:59, rides at 08:17 to B, 10 blocks beyond column 30: 08:35.
        var origin = Origin(study, SmallTown.East, "c30r2");
        var readout = home.Modes.Single(mode => mode.Mode == "transit").Windows![Centre][origin];
        Assert.Equal((2041, 2070, 2100), (readout.BestSeconds, readout.MedianSeconds, readout.WorstSeconds));
        Assert.Equal(1, readout.ReachedShare);

        // Nobody rides home from the East: the line runs one way.
        Assert.Equal(43 * SmallTown.WalkSecondsPerBlock, home.Modes.Single(mode => mode.Mode == "transit").Windows![East][Origin(study, SmallTown.Near, "c2r2")].BestSeconds);
    }

    [Fact]
    public void Occasions_unless_given_are_the_way_home_an_evening_and_a_weekend()
    {
        var study = Study();
        Assert.Equal(
            ["main", "main", "main", "return", "evening", "saturday", "sunday"], study.Occasions.Select(occasion => occasion.Occasion.Name));
        Assert.Equal(
            [DayOfWeek.Tuesday, DayOfWeek.Saturday, DayOfWeek.Sunday], study.Days.Select(day => day.Timetable.ServiceDate.DayOfWeek));
        Assert.Equal(["weekday", "saturday", "sunday"], study.Days.Select(day => day.Name));
        Assert.All(study.Days, day => Assert.Equal(4, day.Timetable.TripCount));

        // Column 2 is 8 blocks from A, column 19 is 9; B is 20 blocks from the one and more from the other.
        Assert.Equal([720], Walks(study, SmallTown.Near, "c2r2"));
        Assert.Equal([810], Walks(study, SmallTown.Edge, "c19r2"));
    }

    [Fact]
    public void Without_public_transport_only_the_direction_makes_another_occasion()
    {
        _town.Territory["modes"] = new JsonArray("walk", "car");
        var study = Study();
        Assert.Equal([("main", 1), ("main", 0.9), ("main", 1.1), ("return", 1)], study.Occasions.Select(occasion => (occasion.Occasion.Name, occasion.WalkSpeedFactor)));
        Assert.Null(study.Journeys);
        Assert.Empty(study.Days);
    }

    [Fact]
    public void A_journey_explains_the_time_at_any_second_of_the_window()
    {
        var study = Study();
        var origin = Origin(study, SmallTown.Near, "c2r2");
        var journey = study.Journeys!.Find(study.Journeys.NewSearch(), origin, East, (8 * 3600) + 30);
        Assert.Equal(1320, journey!.TravelTimeSeconds);
        Assert.Equal(
            [(LegKind.Access, 720), (LegKind.Wait, 270), (LegKind.Ride, 240), (LegKind.Egress, 90)], journey.Legs.Select(leg => (leg.Kind, leg.DurationSeconds)));
    }

    [Fact]
    public void Residents_outside_the_districts_are_points_after_the_origins()
    {
        _town.Write("population.csv", File.ReadAllText(_town.PathOf("population.csv")) + FormattableString.Invariant($"x;{SmallTown.Longitude(10)};{SmallTown.Latitude(2)};70\r\n"));
        var study = Study();
        var point = Assert.Single(study.Points.Skip(study.OriginCount));
        Assert.Equal(("x", -1, 70.0), (point.Id, point.District, point.Residents));
        Assert.Equal(35 * SmallTown.WalkSecondsPerBlock, study.Mode("walk")!.CentralitySeconds[East][study.OriginCount]);
        Assert.Equal("Petitbourg", study.Communes[study.CommuneOfPoint[study.OriginCount]].Label);

        _town.Territory["surroundingsMeters"] = 0;
        Assert.Equal(Study().OriginCount, Study().Points.Count);
    }

    [Fact]
    public void A_weekday_without_usual_service_is_told_and_leaves_the_walk()
    {
        var calendar = Path.Combine(_town.Folder, "bus", "calendar.txt");
        var lines = File.ReadAllLines(calendar);
        File.WriteAllText(calendar, lines[0] + "\n" + lines[1].Replace("1,1,1,1,1,1,1", "1,1,1,1,1,0,0", StringComparison.Ordinal) + "\n");
        var study = Study();
        Assert.Equal(2, _notices.Summarize().Single(summary => summary.Code == "occasion-without-service").Count);
        var sunday = study.Occasions[^1].Modes.Single(mode => mode.Mode == "transit").Windows![East][Origin(study, SmallTown.Near, "c2r2")];
        Assert.Equal((43 * SmallTown.WalkSecondsPerBlock, 1.0), (sunday.WorstSeconds, sunday.ReachedShare));
    }

    static int Origin(Study study, string district, string cell) =>
        study.Points.Take(study.OriginCount).Select(point => point.Id).ToList().IndexOf($"{district}/{cell}");

    static int[] Walks(Study study, string district, string cell) => [.. study.Days[0].Walks[Origin(study, district, cell)].ToArray().Select(walk => walk.WalkSeconds)];

    Study Study()
    {
        var progress = new Progress<JobProgress>();
        var inputs = TerritoryInputs.Read(_town.Save(), _notices, 2, progress);
        var streets = StreetNetworks.Build(inputs.Territory.OsmPaths, [new Walk(), new Car()], new StreetSpeeds(), "", _notices, 2, progress);
        using var kept = new ScratchFolder();
        return new RunComputation(inputs, streets, new KeptParts(kept.FullPath, isFresh: false), _notices, 2, progress).Compute().Study;
    }
}
