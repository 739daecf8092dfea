using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Indicators;

/// <summary>PTAL's access index of a point, and its bands. One per thread, reused.</summary>
/// <param name="board">Departures of the peak hour.</param>
/// <param name="walkSpeedKph">Speed that walks were computed at, km/h.</param>
public sealed class PtalIndex(DepartureBoard board, double walkSpeedKph)
{
    /// <summary>Walking speed of the method: 4.8 km/h.</summary>
    public const double MetersPerMinute = 80;

    const double OthersWeight = 0.5;

    static readonly (double Upto, string Band)[] s_bands =
        [(0, "0"), (2.5, "1a"), (5, "1b"), (10, "2"), (15, "3"), (20, "4"), (25, "5"), (40, "6a"), (double.PositiveInfinity, "6b")];

    readonly SeriesHeadways _headways = new(board);

    /// <summary>The hour whose departures count, 08:15-09:15.</summary>
    public static TimeWindow PeakHour { get; } = new((8 * 3600) + (15 * 60), (9 * 3600) + (15 * 60));

    /// <summary>Bands, the poorest first.</summary>
    public static IEnumerable<string> Bands => s_bands.Select(band => band.Band);

    /// <summary>Band of an index, which is rounded to two decimals first, as the published ranges are.</summary>
    public static string BandOf(double index)
    {
        var rounded = Math.Round(index, 2, MidpointRounding.AwayFromZero);
        return s_bands.First(band => rounded <= band.Upto).Band;
    }

    /// <summary>Equivalent doorstep frequency of a line: 30 over its total access time in minutes.</summary>
    /// <param name="walkMeters">Walked metres to the stop.</param>
    /// <param name="departuresPerHour">Departures in the peak hour in the better direction, above 0.</param>
    /// <param name="mode">The mode.</param>
    public static double DoorstepFrequency(double walkMeters, double departuresPerHour, PtalMode mode) =>
        30 / ((walkMeters / MetersPerMinute) + (30 / departuresPerHour) + mode.ReliabilityMinutes);

    /// <summary>The index per mode, in the order of <see cref="PtalMode.All"/>, and the number of lines; the index is their sum.</summary>
    /// <param name="walks">Walks of the point to stops.</param>
    public (double[] ByMode, int Lines) Run(ReadOnlySpan<StopWalk> walks)
    {
        var byMode = new double[PtalMode.All.Count];
        var lines = 0;
        for (var mode = 0; mode < byMode.Length; mode++)
        {
            var bestOfRoute = new SortedDictionary<int, double>();
            var stops = StopReach.Of(walks, WalkedDistance.LongestSeconds(PtalMode.All[mode].LongestWalkMeters, walkSpeedKph));
            foreach (var headway in _headways.Run(stops, PeakHour))
            {
                var route = board.Series[headway.Series].Route;
                if (PtalMode.Of(board.Timetable.Routes[route].RouteType) == PtalMode.All[mode])
                {
                    var meters = WalkedDistance.Meters(headway.NearestSeconds, walkSpeedKph);
                    var frequency = DoorstepFrequency(meters, headway.Departures, PtalMode.All[mode]);
                    bestOfRoute[route] = Math.Max(frequency, bestOfRoute.GetValueOrDefault(route));
                }
            }

            lines += bestOfRoute.Count;
            byMode[mode] = bestOfRoute.Count == 0
                ? 0
                : (OthersWeight * bestOfRoute.Values.Sum()) + ((1 - OthersWeight) * bestOfRoute.Values.Max());
        }

        return (byMode, lines);
    }
}
