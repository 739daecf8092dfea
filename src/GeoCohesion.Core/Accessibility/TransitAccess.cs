using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>What public transport needs beside the streets: the timetable, and the walks between stops and points.</summary>
/// <param name="Mode">Name of the mode.</param>
/// <param name="Timetable">Trips of the service day.</param>
/// <param name="Footpaths">Walks between stops.</param>
/// <param name="Window">Departure window.</param>
/// <param name="Options">What a rider does and accepts.</param>
/// <param name="AccessWalks">Per origin, walks (or rides by bicycle) to stops.</param>
/// <param name="CentralityWalks">Per centrality, walks from stops.</param>
/// <param name="PlaceWalks">Per place, all classes one after the other, walks from stops.</param>
/// <param name="Rule">Which moment of the window counts.</param>
public sealed record TransitInputs(
    string Mode,
    Timetable Timetable,
    Footpaths Footpaths,
    TimeWindow Window,
    TransitOptions Options,
    StopWalks AccessWalks,
    StopWalks CentralityWalks,
    StopWalks PlaceWalks,
    WindowRule Rule);

/// <summary>Access by public transport with walking to, between and from stops, for every departure of a window; the direct way competes.</summary>
public static class TransitAccess
{
    /// <summary>Times from every origin to every centrality and class of places.</summary>
    /// <param name="inputs">Timetable and walks.</param>
    /// <param name="directToCentralities">Per centrality, per origin, seconds without any vehicle of the timetable.</param>
    /// <param name="directToPlaces">Per origin, per place (all classes one after the other), seconds without any vehicle of the timetable.</param>
    /// <param name="capacitiesByClass">Per class, capacity of each place.</param>
    /// <param name="rule">The half-hour rule, for the share of the window within the limit.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    /// <returns>Times under the rule of the window, and the whole window per centrality and origin.</returns>
    public static (ModeAccess Access, IReadOnlyList<WindowReadout[]> Windows) Compute(
        TransitInputs inputs,
        IReadOnlyList<int[]> directToCentralities,
        IReadOnlyList<int[]> directToPlaces,
        IReadOnlyList<double[]> capacitiesByClass,
        HalfHourRule rule,
        int threads,
        Action<double> progress)
    {
        var originCount = inputs.AccessWalks.Count;
        var windows = directToCentralities.Select(_ => new WindowReadout[originCount]).ToArray();
        TransitMatrix.Compute(
            inputs.Timetable,
            inputs.Footpaths,
            inputs.Window,
            inputs.Options,
            inputs.AccessWalks,
            inputs.CentralityWalks,
            (origin, centrality) => directToCentralities[centrality][origin],
            profile => WindowReadout.Of(profile, rule.LimitSeconds, rule.LimitIsWithin),
            threads,
            (origin, row) =>
            {
                for (var centrality = 0; centrality < row.Length; centrality++)
                {
                    windows[centrality][origin] = row[centrality];
                }
            });
        progress(0.3);

        var classes = capacitiesByClass.Select(_ => ClassAccess.Of(originCount)).ToArray();
        TransitMatrix.Compute(
            inputs.Timetable,
            inputs.Footpaths,
            inputs.Window,
            inputs.Options,
            inputs.AccessWalks,
            inputs.PlaceWalks,
            (origin, place) => directToPlaces[origin][place],
            profile => inputs.Rule.Seconds(profile),
            threads,
            (origin, seconds) =>
            {
                var first = 0;
                for (var i = 0; i < classes.Length; i++)
                {
                    ReadClass(seconds.Slice(first, capacitiesByClass[i].Length), capacitiesByClass[i], classes[i], origin);
                    first += capacitiesByClass[i].Length;
                }

                progress(0.3 + (0.7 * (origin + 1) / originCount));
            });
        return (new ModeAccess(inputs.Mode, [.. windows.Select(window => window.Select(readout => readout.Seconds(inputs.Rule)).ToArray())], classes), windows);
    }

    static void ReadClass(ReadOnlySpan<int> secondsToPlaces, double[] capacities, ClassAccess access, int origin)
    {
        var (nearestPlace, nearest, second) = (-1, TravelTime.Unreached, TravelTime.Unreached);
        for (var place = 0; place < secondsToPlaces.Length; place++)
        {
            var seconds = secondsToPlaces[place];
            access.Count(origin, seconds, capacities[place]);
            if (seconds < nearest)
            {
                (nearestPlace, nearest, second) = (place, seconds, capacities[place] >= 2 ? seconds : nearest);
            }
            else if (seconds < second)
            {
                second = seconds;
            }
        }

        (access.NearestPlace[origin], access.NearestSeconds[origin], access.SecondSeconds[origin]) = (nearestPlace, nearest, second);
    }
}
