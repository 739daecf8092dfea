using System.Globalization;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class BpeSourceTests : IDisposable
{
    const string Header2018 = "REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;LAMBERT_X;LAMBERT_Y;QUALITE_XY\n";

    const string Header2023 = "AN;NOMRS;CNOMRS;NUMVOIE;INDREP;TYPVOIE;LIBVOIE;CADR;LIBCOM;CODPOS;DEPCOM;DEP;REG;DOM;SDOM;TYPEQU;SIRET;"
        + "STATUT_DIFFUSION;ITINERANCE;TYPE;NBEQUIDENT;LAMBERT_X;LAMBERT_Y;LONGITUDE;LATITUDE;QUALITE_XY;EPSG;"
        + "QUALITE_GEOLOC;TR_DIST_PRECISION;DCIRIS\n";

    readonly PlaceFile _file = new();
    readonly BpeSource _bpe = new();

    public void Dispose() => _file.Dispose();

    static string Row2023(
        string type = "D265",
        string siret = "12345678900011",
        string count = "1",
        string x = "_Z",
        string y = "_Z",
        string longitude = "-3.4597",
        string latitude = "48.7321",
        string quality = "B",
        string epsg = "2154",
        string address = "11",
        string kind = "_Z",
        string commune = "22113",
        string department = "22") =>
        $"2023;CABINET DU DR X;_Z;3;_Z;RUE;DE TREGUIER;_Z;LANNION;22300;{commune};{department};53;D;D2;{type};{siret};"
        + $"O;_Z;{kind};{count};{x};{y};{longitude};{latitude};{quality};{epsg};{address};< 100;22113_0101\n";

    [Fact]
    public void The_2018_form_is_read_in_lambert_93_and_by_department_overseas()
    {
        // (700000, 6600000) is by definition 3 E, 46.5 N. Easting 500000 of UTM zone 40 south is 57 E, of zone 20 north 63 W.
        var places = _file.Read(
            _bpe,
            "bpe18_ensemble_xy.csv",
            Header2018
            + "84;03;03001;03001_0000;2018;D201;700000;6600000;Bonne\n"
            + "04;974;97411;97411_0101;2018;C201;500000;7690000;Acceptable\n"
            + "01;971;97105;97105_0101;2018;F307;500000;1790000;Bonne\n"
            + "84;03;03001;03001_0000;2018;A129;;;Non géolocalisé\n"
            + "84;03;03001;03001_0000;2018;D233;0;0;_U\n");
        Assert.Equal(["generaliste", "college", "bibliotheque"], places.Select(place => place.ClassName));
        Assert.Equal(["bpe:D201:03001:L2", "bpe:C201:97411:L3", "bpe:F307:97105:L4"], places.Select(place => place.Id));
        Assert.Equal((3, 46.5), (Math.Round(places[0].Longitude, 7), Math.Round(places[0].Latitude, 7)));
        Assert.Equal((57, -63), (Math.Round(places[1].Longitude, 7), Math.Round(places[2].Longitude, 7)));
        Assert.InRange(places[1].Latitude, -21, -20.8);
        Assert.InRange(places[2].Latitude, 16.1, 16.3);
        Assert.Equal([PositionQuality.Good, PositionQuality.Acceptable, PositionQuality.Good], places.Select(place => place.Quality));
        Assert.Equal("2018", places[0].Edition);
        Assert.Equal(2, _file.Notices.CountOf("place-without-position"));
        Assert.Equal(5, _file.Example("place-without-position").At.Line);
    }

    [Fact]
    public void The_2023_form_has_degrees_names_sirets_and_counts_of_identical_equipments()
    {
        var places = _file.Read(
            _bpe,
            "BPE23.csv",
            Header2023
            + Row2023()
            + Row2023(type: "F121", siret: "_Z", count: "3", address: "12")
            + Row2023(longitude: "", latitude: "", x: "700000", y: "6600000", type: "D307"));
        Assert.Equal(3, places.Count);
        var first = places[0];
        Assert.Equal(
            ("bpe:D265:22113:12345678900011", "CABINET DU DR X", -3.4597, 48.7321, 1.0, PositionQuality.Good, "22113", "2023"),
            (first.Id, first.Name, first.Longitude, first.Latitude, first.Capacity, first.Quality, first.CommuneCode, first.Edition));
        Assert.Equal(("bpe:F121:22113:L3", 3.0, PositionQuality.Acceptable), (places[1].Id, places[1].Capacity, places[1].Quality));
        Assert.Equal((3, 46.5), (Math.Round(places[2].Longitude, 7), Math.Round(places[2].Latitude, 7)));
    }

    [Fact]
    public void A_code_of_several_classes_gives_a_place_for_each()
    {
        var places = _file.Read(_bpe, "BPE23.csv", Header2023 + Row2023(type: "C108"));
        Assert.Equal(["ecole", "ecole-maternelle", "ecole-elementaire"], places.Select(place => place.ClassName));
        Assert.Equal("bpe:C108:22113:12345678900011:ecole", places[0].Id);
        Assert.All(places, place => Assert.Equal("C108", place.SourceCode));
    }

    [Theory]
    [InlineData("B", "33")]
    [InlineData("M", "_Z")]
    public void Positions_drawn_in_the_commune_are_left_out_and_counted_unless_wanted(string quality, string address)
    {
        var text = Header2023 + Row2023(quality: quality, address: address) + Row2023(type: "D307");
        Assert.Equal("pharmacie", Assert.Single(_file.Read(_bpe, "BPE23.csv", text)).ClassName);
        Assert.Equal(1, _file.Notices.CountOf("place-position-poor"));
        var all = _file.Read(_bpe, "BPE23.csv", text, options => options with { KeepPoorPositions = true });
        Assert.Equal([PositionQuality.Poor, PositionQuality.Good], all.Select(place => place.Quality));
    }

    [Fact]
    public void Places_outside_the_area_and_codes_without_class_are_counted()
    {
        var places = _file.Read(
            _bpe,
            "BPE23.csv",
            Header2023
            + Row2023()
            + Row2023(longitude: "2.35", latitude: "48.85")
            + Row2023(longitude: "2.36", latitude: "48.85", type: "A504")
            + Row2023(type: "A504")
            + Row2023(type: "A504"),
            options => options with { AreaOfInterestWgs84 = PlaceFile.Lannion });
        Assert.Single(places);
        Assert.Equal(2, _file.Notices.CountOf("place-outside-area"));
        Assert.Equal(2, _file.Notices.CountOf("place-code-unclassed"));
        Assert.Contains("'A504' belongs to no class; 2 rows", _file.Example("place-code-unclassed").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Projected_rows_are_kept_exactly_where_the_area_has_them()
    {
        // A row every hundredth of a degree around (3 E, 46.5 N): the coarse look before unprojecting must not lose any.
        var area = new Envelope(2.9, 3.15, 46.4, 46.55);
        var toLambert = CrsTransform.FromWgs84(2154);
        var text = new StringBuilder(Header2018);
        var expected = 0;
        for (var i = -50; i < 50; i++)
        {
            for (var j = -50; j < 50; j++)
            {
                // Half a step off the grid, so that no point lies on the edge of the area.
                var (longitude, latitude) = (3 + ((i + 0.5) / 100), 46.5 + ((j + 0.5) / 100));
                var (x, y) = toLambert.Apply(longitude, latitude);
                text.Append(CultureInfo.InvariantCulture, $"84;03;03001;03001_0000;2018;A129;{x:F3};{y:F3};Bonne\n");
                expected += area.Contains(longitude, latitude) ? 1 : 0;
            }
        }

        var places = _file.Read(_bpe, "bpe18.csv", text.ToString(), options => options with { AreaOfInterestWgs84 = area });
        Assert.Equal(25 * 15, expected);
        Assert.Equal(expected, places.Count);
        Assert.Equal(10_000 - expected, _file.Notices.CountOf("place-outside-area"));
    }

    [Fact]
    public void Two_rows_of_one_siret_get_different_ids()
    {
        var places = _file.Read(_bpe, "BPE23.csv", Header2023 + Row2023() + Row2023());
        Assert.Equal(["bpe:D265:22113:12345678900011", "bpe:D265:22113:12345678900011:L3"], places.Select(place => place.Id));
        Assert.Equal(1, _file.Notices.CountOf("place-id-duplicate"));
    }

    [Fact]
    public void Mobile_equipments_are_itinerant() =>
        Assert.True(Assert.Single(_file.Read(_bpe, "BPE23.csv", Header2023 + Row2023(type: "A128", kind: "MO"))).IsItinerant);

    [Fact]
    public void Old_and_new_code_lists_are_told_apart_by_the_codes_in_the_file()
    {
        _file.Read(_bpe, "old.csv", Header2023 + Row2023(type: "D201") + Row2023(type: "D235"));
        Assert.Equal(2, _file.Notices.CountOf("bpe-codes-old"));
        Assert.Equal(0, _file.Notices.CountOf("bpe-class-not-published"));

        // The present list has neither orthophoniste nor orthoptiste.
        _file.Read(_bpe, "new.csv", Header2023 + Row2023(type: "D265"));
        Assert.Equal(2, _file.Notices.CountOf("bpe-codes-old"));
        Assert.Equal(2, _file.Notices.CountOf("bpe-class-not-published"));

        _file.Read(_bpe, "both.csv", Header2023 + Row2023(type: "D265") + Row2023(type: "D201"));
        Assert.Equal(1, _file.Notices.CountOf("bpe-codes-mixed"));
    }

    [Fact]
    public void A_system_that_is_not_known_is_counted_never_guessed()
    {
        var unknown = Row2023(longitude: "", latitude: "", x: "700000", y: "6600000", epsg: "9999");
        var places = _file.Read(_bpe, "BPE23.csv", Header2023 + Row2023() + unknown);
        Assert.Single(places);
        Assert.Equal(1, _file.Notices.CountOf("bpe-crs-unknown"));
        Assert.Equal(0, _file.Notices.CountOf("place-without-position"));
    }

    [Fact]
    public void A_comma_decimal_is_refused_with_its_line()
    {
        var text = Header2023 + Row2023() + Row2023(latitude: "48,73");
        var refusal = Assert.Throws<InputException>(() => _file.Read(_bpe, "BPE23.csv", text));
        Assert.Equal(("number-malformed", 3, "LATITUDE"), (refusal.Code, refusal.At.Line, refusal.At.Field));
    }

    [Fact]
    public void A_header_alone_is_refused() =>
        Assert.Equal("places-empty", Assert.Throws<InputException>(() => _file.Read(_bpe, "BPE23.csv", Header2023)).Code);

    [Theory]
    [InlineData("BPE_MEASURE;FACILITY_DOM;FACILITY_TYPE;GEO;GEO_OBJECT;TIME_PERIOD;OBS_VALUE\nF;A;A101;22113;COM;2023;1\n")]
    [InlineData("REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;NB_EQUIP\n53;22;22113;22113_0101;2018;C201;1\n")]
    public void Counts_without_coordinates_are_refused_and_the_right_file_is_named(string text)
    {
        var refusal = Assert.Throws<InputException>(() => _file.Read(_bpe, "DS_BPE_data.csv", text));
        Assert.Equal("bpe-without-coordinates", refusal.Code);
        Assert.Contains("take the located file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_count_per_iris_is_refused_for_its_missing_coordinates()
    {
        var path = RealData.Find("national/bpe2018-enseignement-iris.csv");
        if (path is null)
        {
            Assert.Skip("real data not present: national/bpe2018-enseignement-iris.csv");
        }

        var options = new PlaceSourceOptions { Path = path, Format = "bpe" };
        var refusal = Assert.Throws<InputException>(() => _bpe.Read(options, PlaceClasses.Default, _file.Notices));
        Assert.Equal("bpe-without-coordinates", refusal.Code);
    }
}
