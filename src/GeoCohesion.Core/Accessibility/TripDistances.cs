using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Accessibility;

/// <summary>How far and how long trips run, from stop to stop. Not thread-safe.</summary>
/// <param name="timetable">The timetable.</param>
public sealed class TripDistances(Timetable timetable)
{
    // Many districts board the same trips.
    readonly Dictionary<int, double> _kilometers = [];

    /// <summary>Kilometres from the first stop to the last, straight from stop to stop for want of shapes: the road is longer.</summary>
    public double Kilometers(int trip)
    {
        if (_kilometers.TryGetValue(trip, out var known))
        {
            return known;
        }

        var millimeters = 0L;
        for (var i = timetable.TripFirstStopTime[trip]; i < timetable.TripFirstStopTime[trip + 1] - 1; i++)
        {
            var (from, to) = (timetable.Stops[timetable.StopTimeStop[i]], timetable.Stops[timetable.StopTimeStop[i + 1]]);
            millimeters += CrowFly.Millimeters(from.Longitude, from.Latitude, to.Longitude, to.Latitude);
        }

        return _kilometers[trip] = millimeters / 1e6;
    }

    /// <summary>Hours from the departure at the first stop to the arrival at the last, dwell times included.</summary>
    public double Hours(int trip)
    {
        var (first, last) = (timetable.TripFirstStopTime[trip], timetable.TripFirstStopTime[trip + 1] - 1);
        return (timetable.ArrivalSeconds[last] - timetable.DepartureSeconds[first]) / 3600.0;
    }
}
