using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Accessibility;

/// <summary>How far and how long trips run, from stop to stop.</summary>
/// <param name="timetable">The timetable.</param>
public sealed class TripDistances(Timetable timetable)
{
    /// <summary>Kilometres from the first stop to the last, straight from stop to stop for want of shapes: the road is longer.</summary>
    public double Kilometers(int trip)
    {
        var millimeters = 0L;
        for (var i = timetable.TripFirstStopTime[trip]; i < timetable.TripFirstStopTime[trip + 1] - 1; i++)
        {
            var (from, to) = (timetable.Stops[timetable.StopTimeStop[i]], timetable.Stops[timetable.StopTimeStop[i + 1]]);
            millimeters += CrowFly.Millimeters(from.Longitude, from.Latitude, to.Longitude, to.Latitude);
        }

        return millimeters / 1e6;
    }

    /// <summary>Hours from the departure at the first stop to the arrival at the last, dwell times included.</summary>
    public double Hours(int trip)
    {
        var (first, last) = (timetable.TripFirstStopTime[trip], timetable.TripFirstStopTime[trip + 1] - 1);
        return (timetable.ArrivalSeconds[last] - timetable.DepartureSeconds[first]) / 3600.0;
    }
}
