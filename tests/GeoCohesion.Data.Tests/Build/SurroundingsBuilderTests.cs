using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Build;

public class SurroundingsBuilderTests
{
    const int East = 3336600;
    const int North = 2936400;

    static readonly GeometryFactory s_laea = new(new PrecisionModel(), 3035);

    //  200 +---------+---------+---------+
    //      |   [.....|....]    |         |      the district is the band from 100 to 300 and 0 to 200:
    //    0 +---[-----+----]----+---------+      half of the first cell, half of the second, nothing of the third
    //      0  100   200  300  400       600
    [Fact]
    public void What_districts_leave_of_a_cell_keeps_its_share_of_residents_at_the_middle_of_the_rest()
    {
        PopulationCell[] cells = [Cell(2, 7), Cell(0, 40), Cell(1, 60)];
        var surroundings = SurroundingsBuilder.Build(cells, Origins(cells, 100, 300));

        Assert.Equal([cells[1].Id, cells[2].Id, cells[0].Id], surroundings.Select(point => point.Id));
        Assert.All(surroundings, point => Assert.Equal(-1, point.District));
        Assert.Equal([20, 30, 7], surroundings.Select(point => Math.Round(point.Residents, 6)));
        Assert.Equal([50, 350, 500], surroundings.Select(point => Math.Round(Meters(point).X)));
        Assert.All(surroundings, point => Assert.Equal(100, Meters(point).Y, 0.5));
    }

    [Fact]
    public void A_cell_within_a_district_leaves_nothing()
    {
        PopulationCell[] cells = [Cell(0, 40)];
        Assert.Empty(SurroundingsBuilder.Build(cells, Origins(cells, 0, 400)));
        Assert.Single(SurroundingsBuilder.Build(cells, []));
    }

    [Fact]
    public void Nobody_is_lost_or_counted_twice()
    {
        var random = new Random(41);
        for (var run = 0; run < 200; run++)
        {
            PopulationCell[] cells = [.. Enumerable.Range(0, 6).Select(column => Cell(column, 1 + random.Next(500)))];
            var from = random.NextDouble() * 1000;
            var origins = Origins(cells, from, from + 1 + (random.NextDouble() * 600));
            var surroundings = SurroundingsBuilder.Build(cells, origins);
            Assert.Equal(cells.Sum(cell => cell.Residents), origins.Sum(origin => origin.Residents) + surroundings.Sum(point => point.Residents), 1e-6 * 3000);
        }
    }

    [Fact]
    public void People_at_a_point_are_in_a_district_or_not()
    {
        var inside = Point("a", 150);
        var outside = Point("b", 450);
        var point = Assert.Single(SurroundingsBuilder.Build([inside, outside], Origins([inside, outside], 100, 300)));
        Assert.Equal(("b", 9.0), (point.Id, point.Residents));
    }

    static PopulationCell Cell(int column, double residents)
    {
        var west = East + (200 * column);
        return new PopulationCell
        {
            Id = $"CRS3035RES200mN{North}E{west}",
            Shape = s_laea.ToGeometry(new Envelope(west, west + 200, North, North + 200)),
            Crs = 3035,
            Residents = residents,
        };
    }

    static PopulationCell Point(string id, double meters)
    {
        var (longitude, latitude) = CrsTransform.ToWgs84(3035).Apply(East + meters, North + 100);
        return new PopulationCell { Id = id, Shape = new Point(longitude, latitude), Crs = 4326, Residents = 9 };
    }

    static IReadOnlyList<Origin> Origins(PopulationCell[] cells, double fromMeters, double toMeters)
    {
        var band = s_laea.ToGeometry(new Envelope(East + fromMeters, East + toMeters, North, North + 200));
        var district = new District { Code = "D", Label = "D", Perimeter = CrsTransform.ToWgs84(3035).Apply(band), Source = "d.geojson" };
        return [.. OriginBuilder.Build([district], cells, new OriginOptions { SmallestPieceSquareMeters = 0 }, new NoticeLog()).Where(origin => origin.Cell is not null)];
    }

    static (double X, double Y) Meters(Origin point)
    {
        var (x, y) = CrsTransform.FromWgs84(3035).Apply(point.Longitude, point.Latitude);
        return (x - East, y - North);
    }
}
