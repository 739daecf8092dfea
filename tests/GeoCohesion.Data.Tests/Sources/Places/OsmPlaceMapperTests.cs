using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class OsmPlaceMapperTests
{
    [Theory]
    [InlineData("amenity=doctors", "generaliste")]
    [InlineData("amenity=doctors|healthcare:speciality=general;cardiology", "generaliste cardiologue")]
    [InlineData("amenity=doctors|healthcare:speciality=ophthalmology", "ophtalmologue")]
    [InlineData("amenity=doctors|healthcare=doctor", "generaliste")]
    [InlineData("amenity=pharmacy", "pharmacie")]
    [InlineData("amenity=school|school:FR=élémentaire", "ecole ecole-elementaire")]
    [InlineData("amenity=school|school:FR=primaire", "ecole ecole-maternelle ecole-elementaire")]
    [InlineData("amenity=school|school:FR=maternelle", "ecole ecole-maternelle")]
    [InlineData("amenity=school|school:FR=collège|name=Lycée Mal Nommé", "college")]
    [InlineData("amenity=school|isced:level=2;3", "college lycee")]
    [InlineData("amenity=school|name=Collège Charles Le Goffic", "college")]
    [InlineData("amenity=school|name=Lycée professionnel X|school:FR=lycée", "lycee lycee-pro")]
    [InlineData("amenity=school", "")]
    [InlineData("amenity=kindergarten", "creche")]
    [InlineData("amenity=kindergarten|school:FR=maternelle", "ecole ecole-maternelle")]
    [InlineData("amenity=library", "bibliotheque")]
    [InlineData("amenity=townhall", "mairie")]
    [InlineData("amenity=townhall|name=France Services Lannion", "france-services mairie")]
    [InlineData("railway=station", "gare")]
    [InlineData("railway=station|station=subway", "")]
    [InlineData("shop=supermarket", "supermarche")]
    [InlineData("highway=residential|name=Rue du Collège", "")]
    [InlineData("highway=residential|name=Rue de la Maison de santé", "")]
    public void Tags_belong_to_classes(string tags, string expected)
    {
        var map = tags.Split('|').Select(tag => tag.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(expected, string.Join(' ', PlaceClasses.Default.OfOsmTags(map).Select(placeClass => placeClass.Name)));
        Assert.Equal(expected.Length > 0, OsmPlaceMapper.IsPlace(map, PlaceClasses.Default));
    }

    [Fact]
    public void A_point_of_several_classes_becomes_several_places_with_their_own_ids()
    {
        var tags = new Dictionary<string, string> { ["amenity"] = "school", ["school:FR"] = "primaire", ["name"] = "École Kroas Hent" };
        var places = OsmPlaceMapper.Map("way", 42, -3.45, 48.73, tags, PlaceClasses.Default, "lannion.osm.pbf", "2026-03-17");
        Assert.Equal(["osm:way/42:ecole", "osm:way/42:ecole-maternelle", "osm:way/42:ecole-elementaire"], places.Select(place => place.Id));
        Assert.All(
            places,
            place => Assert.Equal(
                ("amenity=school", "École Kroas Hent", -3.45, 48.73, "2026-03-17"),
                (place.SourceCode, place.Name, place.Longitude, place.Latitude, place.Edition)));
    }

    [Fact]
    public void A_point_of_one_class_keeps_its_plain_id()
    {
        var tags = new Dictionary<string, string> { ["amenity"] = "pharmacy" };
        Assert.Equal("osm:node/7", Assert.Single(OsmPlaceMapper.Map("node", 7, 0, 0, tags, PlaceClasses.Default, "f")).Id);
    }

    [Fact]
    public void Lannion_has_seven_pharmacies_and_three_town_halls_by_their_tags()
    {
        var path = RealData.Find("lannion/lannion.osm.pbf");
        if (path is null)
        {
            Assert.Skip("real data not present: lannion/lannion.osm.pbf");
        }

        var classes = PlaceClasses.Default;
        var elements = OsmPbfReader.Read([path], OsmInterest.Places, new NoticeLog(), threads: 1);
        var places = OsmPoints.Read(elements, tags => OsmPlaceMapper.IsPlace(tags, classes))
            .SelectMany(point => OsmPlaceMapper.Map(point.Type, point.Id, point.Longitude, point.Latitude, point.Tags, classes, path))
            .ToList();
        var counts = places.CountBy(place => place.ClassName).ToDictionary();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        Assert.Equal((7, 3), (counts["pharmacie"], counts["mairie"]));
        Assert.Equal(places.Count, places.Select(place => place.Id).Distinct().Count());
        Assert.All(["ecole", "college", "lycee", "generaliste", "gare", "supermarche"], name => Assert.True(counts.ContainsKey(name), name));
    }
}
