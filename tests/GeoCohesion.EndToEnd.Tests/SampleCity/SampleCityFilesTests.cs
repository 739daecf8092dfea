using GeoCohesion.Data;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Gtfs;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

public sealed class SampleCityFilesTests(SampleCityFixture fixture) : IClassFixture<SampleCityFixture>
{
    const int MostBytes = 6_000_000;

    [Fact]
    public void Remaking_the_city_gives_the_bytes_that_are_committed()
    {
        foreach (var (name, content) in fixture.City.Files)
        {
            Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(SampleCityFixture.PathOf(name))),
                $"{name} differs from what the generator makes.");
        }
    }

    [Fact]
    public void Folder_holds_what_the_generator_makes_and_a_readme()
    {
        var made = fixture.City.Files.Select(f => f.Name).Append("README.md").Order(StringComparer.Ordinal);
        Assert.Equal(made, Directory.GetFiles(SampleCityFixture.Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_together_stay_under_six_megabytes() => Assert.InRange(fixture.City.Files.Sum(f => f.Content.Length), 500_000,
        MostBytes);

    [Fact]
    public void Population_adds_up_to_the_inhabitants_of_the_plan()
    {
        var rows = File.ReadAllLines(SampleCityFixture.PathOf("carreaux_200m_met.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.InRange(rows.Sum(row => double.Parse(row[6], System.Globalization.CultureInfo.InvariantCulture)),
            CityPlan.Inhabitants - 500, CityPlan.Inhabitants + 500);
        Assert.InRange(rows.Count(row => row[3] == "1"), 20, rows.Count / 2);
    }

    [Theory]
    [InlineData("D265", "D277", "D281", "D279", "D278", "D307", "D113", "D108", "D106", "D107", "D115")]
    [InlineData("C107", "C108", "C109", "C201", "C301", "C302", "C501", "C602", "C603", "C610")]
    [InlineData("F307", "F303", "F315", "F305", "F101", "F121")]
    [InlineData("A128", "D506", "A124", "A125", "A126", "A129", "E107", "E108", "D502", "A206", "A101", "A122")]
    public void Every_kind_of_facility_that_the_pact_names_exists(params string[] codes)
    {
        var present = BpeRows().Select(row => row["TYPEQU"]).ToHashSet(StringComparer.Ordinal);
        Assert.All(codes, code => Assert.Contains(code, present));
    }

    [Fact]
    public void Facilities_have_the_flaws_of_the_real_list()
    {
        var rows = BpeRows();
        Assert.All(rows.Where(r => r["QUALITE_GEOLOC"] == "_Z"), r => Assert.Equal("", r["LAMBERT_X"]));
        Assert.InRange(rows.Count(r => r["QUALITE_GEOLOC"] == "_Z"), 5, rows.Count / 20);
        Assert.InRange(rows.Count(r => r["QUALITE_GEOLOC"] == "33"), 5, rows.Count / 20);
        Assert.Contains(rows, r => r["NBEQUIDENT"] == "2");
    }

    [Fact]
    public void Streets_are_read_without_a_notice()
    {
        var notices = new NoticeLog();
        var osm = OsmPbfReader.Read([SampleCityFixture.PathOf("aurelmont.osm.pbf")], OsmInterest.Streets, notices, 1);
        Assert.NotNull(osm);
        Assert.Empty(notices.Summarize());
    }

    [Fact]
    public void Timetable_is_read_without_a_notice_and_every_trip_runs()
    {
        var notices = new NoticeLog();
        var feed = GtfsReader.Read(SampleCityFixture.PathOf("gtfs.zip"), "aurelmont", notices);
        Assert.Equal(0, feed.LeftOutTripCount);
        Assert.Equal(14, feed.Routes.Count);
        Assert.Empty(notices.Summarize().Select(n => $"{n.Code} x {n.Count}: {n.Examples[0]}"));
    }

    [Fact]
    public void Districts_are_the_same_in_GeoJSON_and_in_the_shapefile()
    {
        var notices = new NoticeLog();
        var json = DistrictSource.Read(new AreaSourceOptions { Path = SampleCityFixture.PathOf("QP2024_Aurelmont_WGS84.geojson") },
            notices);
        var shape = DistrictSource.Read(new AreaSourceOptions { Path = SampleCityFixture.PathOf("QP2024_Aurelmont_LB93.shp") }, notices);
        Assert.Equal(CityPlan.Districts.Select(d => (d.Code, d.Name)), json.Select(d => (d.Code, d.Label)));
        Assert.Equal(json.Select(d => (d.Code, d.Label)), shape.Select(d => (d.Code, d.Label)));
        foreach (var (a, b) in json.Zip(shape))
        {
            // A millimetre in degrees, and the rounding of the GeoJSON.
            Assert.True(a.Perimeter.SymmetricDifference(b.Perimeter).Area < a.Perimeter.Area * 1e-4, a.Code);
            Assert.Equal(a.Perimeter.NumGeometries, b.Perimeter.NumGeometries);
        }

        Assert.Empty(notices.Summarize());
    }

    [Fact]
    public void One_centrality_is_the_main_one()
    {
        var notices = new NoticeLog();
        var options = new CentralitySourceOptions
        {
            Path = SampleCityFixture.PathOf("centralites.geojson"),
            IdField = "id",
            LabelField = "nom",
            MainField = "principal",
            LevelField = "niveau"
        };
        var centres = CentralitySource.Read(options, notices);
        Assert.Equal(["AUR"], centres.Where(c => c.IsMain).Select(c => c.Id));
        Assert.Equal(4, centres.Count);
        Assert.Empty(notices.Summarize());
    }

    static List<Dictionary<string, string>> BpeRows()
    {
        var lines = File.ReadAllLines(SampleCityFixture.PathOf("BPE24.csv"));
        var header = lines[0].Split(';');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(';'))
            .ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))];
    }
}
