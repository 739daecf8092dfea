using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

/// <summary>
/// Two stops, a bus every 40 minutes at 20 and 00 past (07:20, 08:00, 08:40 ...), 600 s of ride. Residents of cell 0 walk 120 s to the stop and 60 s from
/// it; 4,000 s on foot all the way. Residents of cell 1 walk 1,000 s and are near no stop.
/// </summary>
/// <remarks>
/// From 07:00 to 08:59:59 each wait from 0 to 2,399 s occurs three times in cell 0: 780 s + wait. Best 780, median 780 + 1,199, mean 780 + 1,199.5,
/// 85th percentile 780 + 2,039, worst 780 + 2,399.
/// </remarks>
static class BusEvery40Minutes
{
    public const string Code = "QN1";

    const StopTimeRights Both = StopTimeRights.Board | StopTimeRights.Alight;

    public static StudyTransit Transit(int firstDeparture = 25200 - 1200, int lastDeparture = 25200 + 10800, int headway = 2400) => new(
        RandomTimetables.Timetable(
            2,
            [
                .. Enumerable.Range(0, 100)
                    .Select(trip => firstDeparture + (trip * headway))
                    .Where(departure => departure <= lastDeparture)
                    .Select(departure => new[] { (0, departure, departure, Both), (1, departure + 600, departure + 600, Both) }),
            ]),
        RandomTimetables.Footpaths([0, 0]),
        StopWalks.From([[new StopWalk(0, 120)], []]),
        StopWalks.From([[new StopWalk(1, 60)]]),
        [[4000, 1000]],
        new TransitOptions());

    /// <summary>One district of 100 residents in cell 0 and 300 in cell 1, 4.4 km and 1.1 km from the one centrality; no occasion yet.</summary>
    public static StudyBuilder Builder() => new StudyBuilder().AddDistrict(Code, 4300, -100, 100, 300).AddCentrality("centre", 0, 0);

    public static int Unreached => TravelTime.Unreached;
}
