using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Places;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class CsvPlaceSourceTests : IDisposable
{
    readonly PlaceFile _file = new();
    readonly CsvPlaceSource _csv = new();

    public void Dispose() => _file.Dispose();

    string Refusal(string text, Func<PlaceSourceOptions, PlaceSourceOptions>? change = null) =>
        Assert.Throws<InputException>(
            () => _file.Read(_csv, "mine.csv", text, change ?? (options => options with { ClassName = "mairie" }))).Code;

    static PlaceSourceOptions InLannion(PlaceSourceOptions options) =>
        options with { ClassName = "mairie", AreaOfInterestWgs84 = PlaceFile.Lannion };

    static PlaceSourceOptions InLambert(PlaceSourceOptions options) => options with { ClassName = "mairie", Crs = "2154" };

    [Fact]
    public void Degrees_with_class_name_id_and_capacity_are_read_by_their_french_names()
    {
        var places = _file.Read(
            _csv,
            "mes lieux.v2.csv",
            """
            Nom;Classe;Latitude;Longitude;Identifiant;Poids;code_insee
            Médiathèque;bibliotheque;48.73;-3.46;m1;2.5;22113
            Gymnase;gymnase;48.74;-3.45;;;
            """);
        Assert.Equal(["mes lieux:m1", "mes lieux:L3"], places.Select(place => place.Id));
        var first = places[0];
        Assert.Equal(
            ("bibliotheque", "Médiathèque", -3.46, 48.73, 2.5, "22113"),
            (first.ClassName, first.Name, first.Longitude, first.Latitude, first.Capacity, first.CommuneCode));
        Assert.Equal(1, places[1].Capacity);
    }

    [Fact]
    public void Projected_coordinates_need_their_system()
    {
        const string Text = "id,x,y\na,700000,6600000\n";
        var place = Assert.Single(_file.Read(_csv, "mine.csv", Text, options => options with { ClassName = "mairie", Crs = "EPSG:2154" }));
        Assert.Equal((3, 46.5), (Math.Round(place.Longitude, 7), Math.Round(place.Latitude, 7)));
        Assert.Equal("crs-missing", Refusal(Text));
        Assert.Equal("crs-unknown", Refusal(Text, options => options with { ClassName = "mairie", Crs = "EPSG:99999" }));
        Assert.Equal("column-missing", Refusal("lon,lat\n3,46\n", options => options with { ClassName = "mairie", Crs = "EPSG:2154" }));
    }

    [Fact]
    public void The_class_of_the_options_wins_and_one_of_both_must_be_there()
    {
        const string Text = "lon,lat,class\n-3.46,48.73,gymnase\n";
        Assert.Equal("mairie", _file.Read(_csv, "mine.csv", Text, options => options with { ClassName = "mairie" })[0].ClassName);
        Assert.Equal("class-missing", Refusal("lon,lat\n-3.46,48.73\n", options => options));
        Assert.Equal("class-unknown", Refusal("lon,lat,class\n-3.46,48.73,gymnasium\n", options => options));
        Assert.Equal("class-unknown", Refusal(Text, options => options with { ClassName = "gymnasium" }));
    }

    [Theory]
    [InlineData("lon;lat\n-3,46;48,73\n", "number-malformed")]
    [InlineData("lon,lat\n-3,46,48,73\n", "row-long")]
    [InlineData("longitude,name\n-3.46,x\n", "column-missing")]
    [InlineData("lon,lat\n-3.46,148.73\n", "coordinates-out-of-range")]
    [InlineData("lon,lat\n-200,48.73\n", "coordinates-out-of-range")]
    [InlineData("lon,lat\n", "places-empty")]
    [InlineData("", "table-empty")]
    [InlineData("lon,lat,weight\n-3.46,48.73,0\n", "capacity-not-positive")]
    public void Each_mistake_has_its_sentence(string text, string code) => Assert.Equal(code, Refusal(text));

    [Fact]
    public void Swapped_coordinates_are_refused_with_and_without_an_area()
    {
        const string Text = "id,lon,lat\na,48.73,-3.46\nb,48.74,-3.45\nc,48.75,-3.44\n";
        Assert.Equal("coordinates-swapped", Refusal(Text));
        Assert.Equal("coordinates-swapped", Refusal(Text, InLannion));
        Assert.Equal("coordinates-swapped", Refusal("x,y\n6600000,700000\n", InLambert));
    }

    [Fact]
    public void A_few_places_abroad_are_not_called_swapped()
    {
        // Somalia, where Lannion would be with its coordinates swapped, beside Lannion itself.
        var places = _file.Read(_csv, "mine.csv", "lon,lat\n-3.46,48.73\n48.73,-3.46\n", options => options with { ClassName = "mairie" });
        Assert.Equal(2, places.Count);
    }

    [Fact]
    public void A_file_of_another_region_is_kept_empty_with_a_notice()
    {
        var places = _file.Read(_csv, "mine.csv", "lon,lat\n2.35,48.85\n2.36,48.86\n", InLannion);
        Assert.Empty(places);
        Assert.Equal(2, _file.Notices.CountOf("place-outside-area"));
        Assert.Equal(1, _file.Notices.CountOf("places-none-kept"));
    }

    [Fact]
    public void Empty_and_zero_coordinates_are_counted_with_their_lines()
    {
        var places = _file.Read(_csv, "mine.csv", "id,lon,lat\na,-3.46,48.73\nb,,\nc,0,0\n", InLannion);
        Assert.Single(places);
        Assert.Equal(2, _file.Notices.CountOf("place-without-position"));
        Assert.Equal(3, _file.Example("place-without-position").At.Line);
    }

    [Fact]
    public void Every_format_is_found_by_its_name() =>
        Assert.Equal(
            ["bpe", "csv", "finess", "france-services", "geojson", "rpps", "services"],
            Catalog.Of<IPlaceSource>().Keys);
}
