using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>What one seat does: a trip together with the trips its riders may stay seated into. Optionally with time running
/// backwards.</summary>
/// <remarks>
/// A trip that several trips continue into is part of several runs, which changes nothing for a rider who boards it. Where two trips are
/// joined, one cannot board at the end of the first nor alight at the start of the second. Mirrored: positions reversed, times negated,
/// boarding and alighting swapped.
/// </remarks>
sealed class VehicleRuns
{
    enum Joint : byte
    {
        None,
        End,
        Start,
    }

    VehicleRuns(int[] first, int[] stop, int[] arrivalSeconds, int[] departureSeconds, StopTimeRights[] rights, int[] stopTime)
    {
        (First, Stop, ArrivalSeconds, DepartureSeconds, Rights, StopTime) =
            (first, stop, arrivalSeconds, departureSeconds, rights, stopTime);
    }

    /// <summary>CSR: positions of run r are <c>First[r] .. First[r + 1]</c>.</summary>
    public int[] First { get; }

    /// <summary>Per position, the stop.</summary>
    public int[] Stop { get; }

    /// <summary>Per position.</summary>
    public int[] ArrivalSeconds { get; }

    /// <summary>Per position.</summary>
    public int[] DepartureSeconds { get; }

    /// <summary>Per position.</summary>
    public StopTimeRights[] Rights { get; }

    /// <summary>Per position, index of the timetable's stop time.</summary>
    public int[] StopTime { get; }

    /// <summary>Number of runs.</summary>
    public int Count => First.Length - 1;

    /// <summary>Whether riders of a trip may stay seated: the next trip departs no earlier than this one arrives, and is the later one of
    /// the two.</summary>
    public static bool StaysSeated(Timetable timetable, int trip, out int next)
    {
        next = timetable.TripContinuation[trip];
        if (next < 0)
        {
            return false;
        }

        var starts = timetable.DepartureSeconds[timetable.TripFirstStopTime[next]];
        var started = timetable.DepartureSeconds[timetable.TripFirstStopTime[trip]];
        return timetable.ArrivalSeconds[timetable.TripFirstStopTime[trip + 1] - 1] <= starts
            && (starts > started || (starts == started && next > trip));
    }

    public static VehicleRuns Build(Timetable timetable, bool mirrored)
    {
        var continued = new bool[timetable.TripCount];
        for (var trip = 0; trip < timetable.TripCount; trip++)
        {
            if (StaysSeated(timetable, trip, out var next))
            {
                continued[next] = true;
            }
        }

        var first = new List<int>(timetable.TripCount + 1) { 0 };
        var stopTime = new List<int>(timetable.StopTimeStop.Length);
        var joint = new List<Joint>(timetable.StopTimeStop.Length);
        for (var head = 0; head < timetable.TripCount; head++)
        {
            if (continued[head])
            {
                continue;
            }

            for (var trip = head; ;)
            {
                for (var i = timetable.TripFirstStopTime[trip]; i < timetable.TripFirstStopTime[trip + 1]; i++)
                {
                    stopTime.Add(i);
                    joint.Add(i == timetable.TripFirstStopTime[trip] && trip != head ? Joint.Start : Joint.None);
                }

                if (!StaysSeated(timetable, trip, out var next))
                {
                    break;
                }

                joint[^1] = Joint.End;
                trip = next;
            }

            first.Add(stopTime.Count);
        }

        return Columns(timetable, [.. first], [.. stopTime], [.. joint], mirrored);
    }

    static VehicleRuns Columns(Timetable timetable, int[] first, int[] stopTime, Joint[] joint, bool mirrored)
    {
        var count = stopTime.Length;
        var (stop, arrival, departure, rights) = (new int[count], new int[count], new int[count], new StopTimeRights[count]);
        var from = new int[count];
        for (var run = 0; run < first.Length - 1; run++)
        {
            var (begin, end) = (first[run], first[run + 1]);
            for (var position = begin; position < end; position++)
            {
                var source = mirrored ? begin + end - 1 - position : position;
                var i = stopTime[source];
                var (arrives, departs, may) = (timetable.ArrivalSeconds[i], timetable.DepartureSeconds[i], timetable.Rights[i]);
                if (joint[source] != Joint.None)
                {
                    // The end of a trip is left by sitting on, the start of the next one is reached so; neither has a dwell.
                    (arrives, departs) = joint[source] == Joint.Start ? (departs, departs) : (arrives, arrives);
                    may &= joint[source] == Joint.Start ? StopTimeRights.Board : StopTimeRights.Alight;
                }

                stop[position] = timetable.StopTimeStop[i];
                from[position] = i;
                (arrival[position], departure[position]) = mirrored ? (-departs, -arrives) : (arrives, departs);
                rights[position] = mirrored ? Swap(may) : may;
            }
        }

        return new VehicleRuns(first, stop, arrival, departure, rights, from);
    }

    static StopTimeRights Swap(StopTimeRights rights) =>
        (rights.HasFlag(StopTimeRights.Board) ? StopTimeRights.Alight : StopTimeRights.None)
        | (rights.HasFlag(StopTimeRights.Alight) ? StopTimeRights.Board : StopTimeRights.None);
}
