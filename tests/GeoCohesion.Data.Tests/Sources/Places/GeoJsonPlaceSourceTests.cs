using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class GeoJsonPlaceSourceTests : IDisposable
{
    readonly PlaceFile _file = new();
    readonly GeoJsonPlaceSource _source = new();

    public void Dispose() => _file.Dispose();

    static string Feature(string properties, string geometry) =>
        $$"""{ "type": "Feature", "properties": {{properties}}, "geometry": {{geometry}} }""";

    static string Point(string x, string y) => $$"""{ "type": "Point", "coordinates": [{{x}}, {{y}}] }""";

    static string Collection(params string[] features) =>
        $$"""{ "type": "FeatureCollection", "features": [{{string.Join(", ", features)}}] }""";

    [Fact]
    public void Points_and_centroids_are_places_of_the_class_they_say()
    {
        // A square of 0.02 degrees whose centre is (-3.45, 48.73).
        const string Square =
            """{ "type": "Polygon", "coordinates": [[[-3.46, 48.72], [-3.44, 48.72], [-3.44, 48.74], [-3.46, 48.74], [-3.46, 48.72]]] }""";
        var text = Collection(
            Feature("""{ "id": 7, "nom": "Piscine", "Classe": "piscine", "capacity": 2 }""", Point("-3.46", "48.73")),
            Feature("""{ "classe": "gymnase" }""", Square),
            Feature("""{ "classe": "gymnase" }""", "null"));
        var places = _file.Read(_source, "sport.geojson", text);
        Assert.Equal(["sport:7", "sport:F2"], places.Select(place => place.Id));
        var first = places[0];
        Assert.Equal(
            ("piscine", "Piscine", -3.46, 48.73, 2.0),
            (first.ClassName, first.Name, first.Longitude, first.Latitude, first.Capacity));
        Assert.Equal((-3.45, 48.73), (Math.Round(places[1].Longitude, 9), Math.Round(places[1].Latitude, 9)));
        Assert.Equal(1, _file.Notices.CountOf("place-without-position"));
    }

    [Fact]
    public void The_users_mistakes_have_their_sentences()
    {
        Assert.Equal("class-missing", Refusal(Collection(Feature("{}", Point("-3.46", "48.73")))));
        Assert.Equal("class-unknown", Refusal(Collection(Feature("""{ "class": "pool" }""", Point("-3.46", "48.73")))));
        Assert.Equal("coordinates-swapped", Refusal(Collection(Feature("""{ "class": "piscine" }""", Point("48.73", "-3.46")))));
        Assert.Equal("coordinates-out-of-range", Refusal(Collection(Feature("""{ "class": "piscine" }""", Point("300000", "6800000")))));
        Assert.Equal("capacity-not-positive", Refusal(Collection(Feature("""{ "class": "piscine", "poids": 0 }""", Point("-3.46", "48.73")))));
        Assert.Equal("places-empty", Refusal(Collection()));

        string Refusal(string text) => Assert.Throws<InputException>(() => _file.Read(_source, "mine.geojson", text)).Code;
    }

    [Fact]
    public void The_real_towns_of_coeur_de_ville_are_read_as_places()
    {
        var path = RealData.Find("national/action-coeur-de-ville.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: national/action-coeur-de-ville.geojson");
        }

        var options = new PlaceSourceOptions { Path = path, Format = "geojson", ClassName = "mairie" };
        var places = _source.Read(options, PlaceClasses.Default, _file.Notices);
        Assert.Equal(232, places.Count);
    }
}
