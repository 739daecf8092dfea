using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class FranceServicesSourceTests : IDisposable
{
    const string Header = "\"id_fs\",\"insee_dep\",\"lib_fs\",\"insee_com\",\"latitude\",\"longitude\",\"type_fs\",\"format_fs\"\n";

    readonly PlaceFile _file = new();
    readonly FranceServicesSource _source = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Buses_and_rounds_are_itinerant_and_missing_or_zero_coordinates_are_counted()
    {
        var places = _file.Read(
            _source,
            "fs.csv",
            Header
            + "\"1\",\"22\",\"France services Lannion\",\"22113\",48.73,-3.45,\"Principal\",\"Fixe\"\n"
            + "\"2\",\"22\",\"Bus\",\"22113\",48.74,-3.45,\"Principal\",\"Bus_équivalent\"\n"
            + "\"3\",\"22\",\"Rounds\",\"22113\",48.74,-3.45,\"Antenne\",\"Itinérante\"\n"
            + "\"4\",\"22\",\"Nowhere\",\"22113\",,,\"Principal\",\"Fixe\"\n"
            + "\"5\",\"22\",\"Gulf of Guinea\",\"22113\",0,0,\"Principal\",\"Fixe\"\n");
        Assert.Equal(["france-services:1", "france-services:2", "france-services:3"], places.Select(place => place.Id));
        Assert.Equal([false, true, true], places.Select(place => place.IsItinerant));
        var first = places[0];
        Assert.Equal((-3.45, 48.73, "22113", "Principal/Fixe"), (first.Longitude, first.Latitude, first.CommuneCode, first.SourceCode));
        Assert.Equal(2, _file.Notices.CountOf("place-without-position"));
    }

    [Fact]
    public void Swapped_columns_are_refused()
    {
        var text = Header + "1,22,A,22113,-3.45,48.73,Principal,Fixe\n2,22,B,22113,-3.46,48.74,Principal,Fixe\n";
        Assert.Equal("coordinates-swapped", Assert.Throws<InputException>(() => _file.Read(_source, "fs.csv", text)).Code);
    }

    [Fact]
    public void The_real_list_of_august_2024_has_163_itinerant_services()
    {
        var path = RealData.Find("national/france-services-20240801.csv");
        if (path is null)
        {
            Assert.Skip("real data not present: national/france-services-20240801.csv");
        }

        var options = new PlaceSourceOptions { Path = path, Format = "france-services" };
        var places = _source.Read(options, PlaceClasses.Default, _file.Notices);
        Assert.Equal(2845, places.Count);
        Assert.Equal(2845, places.Select(place => place.Id).Distinct().Count());
        Assert.Equal(134, places.Count(place => place.SourceCode.EndsWith("/Bus_équivalent", StringComparison.Ordinal)));
        Assert.Equal(134 + 29, places.Count(place => place.IsItinerant));
        Assert.Empty(_file.Notices.Summarize());

        var lannion = _source.Read(options with { AreaOfInterestWgs84 = PlaceFile.Lannion }, PlaceClasses.Default, _file.Notices);
        Assert.Equal("22113", Assert.Single(lannion).CommuneCode);
        Assert.Equal(2844, _file.Notices.CountOf("place-outside-area"));
    }
}
