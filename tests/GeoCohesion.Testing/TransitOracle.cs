using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Testing;

/// <summary>
/// The slow and plain answer: for one departure second, rounds of riding every trip and walking every footpath until nothing changes.
/// Straight from the timetable; shares no code with the kernel.
/// </summary>
public sealed class TransitOracle(Timetable timetable, Footpaths footpaths, TransitOptions options)
{
    /// <summary>Per number of rides k = 1 ..., earliest arrival by vehicle at each stop with at most k rides; the last entry is
    /// final.</summary>
    public List<int[]> ArrivalsByRides(int departureSeconds, ReadOnlySpan<StopWalk> access, int maxRides = int.MaxValue)
    {
        var stopCount = timetable.StopCount;
        var ready = new int[stopCount];
        Array.Fill(ready, TravelTime.Unreached);
        foreach (var (stop, walk) in access)
        {
            ready[stop] = Math.Min(ready[stop], departureSeconds + walk + options.BoardingSlackSeconds);
        }

        var arrivals = new List<int[]>();
        var arrival = new int[stopCount];
        Array.Fill(arrival, TravelTime.Unreached);
        while (arrivals.Count < maxRides)
        {
            var next = (int[])arrival.Clone();
            for (var trip = 0; trip < timetable.TripCount; trip++)
            {
                Ride(trip, ready, next);
            }

            var isChanged = !next.AsSpan().SequenceEqual(arrival);
            arrival = next;
            arrivals.Add(arrival);
            if (!isChanged)
            {
                break;
            }

            for (var stop = 0; stop < stopCount; stop++)
            {
                if (arrival[stop] == TravelTime.Unreached)
                {
                    continue;
                }

                if (footpaths.ChangeSeconds[stop] != Footpaths.ChangeForbidden)
                {
                    ready[stop] = Math.Min(ready[stop], arrival[stop] + footpaths.ChangeSeconds[stop] + options.BoardingSlackSeconds);
                }

                for (var i = footpaths.FirstOut[stop]; i < footpaths.FirstOut[stop + 1]; i++)
                {
                    var to = footpaths.ToStop[i];
                    ready[to] = Math.Min(ready[to], arrival[stop] + footpaths.WalkSeconds[i] + options.BoardingSlackSeconds);
                }
            }
        }

        return arrivals;
    }

    /// <summary>Travel time door to door with at most so many rides, or <see cref="TravelTime.Unreached"/>.</summary>
    public int TravelTimeSeconds(
        int departureSeconds,
        ReadOnlySpan<StopWalk> access,
        ReadOnlySpan<StopWalk> egress,
        int directWalkSeconds,
        int maxRides = int.MaxValue)
    {
        var arrival = ArrivalsByRides(departureSeconds, access, maxRides)[^1];
        return TravelTimeSeconds(departureSeconds, arrival, egress, directWalkSeconds);
    }

    /// <summary>Travel time door to door from arrivals at stops.</summary>
    public int TravelTimeSeconds(int departureSeconds, int[] arrivalSeconds, ReadOnlySpan<StopWalk> egress, int directWalkSeconds)
    {
        var best = directWalkSeconds;
        foreach (var (stop, walk) in egress)
        {
            if (arrivalSeconds[stop] < TravelTime.Unreached)
            {
                best = Math.Min(best, arrivalSeconds[stop] + walk - departureSeconds);
            }
        }

        return best <= options.MaxDurationSeconds ? best : TravelTime.Unreached;
    }

    void Ride(int trip, int[] ready, int[] arrival)
    {
        var isOnBoard = false;
        while (true)
        {
            var (begin, end) = (timetable.TripFirstStopTime[trip], timetable.TripFirstStopTime[trip + 1]);
            for (var i = begin; i < end; i++)
            {
                var stop = timetable.StopTimeStop[i];
                if (isOnBoard && i > begin && timetable.Rights[i].HasFlag(StopTimeRights.Alight))
                {
                    arrival[stop] = Math.Min(arrival[stop], timetable.ArrivalSeconds[i]);
                }

                if (i < end - 1 && timetable.Rights[i].HasFlag(StopTimeRights.Board) && ready[stop] <= timetable.DepartureSeconds[i])
                {
                    isOnBoard = true;
                }
            }

            // Stay seated, if the next trip is a later one that departs no earlier than this one arrives.
            var next = timetable.TripContinuation[trip];
            if (!isOnBoard || next < 0 || timetable.ArrivalSeconds[end - 1] > timetable.DepartureSeconds[timetable.TripFirstStopTime[next]])
            {
                return;
            }

            var (starts, started) = (timetable.DepartureSeconds[timetable.TripFirstStopTime[next]], timetable.DepartureSeconds[begin]);
            if (starts < started || (starts == started && next <= trip))
            {
                return;
            }

            trip = next;
        }
    }
}
