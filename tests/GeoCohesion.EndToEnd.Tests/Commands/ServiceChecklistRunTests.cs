using GeoCohesion.EndToEnd.Tests.SampleCity;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The checklist of the sample city through the program, public transport included; read by a person on the map of the city.</summary>
public sealed class ServiceChecklistRunTests(SampleCityRun run)
{
    // In the order of the checklist: inside, bus of the commune, 30 minutes by public transport, absent, unknown.
    static readonly string[] s_expected =
    [
        "QN09601N BITITTTUTITAA", "QN09602I BITTAIIUTAAAA", "QN09603M IIITIIIUTTTAA", "QN09604N BIAAAAAUAAAAI", "QN09605M BIITATAUTTAAA",
        "QN09606N AAAAAAAUAAAAA",
    ];

    [Fact]
    public async Task Each_district_of_the_sample_city_has_its_services_with_their_proof()
    {
        var output = await run.Output;
        var rows = output.Rows("district_services");
        Assert.Equal(s_expected, rows.GroupBy(row => row["district"]).Select(group => $"{group.Key} {string.Concat(group.Select(Letter))}"));

        // The Micro-Folie that stood in La Plaine has closed; the next is beyond half an hour.
        var microFolie = rows.Single(row => row["id"] == "QN09605M/micro-folie");
        Assert.Equal(
            ("services:L2", "services.csv", "2026-01-05", "services.csv"),
            (microFolie["instance_id"], microFolie["instance_source"], microFolie["instance_edition"], microFolie["sources"]));
        Assert.Equal(1, output.Notices()["service-closed"]);

        // The bus belongs to Aurelmont, by the outlines of communes; Le Moulin-Brûlé and Les Hauts-de-Vaux are others.
        Assert.Equal(
            ["QN09601N", "QN09602I", "QN09604N", "QN09605M"],
            rows.Where(row => row["is_itinerant"] == "true").Select(row => row["district"]));
        Assert.Equal("13 4 1 0 3 5 1", string.Join(' ', output.Row("district_services_summary", "code", "QN09602I").Values.Skip(2).Take(7)));
    }

    static string Letter(IReadOnlyDictionary<string, string> row) => row["status"] switch
    {
        "inside" => row["is_itinerant"] == "true" ? "B" : "I",
        "walk_10_min" => "W",
        "transit_30_min" => "T",
        "absent" => "A",
        _ => "U",
    };
}
