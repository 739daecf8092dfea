using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Population;
using GeoCohesion.SampleCity.Plan;
using NetTopologySuite.Geometries;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>The product's own readers take every file of the city for what it is.</summary>
public sealed class SampleCityReadersTests
{
    static readonly Envelope s_everywhere = new(2.8, 3.2, 46.4, 46.8);

    [Fact]
    public void Population_is_read_whole()
    {
        var notices = new NoticeLog();
        var cells = PopulationSource.Read(new PopulationSourceOptions { Path = SampleCityFixture.PathOf("carreaux_200m_met.csv") },
            s_everywhere, notices);
        Assert.InRange(cells.Sum(c => c.Residents), CityPlan.Inhabitants - 500, CityPlan.Inhabitants + 500);
        Assert.DoesNotContain(notices.Summarize(), n => n.Severity != NoticeSeverity.Information);
    }

    [Fact]
    public void Professionals_are_scarcer_in_the_districts()
    {
        var districts = DistrictSource.Read(new AreaSourceOptions { Path = SampleCityFixture.PathOf("QP2024_Aurelmont_WGS84.geojson") },
            new NoticeLog());
        var doctors = Places("BPE24.csv", "bpe", new NoticeLog()).Where(p => p.ClassName == "generaliste").ToList();
        var insideCount = doctors.Count(p => districts.Any(d => d.Perimeter.Contains(new Point(p.Longitude, p.Latitude))));
        Assert.InRange(doctors.Count, 80, 92);

        // Eleven in a hundred people live there.
        Assert.True(insideCount < doctors.Count * 0.08);
    }

    [Fact]
    public void Facilities_keep_their_classes_and_lose_only_what_has_no_position()
    {
        var notices = new NoticeLog();
        var places = Places("BPE24.csv", "bpe", notices);
        string[] wanted =
        [
            "generaliste", "dentiste", "infirmier", "kine", "sage-femme", "pharmacie", "msp", "centre-de-sante", "urgences", "ecole",
            "college", "lycee", "universite", "bibliotheque", "cinema", "theatre", "conservatoire",
            "piscine", "gymnase", "france-services", "centre-social",
        ];
        var present = places.Select(p => p.ClassName).ToHashSet(StringComparer.Ordinal);
        Assert.All(wanted, name => Assert.Contains(name, present));
        Assert.DoesNotContain(notices.Summarize(), n => n.Severity == NoticeSeverity.Error);
    }

    [Fact]
    public void Bus_of_France_services_is_no_place()
    {
        var places = Places("france-services.csv", "france-services", new NoticeLog());
        Assert.Equal(3, places.Count(p => !p.IsItinerant));
    }

    [Fact]
    public void Establishments_and_professionals_are_joined()
    {
        const string Finess = "etalab-cs1100507-stock-20260105-0337.csv";
        var establishments = Places(Finess, "finess", new NoticeLog());
        Assert.Contains(establishments, p => p.ClassName == "msp");
        Assert.Contains(establishments, p => p.ClassName == "centre-de-sante");

        var notices = new NoticeLog();
        var people = Places("PS_LibreAcces_Personne_activite_202601050812.txt", "rpps", notices, SampleCityFixture.PathOf(Finess));
        Assert.Contains(people, p => p.ClassName == "generaliste");
        Assert.True(notices.CountOf("rpps-without-site") > 0);
    }

    static IReadOnlyList<Place> Places(string file, string format, NoticeLog notices, string? finess = null)
    {
        var source = Catalog.Of<IPlaceSource>()[format];
        var options = new PlaceSourceOptions
        {
            Path = SampleCityFixture.PathOf(file),
            Format = format,
            FinessPath = finess,
            AreaOfInterestWgs84 = s_everywhere
        };
        return source.Read(options, PlaceClasses.Default, notices);
    }
}
