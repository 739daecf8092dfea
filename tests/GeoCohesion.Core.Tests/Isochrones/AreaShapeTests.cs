using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;

namespace GeoCohesion.Core.Tests.Isochrones;

/// <summary>Areas made simpler, and made into rings.</summary>
public sealed class AreaShapeTests
{
    const int ToleranceMillimeters = 100_000;

    public static TheoryData<string, double> Cases => new()
    {
        { "city", 15 }, { "city", 60 }, { "city", 400 }, { "sample", 30 }, { "milan", 50 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Simplified_areas_stay_valid_nested_and_near_and_keep_their_parts_and_holes(string name, double meters)
    {
        foreach (var (query, areas) in Areas(name))
        {
            var simple = AreaSimplifier.Run(areas, meters);

            for (var i = 0; i < areas.Length; i++)
            {
                var exact = ExactArea.InE7(simple[i]);
                Assert.True(new IsValidOp(exact).IsValid, $"{name}, query {query}: limit {i} is not valid: {new IsValidOp(exact).ValidationError}");
                Assert.Equal(4326, simple[i].SRID);
                Assert.Equal(Parts(areas[i]), Parts(simple[i]));
                Assert.True(i == 0 || simple[i - 1].IsEmpty || exact.Covers(ExactArea.InE7(simple[i - 1])), $"{name}, query {query}: {i} does not hold {i - 1}");
                Assert.All(simple[i].Geometries.Cast<Polygon>(), polygon => Assert.True(Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence)));
                AssertNear(areas[i], simple[i], meters);
            }

            // Many corners go; all of them would if nothing were in the way.
            Assert.True(simple[^1].NumPoints < 0.75 * areas[^1].NumPoints, $"{simple[^1].NumPoints} of {areas[^1].NumPoints} corners are left");
            Assert.Equal(simple.Select(area => area.AsText()), AreaSimplifier.Run(areas, meters).Select(area => area.AsText()));
        }

        static string Parts(MultiPolygon area) => string.Join(' ', area.Geometries.Cast<Polygon>().Select(polygon => polygon.NumInteriorRings));
    }

    [Theory]
    [InlineData("city", false)]
    [InlineData("city", true)]
    [InlineData("sample", true)]
    [InlineData("milan", false)]
    public void Rings_are_valid_disjoint_and_together_the_longest_area(string name, bool isSimplified)
    {
        foreach (var (query, whole) in Areas(name))
        {
            var areas = isSimplified ? AreaSimplifier.Run(whole, 30) : whole;
            var rings = AreaRings.Of(areas);

            var sum = 0.0;
            for (var i = 0; i < rings.Length; i++)
            {
                Assert.True(new IsValidOp(ExactArea.InE7(rings[i])).IsValid, $"{name}, query {query}: ring {i} is not valid");
                Assert.All(rings[i].Geometries.Cast<Polygon>(), polygon => Assert.True(Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence)));
                for (var j = 0; j < i; j++)
                {
                    Assert.True(
                        rings[i].IsEmpty || rings[j].IsEmpty || ExactArea.InE7(rings[i]).Intersection(ExactArea.InE7(rings[j])).Area == 0,
                        $"{name}, query {query}: rings {i} and {j} overlap");
                }

                sum += SurfaceArea.SquareMeters(rings[i]);
                Assert.Equal(SurfaceArea.SquareMeters(areas[i]), sum, 1e-3 * sum);
            }
        }
    }

    //  a square of 4 km with a notch of 30 m on one side: it goes with a tolerance of 40 m, and stays with 20 m
    [Theory]
    [InlineData(20, 9)]
    [InlineData(40, 5)]
    public void A_corner_goes_when_it_is_near_enough_to_the_outline(double meters, int corners)
    {
        var (east, north) = Geodesy.MillimetersPerE7(45.46e7);
        Coordinate[] ring =
        [
            At(0, 0), At(1900, 0), At(1920, 30), At(1980, 30), At(2000, 0), At(4000, 0), At(4000, 4000), At(0, 4000), At(0, 0),
        ];
        var factory = GeometryFactory.Default;
        var area = factory.CreateMultiPolygon([factory.CreatePolygon(ring)]);

        Assert.Equal(corners, AreaSimplifier.Run([area], meters)[0].NumPoints);

        Coordinate At(double x, double y) => new(
            Math.Round(91_900_000 + (x * 1000 / east)) / 1e7, Math.Round(454_600_000 + (y * 1000 / north)) / 1e7);
    }

    static void AssertNear(MultiPolygon area, MultiPolygon simple, double meters)
    {
        var outline = InMeters(simple).Boundary;
        foreach (var corner in InMeters(area).Coordinates)
        {
            Assert.InRange(outline.Distance(GeometryFactory.Default.CreatePoint(corner)), 0, meters + 0.1);
        }
    }

    static Geometry InMeters(Geometry degrees)
    {
        var exact = ExactArea.InE7(degrees);
        var (east, north) = Geodesy.MillimetersPerE7(exact.EnvelopeInternal.Centre.Y);
        return AffineTransformation.ScaleInstance(east / 1000, north / 1000).Transform(exact);
    }

    static List<(int Query, MultiPolygon[] Areas)> Areas(string name)
    {
        if (StreetFiles.Graph(name, new Data.Build.StreetModes.Walk()) is not { } graph)
        {
            Assert.Skip($"real data not present: {name}");
            return [];
        }

        var raster = new StreetRaster(new StreetIndex(graph), 25_000, ToleranceMillimeters);
        var area = new AreaIsochrone(raster, SearchDirection.Forward, 2500);
        var random = new Random(11);
        return
        [
            .. Enumerable.Range(0, 3).Select(query =>
                (query, area.Run(RandomStreets.Positions(random, graph, 1 + query), [300_000, 330_000, 600_000, 1_200_000]))),
        ];
    }
}
