using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Tests.Network;

public class GeodesyTests
{
    [Theory]

    // A degree of meridian at 0 N and 45 N, a degree of parallel at 45 N and 60 N are in every handbook of geodesy
    // (110 574, 111 132, 78 847 and 55 800 m); a hundredth of a degree keeps to the range the formula is made for.
    [InlineData(0, 0, 0, 0.01, 1_105_743)]
    [InlineData(0, 44.995, 0, 45.005, 1_111_320)]
    [InlineData(7, 45, 7.01, 45, 788_468)]
    [InlineData(-3, 60, -3.01, 60, 558_000)]
    public void Degrees_of_the_ellipsoid_have_the_length_of_the_handbook(
        double lonA, double latA, double lonB, double latB, long millimeters) =>
        Assert.InRange(Geodesy.DistanceMillimeters(E7(lonA), E7(latA), E7(lonB), E7(latB)), millimeters - 10, millimeters + 10);

    [Fact]
    public void No_way_is_no_distance() => Assert.Equal(0, Geodesy.DistanceMillimeters(92_000_000, 455_000_000, 92_000_000, 455_000_000));

    [Fact]
    public void Distance_is_within_a_millionth_of_the_geodesic_up_to_ten_kilometres()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var latA = E7((random.NextDouble() * 130) - 65);
            var lonA = E7((random.NextDouble() * 350) - 175);
            var reachMeters = Math.Pow(10, random.NextDouble() * 4);
            var bearing = random.NextDouble() * Math.Tau;
            var latB = latA + (int)(reachMeters * Math.Cos(bearing) / 0.01113);
            var lonB = lonA + (int)(reachMeters * Math.Sin(bearing) / (0.01113 * Math.Cos(latA * Math.PI / 1.8e9)));
            var geodesic = Vincenty(lonA, latA, lonB, latB) * 1000;

            var distance = Geodesy.DistanceMillimeters(lonA, latA, lonB, latB);

            // Half a millimetre of rounding, and a tenth for the iteration of the oracle.
            Assert.True(Math.Abs(distance - geodesic) <= (1e-6 * geodesic) + 0.6, $"seed {seed}: {distance} mm, geodesic {geodesic} mm");
            Assert.Equal(distance, Geodesy.DistanceMillimeters(lonB, latB, lonA, latA));
        }
    }

    /// <summary>Metres; the inverse problem by T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review
    /// 1975.</summary>
    static double Vincenty(int lonA, int latA, int lonB, int latB)
    {
        const double a = 6378137;
        const double f = 1 / 298.257223563;
        const double b = a * (1 - f);
        var difference = (lonB - lonA) * Math.PI / 1.8e9;
        var u1 = Math.Atan((1 - f) * Math.Tan(latA * Math.PI / 1.8e9));
        var u2 = Math.Atan((1 - f) * Math.Tan(latB * Math.PI / 1.8e9));
        var lambda = difference;
        for (var round = 0; ; round++)
        {
            var x = Math.Cos(u2) * Math.Sin(lambda);
            var y = (Math.Cos(u1) * Math.Sin(u2)) - (Math.Sin(u1) * Math.Cos(u2) * Math.Cos(lambda));
            var sinSigma = Math.Sqrt((x * x) + (y * y));
            if (sinSigma == 0)
            {
                return 0;
            }

            var cosSigma = (Math.Sin(u1) * Math.Sin(u2)) + (Math.Cos(u1) * Math.Cos(u2) * Math.Cos(lambda));
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = Math.Cos(u1) * Math.Cos(u2) * Math.Sin(lambda) / sinSigma;
            var cos2Alpha = 1 - (sinAlpha * sinAlpha);
            var cos2SigmaM = cos2Alpha < 1e-15 ? 0 : cosSigma - (2 * Math.Sin(u1) * Math.Sin(u2) / cos2Alpha);
            var c = f / 16 * cos2Alpha * (4 + (f * (4 - (3 * cos2Alpha))));
            var z = cos2SigmaM + (c * cosSigma * ((2 * cos2SigmaM * cos2SigmaM) - 1));
            var next = difference + ((1 - c) * f * sinAlpha * (sigma + (c * sinSigma * z)));
            if (Math.Abs(next - lambda) > 1e-15 && round < 20)
            {
                lambda = next;
                continue;
            }

            var k = cos2Alpha * ((a * a) - (b * b)) / (b * b);
            var bigA = 1 + (k / 16384 * (4096 + (k * (-768 + (k * (320 - (175 * k)))))));
            var bigB = k / 1024 * (256 + (k * (-128 + (k * (74 - (47 * k))))));
            var d1 = cosSigma * ((2 * cos2SigmaM * cos2SigmaM) - 1);
            var d2 = bigB / 6 * cos2SigmaM * ((4 * sinSigma * sinSigma) - 3) * ((4 * cos2SigmaM * cos2SigmaM) - 3);
            return b * bigA * (sigma - (bigB * sinSigma * (cos2SigmaM + (bigB / 4 * (d1 - d2)))));
        }
    }

    static int E7(double degrees) => (int)Math.Round(degrees * 1e7);
}
