namespace GeoCohesion.Core.Network;

/// <summary>How many trips and stops of a timetable a wheelchair can use, cannot use, or might.</summary>
/// <param name="TripsYes">Trips whose vehicle takes wheelchairs.</param>
/// <param name="TripsUnknown">Trips that say nothing.</param>
/// <param name="TripsNo">Trips whose vehicle takes none.</param>
/// <param name="StopsYes">Stops where a wheelchair can board.</param>
/// <param name="StopsUnknown">Stops that say nothing, nor do their stations.</param>
/// <param name="StopsNo">Stops where none can.</param>
public sealed record AccessibleTimetableReport(int TripsYes, int TripsUnknown, int TripsNo, int StopsYes, int StopsUnknown, int StopsNo);

/// <summary>The part of a timetable that a wheelchair can use: other trips are left out, at other stops nobody boards or alights.</summary>
/// <remarks>Stops keep their indices, so that doors and footpaths of the whole timetable fit. Nobody stays seated into a trip that is left out.</remarks>
public static class AccessibleTimetable
{
    /// <summary>Makes the part.</summary>
    /// <param name="timetable">The whole.</param>
    /// <param name="countsUnknown">Whether trips and stops that say nothing are kept; those that say no never are.</param>
    /// <param name="report">Counts over the whole timetable.</param>
    public static Timetable Of(Timetable timetable, bool countsUnknown, out AccessibleTimetableReport report)
    {
        var keptTrips = new List<int>();
        var newIndex = new int[timetable.TripCount];
        for (var trip = 0; trip < newIndex.Length; trip++)
        {
            newIndex[trip] = IsUsable(timetable.TripWheelchair[trip]) ? keptTrips.Count : -1;
            if (newIndex[trip] >= 0)
            {
                keptTrips.Add(trip);
            }
        }

        var first = new int[keptTrips.Count + 1];
        for (var i = 0; i < keptTrips.Count; i++)
        {
            first[i + 1] = first[i] + timetable.TripFirstStopTime[keptTrips[i] + 1] - timetable.TripFirstStopTime[keptTrips[i]];
        }

        var columns = new TimetableColumns
        {
            ServiceDate = timetable.ServiceDate,
            Stops = timetable.Stops.ToArray(),
            Routes = timetable.Routes.ToArray(),
            TripIds = [.. keptTrips.Select(trip => timetable.TripIds[trip])],
            TripRoute = [.. keptTrips.Select(trip => timetable.TripRoute[trip])],
            TripHeadsign = [.. keptTrips.Select(trip => timetable.TripHeadsign[trip])],
            TripWheelchair = [.. keptTrips.Select(trip => timetable.TripWheelchair[trip])],
            TripContinuation = [.. keptTrips.Select(trip => timetable.TripContinuation[trip] is >= 0 and var next ? newIndex[next] : -1)],
            TripFirstStopTime = first,
            StopTimeStop = new int[first[^1]],
            ArrivalSeconds = new int[first[^1]],
            DepartureSeconds = new int[first[^1]],
            Rights = new StopTimeRights[first[^1]],
        };
        for (var i = 0; i < keptTrips.Count; i++)
        {
            var (from, count) = (timetable.TripFirstStopTime[keptTrips[i]], first[i + 1] - first[i]);
            timetable.StopTimeStop.Slice(from, count).CopyTo(columns.StopTimeStop.AsSpan(first[i]));
            timetable.ArrivalSeconds.Slice(from, count).CopyTo(columns.ArrivalSeconds.AsSpan(first[i]));
            timetable.DepartureSeconds.Slice(from, count).CopyTo(columns.DepartureSeconds.AsSpan(first[i]));
            for (var k = 0; k < count; k++)
            {
                var isUsable = IsUsable(timetable.Stops[timetable.StopTimeStop[from + k]].Wheelchair);
                columns.Rights[first[i] + k] = isUsable ? timetable.Rights[from + k] : StopTimeRights.None;
            }
        }

        var trips = timetable.TripWheelchair.ToArray();
        var stops = columns.Stops.Select(stop => stop.Wheelchair).ToArray();
        report = new AccessibleTimetableReport(
            Count(trips, WheelchairAccess.Yes),
            Count(trips, WheelchairAccess.Unknown),
            Count(trips, WheelchairAccess.No),
            Count(stops, WheelchairAccess.Yes),
            Count(stops, WheelchairAccess.Unknown),
            Count(stops, WheelchairAccess.No));
        return new Timetable(columns);

        bool IsUsable(WheelchairAccess access) => access == WheelchairAccess.Yes || (countsUnknown && access == WheelchairAccess.Unknown);
    }

    static int Count(WheelchairAccess[] all, WheelchairAccess wanted) => all.Count(access => access == wanted);
}
