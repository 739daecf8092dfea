using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Tests.Isochrones;

public sealed class RealTransitAreaTests
{
    const int ToleranceMillimeters = 100_000;

    [Theory]
    [InlineData("sample", SearchDirection.Forward, "median")]
    [InlineData("sample", SearchDirection.Backward, "share:0.8")]
    [InlineData("milan", SearchDirection.Forward, "p85")]
    [InlineData("porto-alegre", SearchDirection.Forward, "median")]
    [InlineData("porto-alegre", SearchDirection.Backward, "worst")]
    public void A_point_is_inside_exactly_when_the_matrix_has_it_within_the_limit_but_for_a_band_of_one_resolution(
        string name, SearchDirection direction, string rule)
    {
        if (TransitOnStreets.Of(name) is not { } city)
        {
            Assert.Skip($"real data not present: {name}");
            return;
        }

        Assert.True(DepartureRule.TryParse(rule, out var departureRule));
        var options = new TransitOptions { BoardingSlackSeconds = 60, MaxDurationSeconds = 5400 };
        var isForward = direction == SearchDirection.Forward;
        var table = isForward
            ? ConnectionTable.ForDepartures(city.Timetable, city.Footpaths, city.Window, options, 2)
            : ConnectionTable.ForDeparturesMirrored(city.Timetable, city.Footpaths, city.Window, options, 2);
        var streets = city.Streets(40_000, ToleranceMillimeters);
        var isochrone = new TransitAreaIsochrone(table, direction, [streets], leastSquareMeters: 0);
        var random = new Random(5);
        int[] limits = [1200, 2700];
        var (points, inside, inBand) = (0, 0, 0);
        for (var query = 0; query < (name == "sample" ? 2 : 1); query++)
        {
            var stop = city.Timetable.Stops[random.Next(city.Timetable.StopCount)];
            var place = city.Index.Snap(stop.Longitude + 0.001, stop.Latitude, 300_000);
            var areas = isochrone.Run([[place]], city.Window, departureRule, limits);
            for (var limit = 0; limit < limits.Length; limit++)
            {
                if (areas[limit].IsEmpty)
                {
                    continue;
                }

                var locator = new IndexedPointInAreaLocator(areas[limit]);
                var box = areas[limit].EnvelopeInternal;
                Coordinate[] at =
                [
                    .. Enumerable.Range(0, 250).Select(_ => new Coordinate(
                        box.MinX + (random.NextDouble() * box.Width), box.MinY + (random.NextDouble() * box.Height))),
                ];
                var seconds = Seconds(city, options, place, at, rule, isForward);
                for (var i = 0; i < at.Length; i++)
                {
                    var isInside = locator.Locate(at[i]) != Location.Exterior;
                    points++;
                    inside += isInside ? 1 : 0;
                    if (isInside != seconds[i] <= limits[limit])
                    {
                        // A square of the grid around the point: were the truth the same at its corners, so would the area be in it.
                        inBand++;
                        Assert.True(
                            Seconds(city, options, place, Corners(streets.Raster, at[i]), rule, isForward)
                                .Any(corner => corner <= limits[limit] == isInside),
                            $"{name}, query {query}, limit {limits[limit]}: {at[i]} is wrongly {(isInside ? "inside" : "outside")}");
                    }
                }
            }

            Assert.True(areas[0].IsEmpty || ExactArea.InE7(areas[1]).Covers(ExactArea.InE7(areas[0])));
            Assert.All(areas, area => Assert.True(area.IsValid));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} points, {inside} inside, {inBand} err within {streets.Raster.ResolutionMillimeters} mm of a change");
        Assert.True(inside > points / 20, $"only {inside} of {points} points are inside: nothing is tested");
        Assert.True(inBand < points / 10, $"{inBand} of {points} points err");
    }

    static Coordinate[] Corners(StreetRaster raster, Coordinate at)
    {
        var (x, y) = ((int)Math.Floor(at.X * 1e7 / raster.StepLongitudeE7), (int)Math.Floor(at.Y * 1e7 / raster.StepLatitudeE7));
        return
        [
            .. Enumerable.Range(0, 4).Select(corner => new Coordinate(
                (x + (corner % 2)) * raster.StepLongitudeE7 / 1e7, (y + (corner / 2)) * raster.StepLatitudeE7 / 1e7)),
        ];
    }

    /// <summary>What the matrix has by the rule, between the place and points.</summary>
    static int[] Seconds(
        TransitOnStreets city, TransitOptions options, StreetPosition place, Coordinate[] at, string rule, bool isForward)
    {
        StreetPosition[] positions = [.. at.Select(point => city.Index.Snap(point.X, point.Y, ToleranceMillimeters))];
        var (origins, destinations) = isForward ? (new[] { place }, positions) : (positions, [place]);
        var direct = new StreetSearch(city.Index.Graph, isForward ? SearchDirection.Forward : SearchDirection.Backward);
        direct.Run(place, options.MaxDurationSeconds * 1000);
        var seconds = new int[at.Length];
        TransitMatrix.Compute(
            city.Timetable,
            city.Footpaths,
            city.Window,
            options,
            StopWalkBuilder.ToStops(city.Doors, origins, TransitOnStreets.LongestWalkSeconds, 2),
            StopWalkBuilder.FromStops(city.Doors, destinations, TransitOnStreets.LongestWalkSeconds, 2),
            (origin, destination) => TravelTime.ToSeconds(direct.ReadMilliseconds(positions[isForward ? destination : origin])),
            profile => rule switch
            {
                "median" => profile.PercentileSeconds(50),
                "p85" => profile.PercentileSeconds(85),
                "worst" => profile.WorstSeconds,
                _ => profile.PercentileSeconds(80),
            },
            2,
            (origin, row) =>
            {
                for (var i = 0; i < row.Length; i++)
                {
                    seconds[isForward ? i : origin] = row[i];
                }
            });
        return seconds;
    }
}
