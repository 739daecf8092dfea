using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Tests.Indicators;

public sealed class ServiceChecklistTests
{
    const double Elsewhere = 50;

    static readonly ServiceChecklist s_checklist = new();

    static Dictionary<string, object?> Row(Study study, string id = "Q/x")
    {
        var table = s_checklist.Compute(study)[0];
        var row = table.Rows.Single(values => (string?)values[0] == id);
        return table.Columns.Select((column, index) => (column.Name, Value: row[index])).ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    /// <summary>A district of three origins with 20, 30 and 50 residents, and a service "x" of class "a" that list.csv is the source of.</summary>
    static ServiceStudy Three() => new ServiceStudy().District("Q", "22113", 20, 30, 50).Service("x", "a").Source("a", "list.csv");

    [Fact]
    public void What_stands_in_the_perimeter_is_inside_however_long_the_walk()
    {
        var row = Row(Three().Place("far", "a", 0.9, 0.9, [-1, -1, -1]).Build());
        Assert.Equal(("inside", "dans le quartier", "", false), (row["status"], row["status_fr"], row["reason"], row["is_itinerant"]));
        Assert.Equal(("far", "Name of far", "a", "list.csv", "2026"), (row["instance_id"], row["instance_name"], row["instance_class"], row["instance_source"], row["instance_edition"]));
        Assert.Null(row["walk_median_s"]);
        Assert.Equal(0.0, row["walk_10_min_share"]);
    }

    [Fact]
    public void The_instance_inside_is_the_proof_though_another_is_nearer()
    {
        var row = Row(Three().Place("near", "a", Elsewhere, 0, [60, 60, 60]).Place("within", "a", 0.5, 0.5, [900, 900, 900]).Build());
        Assert.Equal(("inside", "within", 60L), (row["status"], row["instance_id"], row["walk_median_s"]));
    }

    [Theory]
    [InlineData(600, 601, 600, "walk_10_min", "à 10 min à pied", 0.7, 600L)]
    [InlineData(601, 0, 601, "transit_30_min", "à 30 min en TC", 0.3, 601L)]
    [InlineData(0, 600, 601, "walk_10_min", "à 10 min à pied", 0.5, 600L)]
    [InlineData(0, 601, 601, "transit_30_min", "à 30 min en TC", 0.2, 601L)]
    public void The_median_resident_decides_and_the_limit_is_within(int first, int second, int third, string status, string french, double share, long median)
    {
        var row = Row(Three().Place("p", "a", Elsewhere, 0, [first, second, third]).Build());
        Assert.Equal((status, french, median), (row["status"], row["status_fr"], row["walk_median_s"]));
        Assert.Equal(share, (double)row["walk_10_min_share"]!, 12);
    }

    [Theory]
    [InlineData(1800, "transit_30_min", 1800L)]
    [InlineData(1801, "absent", 1801L)]
    public void Half_an_hour_by_public_transport_is_near_enough_and_a_second_more_is_absent(int seconds, string status, long median)
    {
        var row = Row(Three().Place("p", "a", Elsewhere, 0, [4000, 4000, 4000], [-1, seconds, seconds]).Build());
        Assert.Equal((status, "p", 4000L, median), (row["status"], row["instance_id"], row["walk_median_s"], row["transit_median_s"]));
        Assert.Equal(status == "absent" ? 0.0 : 0.8, (double)row["transit_30_min_share"]!, 12);
    }

    [Fact]
    public void Without_public_transport_the_half_hour_is_walked_and_said_so()
    {
        var study = Three().Place("p", "a", Elsewhere, 0, [1800, 1800, 1800]);
        study.HasTransit = false;
        var row = Row(study.Build());
        Assert.Equal(("transit_30_min", "à 30 min à pied", null), (row["status"], row["status_fr"], row["transit_median_s"]));
        Assert.Equal(1.0, row["transit_30_min_share"]);
    }

    [Fact]
    public void No_instance_is_absent_with_a_source_and_unknown_without()
    {
        var absent = Row(Three().Build());
        Assert.Equal(("absent", "absent", "", "list.csv", null), (absent["status"], absent["status_fr"], absent["reason"], absent["sources"], absent["instance_id"]));

        var unknown = Row(new ServiceStudy().District("Q", "22113", 20, 30, 50).Service("x", "a").Build());
        Assert.Equal(
            ("unknown", "inconnu (aucune source)", "no-source", "", "a"),
            (unknown["status"], unknown["status_fr"], unknown["reason"], unknown["sources"], unknown["classes_without_source"]));
    }

    [Fact]
    public void A_service_of_two_classes_is_absent_only_if_both_have_a_source()
    {
        var study = new ServiceStudy().District("Q", "22113", 100).Service("x", "a", "b").Source("a", "list.csv").Place("p", "a", Elsewhere, 0, [5000]);
        var partial = Row(study.Build());
        Assert.Equal(("unknown", "inconnu (source partielle)", "partial-source", "b", "p"),
            (partial["status"], partial["status_fr"], partial["reason"], partial["classes_without_source"], partial["instance_id"]));
        var row = Row(study.Source("b", "osm").Build());
        Assert.Equal(("absent", "list.csv;osm", true), (row["status"], row["sources"], row["absence_is_weak"]));
    }

    [Fact]
    public void An_absence_by_OpenStreetMap_alone_is_weak_and_by_a_register_beside_it_is_not()
    {
        static ServiceStudy With(params string[] sources) => new ServiceStudy().District("Q", "22113", 1).Service("x", "a").Source("a", sources);
        Assert.Equal(true, Row(With("osm").Build())["absence_is_weak"]);
        Assert.Equal(false, Row(With("osm", "list.csv").Build())["absence_is_weak"]);
        Assert.Equal(false, Row(With("osm").Place("p", "a", 0.5, 0.5, [1]).Build())["absence_is_weak"]);
    }

    [Fact]
    public void A_place_in_the_run_is_a_source_of_its_class()
    {
        var row = Row(new ServiceStudy().District("Q", "22113", 1).Service("x", "a").Place("p", "a", Elsewhere, 0, [9999]).Build());
        Assert.Equal(("absent", ""), (row["status"], row["classes_without_source"]));
    }

    [Fact]
    public void The_nearest_of_any_class_counts()
    {
        var row = Row(Three().Service("y", "a", "b").Place("of a", "a", Elsewhere, 0, [700, 700, 700]).Place("of b", "b", Elsewhere, 0, [800, 300, 500]).Build(), "Q/y");
        Assert.Equal(("walk_10_min", "of b", 500L), (row["status"], row["instance_id"], row["walk_median_s"]));
    }

    [Fact]
    public void The_nearest_instance_is_that_of_most_residents_and_of_the_least_id_when_equal()
    {
        // 50 residents have "c" nearest, 20 + 30 have "b": the tie goes to "b".
        var study = Three().Place("c", "a", Elsewhere, 0, [90, 90, 10]).Place("b", "a", Elsewhere, 0, [20, 20, 90]);
        Assert.Equal("b", Row(study.Build())["instance_id"]);

        // One resident more, and "c" has the majority.
        var other = new ServiceStudy().District("Q", "22113", 20, 30, 51).Service("x", "a").Place("c", "a", Elsewhere, 0, [90, 90, 10])
            .Place("b", "a", Elsewhere, 0, [20, 20, 90]);
        Assert.Equal("c", Row(other.Build())["instance_id"]);
    }

    [Fact]
    public void What_comes_round_serves_its_own_spot_and_the_commune_of_the_residents()
    {
        var here = Row(Three().Itinerant("bus", "a", 0.5, 0.5, "35238").Build());
        Assert.Equal(("inside", "itinérant, dans le quartier", true, "bus"), (here["status"], here["status_fr"], here["is_itinerant"], here["instance_id"]));
        var commune = Row(Three().Itinerant("bus", "a", Elsewhere, 0, "22113").Build());
        Assert.Equal(("inside", "itinérant, dans la commune", true), (commune["status"], commune["status_fr"], commune["is_itinerant"]));
        var other = Row(Three().Itinerant("bus", "a", Elsewhere, 0, "35238").Build());
        Assert.Equal(("absent", false, null), (other["status"], other["is_itinerant"], other["instance_id"]));
        var unstated = Row(new ServiceStudy().District("Q", "", 1).Service("x", "a").Source("a", "list.csv").Itinerant("bus", "a", Elsewhere, 0, "").Build());
        Assert.Equal("absent", unstated["status"]);
    }

    [Fact]
    public void What_stands_inside_goes_before_what_comes_round()
    {
        var row = Row(Three().Itinerant("bus", "a", 0.5, 0.5, "22113").Place("counter", "a", 0.5, 0.5, [1, 1, 1]).Build());
        Assert.Equal(("inside", false, "counter"), (row["status"], row["is_itinerant"], row["instance_id"]));
    }

    [Fact]
    public void Outlines_of_communes_go_before_the_code_that_a_district_carries()
    {
        var study = Three().Itinerant("bus", "a", Elsewhere, 0, "22113");
        study.Communes = [new Commune { Code = "22278", Label = "Trébeurden", Shape = Polygon.Empty }];
        Assert.Equal("absent", Row(study.Build())["status"]);
        var several = new ServiceStudy().District("Q", "13055;13070", 1).Service("x", "a").Itinerant("bus", "a", Elsewhere, 0, "13070");
        Assert.Equal("inside", Row(several.Build())["status"]);
    }

    [Fact]
    public void Residents_without_a_way_stay_in_the_denominator()
    {
        // All of those who have a way are near, but they are 20 in 100.
        var row = Row(Three().Place("p", "a", Elsewhere, 0, [10, -1, -1]).Build());
        Assert.Equal(("absent", 0.2, 0.2), (row["status"], (double)row["walk_10_min_share"]!, (double)row["transit_30_min_share"]!));
        Assert.Null(row["walk_median_s"]);
        Assert.Null(row["transit_median_s"]);
    }

    [Fact]
    public void Residents_without_any_street_or_no_residents_make_it_unknown_not_absent()
    {
        var study = Three().Place("p", "a", Elsewhere, 0, [-1, -1, -1]);
        study.NotSnapped.UnionWith([0, 1, 2]);
        Assert.Equal(("unknown", "origins-not-snapped", "inconnu (aucune rue)"), Reasons(Row(study.Build())));
        study.NotSnapped.Remove(1);
        Assert.Equal(("absent", "", "absent"), Reasons(Row(study.Build())));

        var empty = Row(new ServiceStudy().District("Q", "22113").Service("x", "a").Source("a", "list.csv").Place("p", "a", Elsewhere, 0, []).Build());
        Assert.Equal(("unknown", "no-origins", "inconnu (aucun habitant)"), Reasons(empty));
        Assert.Null(empty["walk_10_min_share"]);

        static (object?, object?, object?) Reasons(Dictionary<string, object?> row) => (row["status"], row["reason"], row["status_fr"]);
    }

    [Fact]
    public void Services_are_counted_by_status_per_district()
    {
        var study = new ServiceStudy()
            .District("Q", "22113", 1, 1).District("R", "35238", 1)
            .Service("s", "a").Service("t", "b").Service("u", "c").Service("v", "d")
            .Source("b", "list.csv")
            .Place("p", "a", 0.5, 0.5, [1, 1, 900])
            .Place("q", "b", Elsewhere, 0, [700, 700, 100])
            .Itinerant("bus", "d", Elsewhere, 0, "22113")
            .Build();
        var table = s_checklist.Compute(study)[1];
        Assert.Equal("MultiPolygon", table.GeometryType);
        Assert.Equal(
            ["Q Quartier Q 4 2 1 0 1 0 1  fr:u", "R Quartier R 4 0 0 1 1 1 1 fr:v fr:u"],
            table.Rows.Select(row => string.Join(' ', row)));
        Assert.All(table.Rows, row => Assert.Equal((long)row[2]!, Enumerable.Range(3, 6).Where(column => column != 4).Sum(column => (long)row[column]!)));
    }

    [Fact]
    public void It_says_what_it_misses()
    {
        Assert.Null(s_checklist.Missing(Three().Build()));
        Assert.Equal("no checklist of services is given", s_checklist.Missing(new ServiceStudy().District("Q", "", 1).Build()));
        var study = Three();
        study.HasWalk = false;
        Assert.Equal("walking is not computed", s_checklist.Missing(study.Build()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Random_studies_agree_with_a_plain_reading_of_the_definition_with_one_thread_and_with_two(int seed)
    {
        var random = new Random(seed);
        var study = new ServiceStudy();
        var residents = new List<double[]>();
        for (var district = 0; district < 12; district++)
        {
            residents.Add([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (double)random.Next(1, 9))]);
            study.District($"Q{district:00}", $"c{random.Next(3)}", residents[^1]);
        }

        string[] classes = ["a", "b", "c"];
        study.Service("one", "a").Service("two", "a", "b").Service("three", "b", "c");
        foreach (var name in classes.Where(_ => random.Next(2) == 0))
        {
            study.Source(name, random.Next(2) == 0 ? "osm" : "list.csv");
        }

        var origins = residents.SelectMany(ofDistrict => ofDistrict).Count();
        var places = new List<(string Id, string Class, double X, int[] Walk, int[] Transit)>();
        for (var i = 0; i < random.Next(2, 7); i++)
        {
            // No class c without a source of its own: else the plain reading would need the rule that a place is a source.
            var place = ($"p{random.Next(1000)}-{i}", classes[random.Next(2)], random.Next(24) / 2.0 + 0.3, Times(2400), Times(3000));
            places.Add(place);
            study.Place(place.Item1, place.Item2, place.Item3, 0.3, place.Item4, place.Item5);
        }

        var built = study.Build();
        study.Threads = 2;
        var tables = s_checklist.Compute(built);
        Assert.Equal(
            tables.SelectMany(table => table.Rows).Select(row => string.Join('|', row)),
            s_checklist.Compute(study.Build()).SelectMany(table => table.Rows).Select(row => string.Join('|', row)));

        var first = 0;
        for (var district = 0; district < residents.Count; district++)
        {
            foreach (var (service, of) in new[] { ("one", "a"), ("two", "ab"), ("three", "bc") })
            {
                var candidates = places.Where(place => of.Contains(place.Class, StringComparison.Ordinal)).ToArray();
                var isSourced = of.All(letter => built.SourcesByClass.ContainsKey($"{letter}") || places.Exists(place => place.Class == $"{letter}"));
                double total = residents[district].Sum(), walked = 0, reached = 0;
                for (var i = 0; i < residents[district].Length; i++)
                {
                    walked += candidates.Any(place => place.Walk[first + i] is >= 0 and <= 600) ? residents[district][i] : 0;
                    reached += candidates.Any(place => place.Walk[first + i] is >= 0 and <= 1800 || place.Transit[first + i] is >= 0 and <= 1800) ? residents[district][i] : 0;
                }

                var expected = candidates.Any(place => place.X >= district && place.X <= district + 0.9) ? "inside"
                    : 2 * walked >= total ? "walk_10_min"
                    : 2 * reached >= total ? "transit_30_min"
                    : isSourced ? "absent"
                    : "unknown";
                var row = Row(built, $"Q{district:00}/{service}");
                Assert.True(expected == (string?)row["status"], $"seed {seed}, Q{district:00}/{service}: expected {expected}, found {row["status"]}");
                Assert.Equal(walked / total, (double)row["walk_10_min_share"]!, 12);
                Assert.Equal(reached / total, (double)row["transit_30_min_share"]!, 12);
            }

            first += residents[district].Length;
        }

        int[] Times(int most) => [.. Enumerable.Range(0, origins).Select(_ => random.Next(10) == 0 ? -1 : random.Next(most))];
    }
}
