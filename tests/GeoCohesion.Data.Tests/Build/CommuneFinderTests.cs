using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Areas;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Build;

public class CommuneFinderTests
{
    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), 4326);

    [Fact]
    public void A_point_is_in_the_commune_around_it_on_a_border_in_the_first_and_elsewhere_in_none()
    {
        var finder = new CommuneFinder([Commune("a", 2, 3), Commune("b", 3, 4)]);
        Assert.Equal([0, 1, 0, -1, -1], new[] { 2.5, 3.5, 3, 4.5, 1 }.Select(longitude => finder.Find(longitude, 47.5)));
        Assert.Equal(-1, finder.Find(2.5, 49));
    }

    [Fact]
    public void Areas_are_read_under_the_names_that_producers_give_them()
    {
        var shape = Commune("a", 2, 3).Shape;
        var boundary = new Boundary(
            "96001", "Ville", shape, [new("SIREN_EPCI", "249600001/200054781"), new("lib_epci", "Agglo"), new("INSEE_DEP", "96"), new("code_insee_de_la_region", "99"), new("population", "1200")]);
        var commune = Assert.Single(CommuneFinder.FromBoundaries([boundary]));
        Assert.Equal(("249600001", "Agglo", "96", "", "99", 1200.0), (commune.EpciCode, commune.EpciLabel, commune.DepartmentCode, commune.DepartmentLabel, commune.RegionCode, commune.Population));
    }

    static Commune Commune(string code, double west, double east) =>
        new() { Code = code, Label = code, Shape = s_wgs84.ToGeometry(new Envelope(west, east, 47, 48)) };
}
