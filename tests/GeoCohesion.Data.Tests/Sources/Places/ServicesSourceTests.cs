using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Places;

namespace GeoCohesion.Data.Tests.Sources.Places;

public sealed class ServicesSourceTests : IDisposable
{
    const string Header = "service,name,lon,lat,from,to\n";

    static readonly DateOnly s_day = new(2026, 3, 10);

    readonly PlaceFile _file = new();
    readonly ServicesSource _services = new();

    public void Dispose() => _file.Dispose();

    static PlaceSourceOptions OnTheDay(PlaceSourceOptions options) => options with { Date = s_day };

    IReadOnlyList<Core.Network.Place> Read(string text, Func<PlaceSourceOptions, PlaceSourceOptions>? change = null) =>
        _file.Read(_services, "mine.csv", text, change ?? OnTheDay);

    InputException Refusal(string text) => Assert.Throws<InputException>(() => Read(text));

    [Fact]
    public void One_file_fills_many_classes_by_names_of_classes_and_of_services_in_capitals_or_not()
    {
        var places = Read(
            Header
            + "Micro-Folie,A,-3.46,48.73,,\n"
            + "EPIDE,B,-3.46,48.73,,\n"
            + "msp-ou-centre-de-sante,C,-3.46,48.73,,\n"
            + "centre-de-sante,D,-3.46,48.73,,\n"
            + "acces-au-droit,E,-3.46,48.73,,\n");
        Assert.Equal(["micro-folie", "epide", "msp", "centre-de-sante", "point-acces-droit"], places.Select(place => place.ClassName));
        Assert.Equal("mine:L2 A -3.46 48.73 Micro-Folie False", FormattableString.Invariant(
            $"{places[0].Id} {places[0].Name} {places[0].Longitude} {places[0].Latitude} {places[0].SourceCode} {places[0].IsItinerant}"));
    }

    [Fact]
    public void French_columns_projected_coordinates_and_french_dates_are_read()
    {
        var place = Assert.Single(Read(
            "Nom;Service;X;Y;Du;Au;Itinérant;Identifiant;code_insee\nBus;mediation-numerique;700000;6600000;01/02/2024;31/12/2026;Oui;b1;18001\n",
            options => options with { Date = s_day, Crs = "EPSG:2154", Edition = "janvier 2026" }));
        Assert.Equal(
            ("mine:b1", "Bus", 3.0, 46.5, true, "18001", "janvier 2026"),
            (place.Id, place.Name, Math.Round(place.Longitude, 7), Math.Round(place.Latitude, 7), place.IsItinerant, place.CommuneCode, place.Edition));
        Assert.Empty(_file.Notices.Summarize());
    }

    [Theory]
    [InlineData("2026-03-10", "", true)]
    [InlineData("2026-03-11", "", false)]
    [InlineData("", "2026-03-10", true)]
    [InlineData("", "2026-03-09", false)]
    [InlineData("2026-03-10", "2026-03-10", true)]
    [InlineData("2020-01-01", "2024-06-30", false)]
    public void The_first_and_the_last_day_are_open_days(string from, string to, bool isOpen)
    {
        var places = Read($"{Header}epide,A,-3.46,48.73,{from},{to}\nepide,B,-3.46,48.73,,\n");
        Assert.Equal(isOpen ? ["A", "B"] : ["B"], places.Select(place => place.Name));
        var isFuture = to.Length == 0;
        Assert.Equal(isOpen || isFuture ? 0 : 1, _file.Notices.CountOf("service-closed"));
        Assert.Equal(isOpen || !isFuture ? 0 : 1, _file.Notices.CountOf("service-not-yet-open"));
        Assert.Equal(isOpen, _file.Notices.Summarize().Count == 0);
    }

    [Fact]
    public void A_closed_place_is_told_with_its_line_and_both_days()
    {
        Read(Header + "epide,A,-3.46,48.73,,\nmicro-folie,Old,-3.46,48.73,2024-01-15,2024-06-30\n");
        var notice = _file.Example("service-closed");
        Assert.Equal(3, notice.At.Line);
        Assert.Equal("'Old' closed on 2024-06-30, before 2026-03-10; it is left out.", notice.Sentence);
    }

    [Fact]
    public void Without_a_day_everything_is_kept_and_each_row_with_dates_is_counted()
    {
        var places = Read(Header + "epide,A,-3.46,48.73,,2020-01-01\nepide,B,-3.46,48.73,2030-01-01,\nepide,C,-3.46,48.73,,\n", options => options);
        Assert.Equal(3, places.Count);
        Assert.Equal(2, _file.Notices.CountOf("service-dates-not-applied"));
    }

    [Theory]
    [InlineData("epide,A,-3.46,48.73,soon,\n", "date-malformed", "mine.csv:2 from: found 'soon'; a day is expected")]
    [InlineData("epide,A,-3.46,48.73,,2024-02-30\n", "date-malformed", "mine.csv:2 to: found '2024-02-30'")]
    [InlineData("epide,A,-3.46,48.73,2024-02-02,2024-02-01\n", "service-dates-reversed", "it closes on 2024-02-01, before it opens on 2024-02-02")]
    [InlineData("gym,A,-3.46,48.73,,\n", "service-unknown", "mine.csv:2 service: 'gym' is neither a service of the checklist nor a class of places; use one of: ")]
    [InlineData("epide,A,-3.46,48.73,,2020-01-01\ngym,A,-3.46,48.73,,2020-01-01\n", "service-unknown", "mine.csv:3 service")]
    [InlineData(",A,-3.46,48.73,,\n", "service-unknown", "''")]
    [InlineData("epide,A,-3,46,48,73,2024-01-01,\n", "row-long", "")]
    [InlineData("epide,A,west,48.73,,\n", "number-malformed", "'west'")]
    [InlineData("epide,A,-3.46,148.73,,\n", "coordinates-out-of-range", "148.73")]
    [InlineData("", "places-empty", "")]
    public void Each_mistake_has_its_sentence(string rows, string code, string expected)
    {
        var refusal = Refusal(Header + rows);
        Assert.Equal(code, refusal.Code);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_and_flags_that_cannot_be_read_are_refused()
    {
        Assert.Contains("'service' is missing", Refusal("name,lon,lat\nA,-3.46,48.73\n").Message, StringComparison.Ordinal);
        var refusal = Refusal("service,lon,lat,itinerant\nepide,-3.46,48.73,perhaps\n");
        Assert.Equal("flag-malformed", refusal.Code);
        Assert.Contains("found 'perhaps'; oui or non", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_without_coordinates_is_counted_and_a_row_with_nothing_but_a_service_is_not_a_place()
    {
        Assert.Equal(["C"], Read(Header + "epide,A,,,,\nmission-locale,,,,,\nepide,C,-3.46,48.73,,\n").Select(place => place.Name));
        Assert.Equal(1, _file.Notices.CountOf("place-without-position"));
        Assert.Equal(2, _file.Example("place-without-position").At.Line);
    }

    [Fact]
    public void The_users_own_checklist_gives_its_names()
    {
        var checklist = _file.Write(
            "my.json", """{ "version": 1, "services": [ { "name": "sport", "fr": "Sport", "en": "Sport", "classes": ["gymnase", "stade"] } ] }""");
        var place = Assert.Single(Read(Header + "sport,A,-3.46,48.73,,\n", options => options with { ChecklistPath = checklist }));
        Assert.Equal("gymnase", place.ClassName);
        Assert.Equal("service-unknown", Refusal(Header + "sport,A,-3.46,48.73,,\n").Code);
    }

    [Fact]
    public void It_lists_the_classes_that_it_names_closed_ones_and_empty_ones_included()
    {
        var path = _file.Write("mine.csv", Header + "MICRO-FOLIE,Old,-3.46,48.73,,2024-06-30\nepide,,,,,\nacces-au-droit,A,-3.46,48.73,,\n");
        var options = new PlaceSourceOptions { Path = path, Format = "services", Date = s_day };
        Assert.Equal(["epide", "micro-folie", "point-acces-droit"], _services.Supplies(options, PlaceClasses.Default, []));
    }
}
