using System.Diagnostics;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Tests.Isochrones;

public sealed class StreetBufferTests
{
    static readonly int[] s_limits = [300_000, 600_000, 900_000];

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 8)]
    [InlineData(3, 150)]
    public void Buffers_are_valid_and_right_hand_wound_and_each_holds_that_of_a_shorter_limit(int seed, double meters)
    {
        var (index, pieces) = Reached(RandomStreets.City(seed, 32), seed, s_limits);
        var areas = StreetBuffer.Of([(index, pieces)], s_limits.Length, meters);
        for (var limit = 0; limit < areas.Length; limit++)
        {
            Assert.True(areas[limit].IsValid);
            Assert.All(areas[limit].Geometries.Cast<Polygon>(), polygon =>
            {
                Assert.True(polygon.Shell.IsCCW);
                Assert.All(polygon.Holes, hole => Assert.False(hole.IsCCW));
            });
            Assert.True(limit == 0 || ExactArea.InE7(areas[limit]).Covers(ExactArea.InE7(areas[limit - 1])), $"seed {seed}: not nested");
            Assert.True(limit == 0 || areas[limit].Area > 1.1 * areas[limit - 1].Area);
        }

        // Blocks between streets are holes unless the buffer fills them.
        var holes = areas[^1].Geometries.Cast<Polygon>().Sum(polygon => polygon.NumInteriorRings);
        Assert.True(meters > 100 ? holes < 5 : holes > 20, $"seed {seed}: {holes} holes");
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 8)]
    [InlineData(3, 150)]
    public void A_point_is_inside_exactly_when_a_reached_street_is_within_the_distance(int seed, double meters)
    {
        var graph = RandomStreets.City(seed, 32);
        var (index, pieces) = Reached(graph, seed, s_limits);
        var areas = StreetBuffer.Of([(index, pieces)], s_limits.Length, meters);
        var random = new Random(seed);
        var (inside, outside) = (0, 0);
        for (var limit = 0; limit < areas.Length; limit++)
        {
            var locator = new IndexedPointInAreaLocator(areas[limit]);
            var lines = pieces.Where(piece => piece.Limit <= limit)
                .Select(piece => index.Line(piece.Part.Link, piece.Part.FromMillimeters, piece.Part.ToMillimeters)).ToArray();
            foreach (var line in lines)
            {
                Assert.All(line, point => Assert.NotEqual(Location.Exterior, locator.Locate(new Coordinate(point.Longitude, point.Latitude))));
            }

            for (var i = 0; i < 400; i++)
            {
                // Beside a street, at about the distance.
                var from = lines[random.Next(lines.Length)][0];
                var (east, north) = Geodesy.MillimetersPerE7(from.Latitude * 1e7);
                var (sine, cosine) = Math.SinCos(random.NextDouble() * Math.Tau);
                var distance = meters * (0.7 + (0.6 * random.NextDouble()));
                var at = new Coordinate(from.Longitude + (cosine * distance * 1000 / east / 1e7), from.Latitude + (sine * distance * 1000 / north / 1e7));
                var nearest = lines.Min(line => Meters(line, at));

                // The circle is a polygon inside it, and corners are whole ten-millionths of a degree.
                if (nearest > (0.99 * meters) - 0.03 && nearest < meters + 0.03 + (0.001 * meters))
                {
                    continue;
                }

                var isInside = locator.Locate(at) != Location.Exterior;
                Assert.True(isInside == nearest <= meters, $"seed {seed}, limit {limit}: {at} is {nearest} m from a street and {(isInside ? "inside" : "outside")}");
                (inside, outside) = isInside ? (inside + 1, outside) : (inside, outside + 1);
            }
        }

        Assert.True(inside > 100 && outside > 20, $"{inside} inside, {outside} outside");
    }

    [Fact]
    public void Nothing_reached_has_an_empty_buffer()
    {
        var index = new StreetIndex(RandomStreets.City(1, 16));
        Assert.All(StreetBuffer.Of([(index, [])], 2, 30), area => Assert.True(area.IsEmpty));
    }

    [Fact]
    public void Half_an_hour_on_foot_in_Milan_is_drawn_within_seconds()
    {
        if (StreetFiles.Graph("milan", new Walk()) is not { } graph)
        {
            Assert.Skip("real data not present: milan");
            return;
        }

        var index = new StreetIndex(graph);
        int[] limits = [600_000, 1_200_000, 1_800_000];
        var network = new NetworkIsochrone(graph, SearchDirection.Forward);
        network.Run([index.Snap(9.1900, 45.4642, 500_000)], limits[^1]);
        var pieces = ReachedPieces.Cut(network.Parts(limits[^1]), limits);
        var watch = Stopwatch.StartNew();
        var areas = StreetBuffer.Of([(index, pieces)], limits.Length, 30);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{pieces.Count} pieces, {pieces.Sum(piece => piece.LengthMillimeters / 1e6):0} km: {watch.ElapsedMilliseconds} ms, {areas[^1].NumPoints} corners");
        Assert.True(areas[^1].IsValid);
        Assert.True(ExactArea.InE7(areas[^1]).Covers(ExactArea.InE7(areas[0])));
        Assert.True(SurfaceArea.SquareMeters(areas[^1]) > 3e6);
    }

    static (StreetIndex Index, List<ReachedPiece> Pieces) Reached(StreetGraph graph, int seed, int[] limits)
    {
        var network = new NetworkIsochrone(graph, SearchDirection.Forward);
        network.Run(RandomStreets.Positions(new Random(seed), graph, 2), limits[^1]);
        return (new StreetIndex(graph), ReachedPieces.Cut(network.Parts(limits[^1]), limits));
    }

    static double Meters(IReadOnlyList<(double Longitude, double Latitude)> line, Coordinate at)
    {
        var (east, north) = Geodesy.MillimetersPerE7(at.Y * 1e7);
        var least = double.MaxValue;
        for (var i = 1; i < line.Count; i++)
        {
            var (ax, ay) = ((line[i - 1].Longitude - at.X) * 1e4 * east, (line[i - 1].Latitude - at.Y) * 1e4 * north);
            var (bx, by) = ((line[i].Longitude - at.X) * 1e4 * east, (line[i].Latitude - at.Y) * 1e4 * north);
            var (dx, dy) = (bx - ax, by - ay);
            var square = (dx * dx) + (dy * dy);
            var share = square > 0 ? Math.Clamp(-((ax * dx) + (ay * dy)) / square, 0, 1) : 0;
            var (x, y) = (ax + (share * dx), ay + (share * dy));
            least = Math.Min(least, Math.Sqrt((x * x) + (y * y)));
        }

        return least;
    }
}
