using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Streets;
using GeoCohesion.SampleCity.Transit;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>The districts behave as the README tells, by a plain Dijkstra over the drawn streets and by adding up timetables: nothing of
/// the product is used.</summary>
public sealed class SampleCityStoryTests(SampleCityFixture fixture) : IClassFixture<SampleCityFixture>
{
    const double WalkMetersPerMinute = 4000.0 / 60;
    const double LimitMinutes = 30;

    [Fact]
    public void Tanneries_are_within_half_an_hour_on_foot() => Assert.All(WalksTo("AUR", "QN09601N"),
        minutes => Assert.InRange(minutes, 8, LimitMinutes));

    [Fact]
    public void Cheminots_are_near_as_the_crow_flies_and_far_on_foot()
    {
        var centre = CentreOf("AUR");
        var cells = CellsOf("QN09602I");
        var crow = cells.Average(c => Pt.Distance(c, centre));
        var walks = WalksTo("AUR", "QN09602I");
        Assert.InRange(crow, 1000, 1400);
        Assert.True(walks.Count(minutes => minutes > LimitMinutes) > walks.Count * 0.8);
        Assert.True(walks.Average() * WalkMetersPerMinute / crow > 1.9, "the railway no longer makes people walk round");
    }

    [Fact]
    public void Hauts_de_Vaux_are_far_on_foot_and_near_by_tram()
    {
        Assert.All(WalksToNearest("QN09603M"), minutes => Assert.True(minutes > 2 * LimitMinutes));
        var ride = RideMinutes("A", "Hauts-de-Vaux", "Hôtel de Ville");
        Assert.InRange(ride, 12, 18);

        // The farthest resident who waits half a headway, and the average one who just misses a tram of every six minutes.
        var doors = WalksToStop("QN09603M", "A", "Hauts-de-Vaux");
        var headway = TransitPlan.Lines.Single(l => l.Ids.Name == "A").Headways.Peak;
        Assert.Equal(6, headway);
        Assert.InRange(doors.Max() + (headway / 2) + ride + 1, ride, LimitMinutes);
        Assert.InRange(doors.Average() + headway + ride + 1, ride, LimitMinutes);
    }

    [Fact]
    public void Bois_Rondel_is_near_for_who_knows_the_timetable_only()
    {
        Assert.All(WalksToNearest("QN09604N"), minutes => Assert.True(minutes > LimitMinutes));
        var line = TransitPlan.Lines.Single(l => l.Ids.Name == "4");
        Assert.Equal(40, line.Headways.Peak);
        var ride = RideMinutes("4", "Bois-Rondel", "Quai des Mariniers");
        var lastWalk = WalkBetween(Place("4", "Quai des Mariniers").At, CentreOf("AUR"));
        var door = WalksToStop("QN09604N", "4", "Bois-Rondel").Average();
        Assert.True(door + ride + lastWalk < LimitMinutes);
        Assert.True(door + ride + lastWalk + (line.Headways.Peak / 2) > LimitMinutes);
    }

    [Fact]
    public void Plaine_is_partly_within_half_an_hour_on_foot_of_Breville()
    {
        var walks = WalksTo("BRE", "QN09605M");
        var share = walks.Count(minutes => minutes <= LimitMinutes) / (double)walks.Count;
        Assert.InRange(share, 0.15, 0.85);
        Assert.All(WalksTo("AUR", "QN09605M"), minutes => Assert.True(minutes > LimitMinutes));
    }

    [Fact]
    public void Moulin_Brule_is_out_of_reach_in_every_way()
    {
        Assert.All(WalksToNearest("QN09606N"), minutes => Assert.True(minutes > LimitMinutes));

        // The only line nearby needs more than half an hour to its first connection with a tram.
        Assert.Equal(60, TransitPlan.Lines.Single(l => l.Ids.Name == "9").Headways.Peak);
        Assert.True(RideMinutes("9", "Moulin-Brûlé", "Plaine - Tramway") + RideMinutes("A", "Plaine - Tramway",
            "Bréville Centre") > LimitMinutes);
    }

    [Fact]
    public void Everything_that_can_be_walked_hangs_together()
    {
        var minutes = Walk(CentreOf("AUR"));
        var walkable = Walkable().SelectMany(way => way.Nodes).Distinct().ToList();
        Assert.InRange(walkable.Count, 8_000, 20_000);
        Assert.All(walkable, node => Assert.True(minutes.ContainsKey(node)));
    }

    [Fact]
    public void Railway_is_crossed_at_few_places_and_nowhere_behind_the_yard()
    {
        var crossings = Walkable().SelectMany(way => way.Nodes.Zip(way.Nodes.Skip(1))
            .Select(pair => new Line([fixture.City.Map.Nodes[pair.First], fixture.City.Map.Nodes[pair.Second]])))
            .SelectMany(step => step.Crossings(CityPlan.Railway).Select(step.At)).ToList();
        Assert.InRange(crossings.Count, 5, 9);
        Assert.DoesNotContain(crossings, p => p.X is > -1400 and < 850);
    }

    List<Pt> CellsOf(string district)
    {
        var wanted = CityPlan.Districts.Single(d => d.Code == district);
        return [.. fixture.City.Cells.Select(c => c.Centre).Where(wanted.Contains)];
    }

    static Pt CentreOf(string id) => CityPlan.Centralities.Single(c => c.Id == id).At;

    List<double> WalksTo(string centre, string district) => WalksTo(CentreOf(centre), district);

    List<double> WalksTo(Pt at, string district)
    {
        var minutes = Walk(at);
        return [.. CellsOf(district).Select(cell => Nearest(cell)).Select(near => minutes[near.Node] + near.Minutes)];
    }

    List<double> WalksToNearest(string district) =>
        [.. CityPlan.Centralities.Select(c => WalksTo(c.At, district)).Aggregate((a, b) => [.. a.Zip(b, Math.Min)])];

    List<double> WalksToStop(string district, string line, string stop) => WalksTo(Place(line, stop).At, district);

    double WalkBetween(Pt a, Pt b)
    {
        var near = Nearest(b);
        return Walk(a)[near.Node] + near.Minutes;
    }

    StopPlace Place(string line, string stop) => fixture.City.Network.Patterns.First(p => p.Line.Ids.Name == line)
        .Stops.Select(s => s.Place).Single(p => p.Name == stop);

    /// <summary>In the morning peak, in whichever direction the line runs.</summary>
    double RideMinutes(string line, string from, string to)
    {
        foreach (var pattern in fixture.City.Network.Patterns.Where(p => p.Line.Ids.Name == line))
        {
            var names = pattern.Stops.Select(s => s.Place.Name).ToList();
            var (first, last) = (names.IndexOf(from), names.IndexOf(to));
            if (first >= 0 && last > first)
            {
                var seconds = pattern.ArrivalSeconds(pattern.Line.IsTram ? 1 : 1.08);
                return (seconds[last] - seconds[first]) / 60.0;
            }
        }

        throw new InvalidOperationException($"Line {line} does not go from {from} to {to}.");
    }

    IEnumerable<Way> Walkable() => fixture.City.Map.Ways.Where(w => w.Street.Kind.TakesWalkers()
        && w.Street.Tags.GetValueOrDefault("access") != "private");

    (int Node, double Minutes) Nearest(Pt at)
    {
        var map = fixture.City.Map;
        var node = Walkable().SelectMany(w => w.Nodes).MinBy(n => Pt.Distance(map.Nodes[n], at));
        return (node, Pt.Distance(map.Nodes[node], at) / WalkMetersPerMinute);
    }

    /// <summary>Minutes from the node nearest to a point to every node that can be walked to.</summary>
    Dictionary<int, double> Walk(Pt from)
    {
        var map = fixture.City.Map;
        var next = new Dictionary<int, List<(int To, double Minutes)>>();
        foreach (var way in Walkable())
        {
            foreach (var (a, b) in way.Nodes.Zip(way.Nodes.Skip(1)))
            {
                var minutes = Pt.Distance(map.Nodes[a], map.Nodes[b]) / WalkMetersPerMinute;
                (next.TryGetValue(a, out var ofA) ? ofA : next[a] = []).Add((b, minutes));
                (next.TryGetValue(b, out var ofB) ? ofB : next[b] = []).Add((a, minutes));
            }
        }

        var start = Nearest(from);
        var settled = new Dictionary<int, double>();
        var queue = new PriorityQueue<int, double>([(start.Node, start.Minutes)]);
        while (queue.TryDequeue(out var node, out var reached))
        {
            if (settled.TryAdd(node, reached))
            {
                foreach (var (to, minutes) in next[node])
                {
                    queue.Enqueue(to, reached + minutes);
                }
            }
        }

        return settled;
    }
}
