using System.Globalization;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Data.Formats;

/// <summary>A journey as a person would tell it, leg by leg.</summary>
public static class JourneyText
{
    /// <summary>Lines in French or English.</summary>
    /// <param name="journey">The journey.</param>
    /// <param name="timetable">The timetable its indices speak of.</param>
    /// <param name="walkSpeedKph">Speed of its walks, to tell their length.</param>
    /// <param name="boardingSlackSeconds">Least time at a stop before boarding, to tell until when one may stay at home.</param>
    /// <param name="isFrench">French, else English.</param>
    public static IEnumerable<string> Lines(Journey journey, Timetable timetable, double walkSpeedKph, int boardingSlackSeconds, bool isFrench)
    {
        foreach (var leg in journey.Legs)
        {
            yield return $"{Clock(leg.StartSeconds)}  {Leg(leg, timetable, walkSpeedKph, isFrench)}";
        }

        var walk = journey.Legs.Where(IsWalk).Sum(leg => leg.DurationSeconds);
        var wait = journey.Legs.Where(leg => leg.Kind == LegKind.Wait).Sum(leg => leg.DurationSeconds);
        var ride = journey.Legs.Where(leg => leg.Kind == LegKind.Ride).Sum(leg => leg.DurationSeconds);
        yield return $"{Clock(journey.ArrivalSeconds)}  {(isFrench ? "Arrivée" : "Arrival")}";
        yield return isFrench
            ? $"Durée {Duration(journey.TravelTimeSeconds)} : marche {Duration(walk)}, attente {Duration(wait)}, à bord {Duration(ride)}, {Count(journey.Rides, "trajet", "trajets")}."
            : $"Duration {Duration(journey.TravelTimeSeconds)}: walking {Duration(walk)}, waiting {Duration(wait)}, on board {Duration(ride)}, {Count(journey.Rides, "ride", "rides")}.";

        // The search leaves at the departure asked for; a person waits at home rather than at the stop.
        if (journey.Legs is [{ Kind: LegKind.Access }, { Kind: LegKind.Wait } first, ..] && first.DurationSeconds > boardingSlackSeconds)
        {
            var latest = journey.DepartureSeconds + first.DurationSeconds - boardingSlackSeconds;
            yield return isFrench ? $"Partir à {Clock(latest)} suffit." : $"Leaving at {Clock(latest)} is enough.";
        }
    }

    static bool IsWalk(JourneyLeg leg) => leg.Kind is LegKind.Access or LegKind.Transfer or LegKind.Egress or LegKind.DirectWalk;

    static string Leg(JourneyLeg leg, Timetable timetable, double walkSpeedKph, bool isFrench)
    {
        if (leg.Kind == LegKind.Wait)
        {
            return isFrench
                ? $"Attente {Duration(leg.DurationSeconds)} à {Name(timetable, leg.ToStop)}"
                : $"Wait {Duration(leg.DurationSeconds)} at {Name(timetable, leg.ToStop)}";
        }

        if (leg.Kind == LegKind.Ride)
        {
            var route = timetable.Routes[timetable.TripRoute[leg.Trip]];
            var headsign = timetable.TripHeadsign[leg.Trip];
            var stops = leg.ToStopTime - leg.FromStopTime;
            var seated = leg.IsStayingSeated ? isFrench ? " (sans descendre)" : " (staying seated)" : "";
            return isFrench
                ? $"Ligne {route.Name}{(headsign.Length > 0 ? $" vers {headsign}" : "")}{seated} : {Name(timetable, leg.FromStop)} -> {Name(timetable, leg.ToStop)} à {Clock(leg.EndSeconds)} ({Duration(leg.DurationSeconds)}, {Count(stops, "arrêt", "arrêts")})"
                : $"Line {route.Name}{(headsign.Length > 0 ? $" to {headsign}" : "")}{seated}: {Name(timetable, leg.FromStop)} -> {Name(timetable, leg.ToStop)} at {Clock(leg.EndSeconds)} ({Duration(leg.DurationSeconds)}, {Count(stops, "stop", "stops")})";
        }

        var meters = Math.Round(leg.DurationSeconds * walkSpeedKph / 3.6 / 10) * 10;
        var target = leg.ToStop >= 0 ? Name(timetable, leg.ToStop) : isFrench ? "la destination" : "the destination";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(isFrench ? "Marche" : "Walk")} {Duration(leg.DurationSeconds)} ({(isFrench ? "environ" : "about")} {meters:0} m) {(isFrench ? "jusqu'à" : "to")} {target}");
    }

    static string Name(Timetable timetable, int stop) => timetable.Stops[stop].Name;

    static string Count(int count, string one, string several) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several)}");

    static string Duration(int seconds) => (seconds / 60, seconds % 60) switch
    {
        (0, var rest) => string.Create(CultureInfo.InvariantCulture, $"{rest} s"),
        (var minutes, 0) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
        var (minutes, rest) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min {rest:00} s"),
    };

    static string Clock(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}
