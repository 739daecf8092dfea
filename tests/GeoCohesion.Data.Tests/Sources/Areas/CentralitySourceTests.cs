using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Sources.Areas;

public sealed class CentralitySourceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-centralities-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static string Point(string properties, double longitude = -3.46, double latitude = 48.73) =>
        FormattableString.Invariant(
            $"{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{longitude},{latitude}]}}}}");

    string Write(params ReadOnlySpan<string> features)
    {
        var path = Path.Combine(_folder, "centralities.geojson");
        File.WriteAllText(path, $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features.ToArray())}}]}""");
        return path;
    }

    IReadOnlyList<Centrality> Read(CentralitySourceOptions options) => CentralitySource.Read(options, _notices);

    [Fact]
    public void Points_are_read_with_label_flag_and_level()
    {
        var centralities = Read(new CentralitySourceOptions
        {
            Path = Write(
                Point("""{"id":"gare","nom":"Pôle gare","principal":"non","niveau":"structurant"}"""),
                Point("""{"id":"mairie","nom":"Hôtel de ville","principal":"Oui","niveau":"majeur"}""", -3.4592, 48.7326)),
        });
        Assert.Equal(
            ["gare Pôle gare False structurant", "mairie Hôtel de ville True majeur"],
            centralities.Select(c => $"{c.Id} {c.Label} {c.IsMain} {c.Level}"));
        Assert.Equal([(-3.4592, 48.7326)], centralities[1].Points);
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Without_flag_the_first_can_be_made_the_main_centre_and_without_id_features_are_numbered()
    {
        var centralities = Read(new CentralitySourceOptions { Path = Write(Point("{}"), Point("""{"nom":"B"}""")) });
        Assert.Equal(["centrality-1 centrality-1 False", "centrality-2 B False"], centralities.Select(c => $"{c.Id} {c.Label} {c.IsMain}"));
        Assert.Equal([true, false], CentralitySource.EnsureMain(centralities, _notices).Select(c => c.IsMain));
        Assert.Equal(1, _notices.CountOf("centrality-main-assumed"));

        var marked = new[] { centralities[0], centralities[1] with { IsMain = true } };
        Assert.Equal([false, true], CentralitySource.EnsureMain(marked, _notices).Select(c => c.IsMain));
        Assert.Equal(1, _notices.CountOf("centrality-main-assumed"));
    }

    [Fact]
    public void A_table_of_points_is_read_by_degrees_or_in_a_stated_system()
    {
        var path = Path.Combine(_folder, "centres.csv");
        File.WriteAllText(path, "id;label;lon;lat;main;niveau\nhv;Hôtel de ville;-3.4592;48.7326;1;majeur\ngare;Gare;-3.47;48.72;0;\n");
        var centralities = Read(new CentralitySourceOptions { Path = path });
        Assert.Equal(["hv Hôtel de ville True majeur", "gare Gare False "], centralities.Select(c => $"{c.Id} {c.Label} {c.IsMain} {c.Level}"));
        Assert.Equal([(-3.4592, 48.7326)], centralities[0].Points);

        // 1225318.535 E 7301067.954 N in CC48 is 3.46 W 48.73 N, after PROJ.
        File.WriteAllText(path, "id,x,y\nhv,1225318.535,7301067.954\n");
        var (longitude, latitude) = Assert.Single(Read(new CentralitySourceOptions { Path = path, Crs = "CC48" })).Points[0];
        Assert.Equal((-3.46, 48.73), (Math.Round(longitude, 8), Math.Round(latitude, 8)));
        Assert.Equal("crs-missing", Refuse(path));
        File.WriteAllText(path, "id,x\nhv,1\n");
        Assert.Equal("column-missing", Refuse(path));
        File.WriteAllText(path, "id,lon,lat\nhv,-3.46,\n");
        Assert.Equal("number-missing", Refuse(path));
        File.WriteAllText(path, "id;lon;lat\nhv;-3,46;48,73\n");
        Assert.Equal("number-malformed", Refuse(path));
    }

    [Fact]
    public void Fields_may_be_named_and_must_then_be_there()
    {
        var path = Write(Point("""{"k":"x","t":"T","c":"1","l":"2"}"""));
        var centrality = Assert.Single(Read(new CentralitySourceOptions { Path = path, IdField = "k", LabelField = "t", MainField = "c", LevelField = "l" }));
        Assert.Equal(("x", "T", true, "2"), (centrality.Id, centrality.Label, centrality.IsMain, centrality.Level));
        Assert.Equal(
            "field-missing",
            Assert.Throws<InputException>(() => Read(new CentralitySourceOptions { Path = path, LevelField = "nivcentr" })).Code);
    }

    // A square of 1,000 m: 40 outline points, and the inner grid of 200 m has 4 x 4 points (the fifth column and row are on the border).
    [Fact]
    public void A_polygon_counts_as_being_there_on_its_outline_and_within_its_label_point_first()
    {
        var latitudeSide = 1000 / 111_320.0;
        var longitudeSide = latitudeSide / Math.Cos((48.7 + (latitudeSide / 2)) * Math.PI / 180);
        var (west, south, east, north) = (-3.5, 48.7, -3.5 + longitudeSide, 48.7 + latitudeSide);
        var centrality = Assert.Single(Read(new CentralitySourceOptions
        {
            Path = Write(FormattableString.Invariant(
                $$$"""{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[{{{west}}},{{{south}}}],[{{{east}}},{{{south}}}],[{{{east}}},{{{north}}}],[{{{west}}},{{{north}}}],[{{{west}}},{{{south}}}]]]}}""")),
        }));
        Assert.Equal((west + east) / 2, centrality.Points[0].Longitude, 9);
        Assert.Equal((south + north) / 2, centrality.Points[0].Latitude, 9);

        var box = new Envelope(west, east, south, north);
        var border = centrality.Points.Count(p =>
            Math.Min(Math.Min(p.Longitude - west, east - p.Longitude) / longitudeSide, Math.Min(p.Latitude - south, north - p.Latitude) / latitudeSide) < 1e-9);
        Assert.InRange(border, 40, 41);
        Assert.InRange(centrality.Points.Count - border - 1, 16, 25);
        Assert.All(centrality.Points, p => Assert.True(box.Contains(p.Longitude, p.Latitude)));
    }

    [Fact]
    public void A_bent_polygon_has_its_label_point_inside()
    {
        // A U whose centroid is in its gap.
        var centrality = Assert.Single(Read(new CentralitySourceOptions
        {
            Path = Write("""{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[2,48],[2.03,48],[2.03,48.03],[2.02,48.03],[2.02,48.005],[2.01,48.005],[2.01,48.03],[2,48.03],[2,48]]]}}"""),
        }));
        var (longitude, latitude) = centrality.Points[0];
        Assert.False(longitude is > 2.01 and < 2.02 && latitude > 48.005);
    }

    [Fact]
    public void What_cannot_be_a_centrality_is_left_out_counted_or_refused()
    {
        var line = """{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"LineString","coordinates":[[2,48],[3,48]]}}""";
        Assert.Single(Read(new CentralitySourceOptions { Path = Write(line, Point("""{"id":"b"}""")) }));
        Assert.Equal(1, _notices.CountOf("centrality-geometry-unusable"));
        Assert.Equal("centrality-none", Refuse(Write(line)));
        Assert.Equal("centrality-none", Refuse(Write()));
        Assert.Equal("centrality-id-duplicate", Refuse(Write(Point("""{"id":"b"}"""), Point("""{"id":"b"}"""))));
        Assert.Equal("coordinates-swapped", Refuse(Write(Point("{}", 48.73, -3.46))));
        Assert.Equal("centrality-too-large", Refuse(Write("""{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[2,48],[3,48],[3,49],[2,48]]]}}""")));
    }

    string Refuse(string path) => Assert.Throws<InputException>(() => Read(new CentralitySourceOptions { Path = path })).Code;

    [Fact]
    public void Town_halls_become_centralities_of_which_one_is_main()
    {
        var places = new[] { Hall("a", "22168"), Hall("b", "22113"), Hall("c", "22113") with { ClassName = "pharmacie" } };
        Assert.Equal(["a False", "b True"], CentralitySource.FromPlaces(places, "22113", _notices).Select(c => $"{c.Id} {c.IsMain}"));
        Assert.Equal(["a False", "b False"], CentralitySource.FromPlaces(places, null, _notices).Select(c => $"{c.Id} {c.IsMain}"));
        Assert.Empty(_notices.Summarize());
        Assert.All(CentralitySource.FromPlaces(places, "35238", _notices), c => Assert.False(c.IsMain));
        Assert.Equal(1, _notices.CountOf("centrality-main-missing"));
        Assert.Equal("centrality-none", Assert.Throws<InputException>(() => CentralitySource.FromPlaces(places[2..], null, _notices)).Code);

        static Place Hall(string id, string commune) => new()
        {
            Id = id,
            ClassName = "mairie",
            SourceCode = "A129",
            Name = $"Mairie {id}",
            Longitude = -3.4,
            Latitude = 48.7,
            Source = "BPE24.csv",
            CommuneCode = commune,
        };
    }

    [Theory]
    [InlineData("22113")]
    [InlineData("lannion")]
    public void One_town_of_Action_coeur_de_ville_is_picked_by_code_or_name(string commune)
    {
        var path = RealData.Find("national/action-coeur-de-ville.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: national/action-coeur-de-ville.geojson");
        }

        var centrality = Assert.Single(Read(new CentralitySourceOptions { Path = path, Communes = [commune] }));
        Assert.Equal(("acv-106", "Lannion"), (centrality.Id, centrality.Label));
    }

    [Fact]
    public void Towns_of_Petites_villes_de_demain_are_picked_by_area()
    {
        var path = RealData.Find("national/petites-villes-de-demain.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: national/petites-villes-de-demain.geojson");
        }

        var area = new Envelope(-3.8, -2.9, 48.4, 48.9);
        var centralities = Read(new CentralitySourceOptions { Path = path, AreaOfInterestWgs84 = area });
        Assert.InRange(centralities.Count, 2, 30);
        Assert.All(centralities, c => Assert.True(area.Contains(c.Points[0].Longitude, c.Points[0].Latitude)));
        Assert.Equal(1645, centralities.Count + _notices.CountOf("centrality-out-of-area"));
    }
}
