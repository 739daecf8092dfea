using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>Other inputs and rules than the usual ones.</summary>
public sealed class VariantTests : IDisposable
{
    const int LaeaEurope = 3035;

    readonly TempFolder _folder = new();
    readonly SmallTown _town;
    readonly RunOutput _output;

    public VariantTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _output = new RunOutput(_folder.Combine("results"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cells_of_Filosofi_count_by_the_share_of_their_area_within_the_perimeter()
    {
        // One whole cell of 40 residents, and the western half of its neighbour, imputed, of 30.
        var (x, y) = CrsTransform.FromWgs84(LaeaEurope).Apply(SmallTown.Longitude(10), SmallTown.Latitude(2));
        var (east, north) = (200 * (int)(x / 200), 200 * (int)(y / 200));
        var toWgs84 = CrsTransform.ToWgs84(LaeaEurope);
        JsonArray Corner(double dx, double dy)
        {
            var (longitude, latitude) = toWgs84.Apply(east + dx, north + dy);
            return new JsonArray(longitude, latitude);
        }

        _town.Districts.Clear();
        _town.Districts.Add(SmallTown.Feature(
            new JsonArray(Corner(0, 0), Corner(300, 0), Corner(300, 200), Corner(0, 200), Corner(0, 0)),
            ("code_qp", "QN02207M"),
            ("lib_qp", "Carreaux")));
        _town.Write("population.csv", FormattableString.Invariant($"""
            idcar_200m,idcar_1km,i_est_200,ind,men,men_pauv
            CRS3035RES200mN{north}E{east},x,0,40,20,5
            CRS3035RES200mN{north}E{east + 200},x,1,30,15,4
            CRS3035RES200mN{north + 200}E{east},x,0,1000,500,50

            """));
        await Geocohesion.RunWell("run", _town.Save(), "--out", _output.Folder);
        var district = Assert.Single(_output.Rows("districts"));
        Assert.Equal(55, Number(district["residents"]), 0.01);
        Assert.Equal(15 / 55.0, Number(district["imputed_share"]), 1e-4);
        Assert.Equal("2", district["origins"]);
        var half = _output.Row("origins", "cell", FormattableString.Invariant($"CRS3035RES200mN{north}E{east + 200}"));
        Assert.Equal((0.5, 15.0), (Math.Round(Number(half["share_of_cell"]), 4), Math.Round(Number(half["residents"]), 2)));
        Assert.Equal("true", half["imputed"]);

        using var collection = JsonDocument.Parse(
            await File.ReadAllBytesAsync(_output.PathOf("origins.geojson"), TestContext.Current.CancellationToken));
        Assert.All(collection.RootElement.GetProperty("features").EnumerateArray(), feature => Assert.Equal(
            "Polygon", feature.GetProperty("geometry").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task The_rule_may_ask_for_less_than_thirty_minutes_of_the_main_centre_for_a_share_of_residents()
    {
        _town.Territory["halfHour"] = new JsonObject { ["comparison"] = "<", ["share"] = 0.3, ["centrality"] = "main" };
        await Geocohesion.RunWell("run", _town.Save(), "--out", _output.Folder);

        // Of the edge, 30 of 100 residents are at 28:30; the 20 at exactly 30:00 are not less than that away.
        var edge = _output.Row("districts", "code", SmallTown.Edge);
        Assert.Equal(("conforming", 0.3), (edge["verdict"], Number(edge["share_within"])));
        Assert.Equal("not_conforming", _output.Row("districts", "code", SmallTown.East)["verdict"]);
        Assert.Equal("2790", _output.Row("districts", "code", SmallTown.East)["median_s"]);
        using var manifest = _output.Manifest();
        var rule = manifest.RootElement.GetProperty("parameters").GetProperty("halfHour");
        Assert.Equal(
            ("<", 0.3, "main"),
            (
                rule.GetProperty("comparison").GetString(),
                rule.GetProperty("requiredShare").GetDouble(),
                rule.GetProperty("centrality").GetString()));
    }

    [Fact]
    public async Task The_rule_may_ask_for_each_of_the_centralities()
    {
        _town.Territory["halfHour"] = new JsonObject { ["centrality"] = "each", ["limit"] = "40:00" };
        await Geocohesion.RunWell("run", _town.Save(), "--out", _output.Folder);

        // The edge is 24 to 26 blocks from the east, all within forty minutes; the near one 41 to 43.
        Assert.Equal(("conforming", "2160"), (
            _output.Row("districts", "code", SmallTown.Edge)["verdict"], _output.Row("districts", "code", SmallTown.Edge)["median_s"]));
        Assert.Equal(("not_conforming", "3780"), (
            _output.Row("districts", "code", SmallTown.Near)["verdict"], _output.Row("districts", "code", SmallTown.Near)["median_s"]));
    }

    [Fact]
    public async Task Without_population_a_grid_of_points_of_equal_weight_stands_for_the_residents_and_is_said()
    {
        _town.Territory.Remove("population");
        _town.Territory["gridSpacingMeters"] = 50;
        await Geocohesion.RunWell("run", _town.Save(), "--out", _output.Folder);
        var near = _output.Row("districts", "code", SmallTown.Near);

        // 300 m by 100 m hold twelve squares of 50 m, give or take where the perimeter cuts the grid.
        Assert.InRange(Number(near["origins"]), 10, 14);
        Assert.Equal(near["origins"], near["residents"]);
        Assert.Equal(5, _output.Notices()["origin-grid-fallback"]);

        // The grid lies in the territory's own system once that is stated: the names of its points are its metres.
        Assert.DoesNotContain(_output.Rows("origins"), InLambert93);
        _town.Territory["crs"] = "EPSG:2154";
        await Geocohesion.RunWell("run", _town.Save(), "--out", _output.Folder);
        Assert.All(_output.Rows("origins"), row => Assert.True(InLambert93(row), row["id"]));

        static bool InLambert93(IReadOnlyDictionary<string, string> origin)
        {
            var (x, y) = CrsTransform.FromWgs84(2154).Apply(Number(origin["lon"]), Number(origin["lat"]));
            var name = origin["id"].Split("/grid-N")[1].Split('E');
            return Math.Abs(Number(name[0]) - y) < 1 && Math.Abs(Number(name[1]) - x) < 1;
        }
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
