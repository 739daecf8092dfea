using System.Text.Json;
using GeoCohesion.Api.Features;
using GeoCohesion.Api.Guards;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Api.Analysis;

/// <summary>The fastest journey by public transport at one departure, leg by leg.</summary>
static class JourneyEndpoint
{
    /// <summary>Names of its parameters.</summary>
    public static string[] Parameters { get; } = ["from", "to", "departure", "date", "mode"];

    /// <summary>Writes it.</summary>
    public static Task Write(AnalysisRequest request)
    {
        var mode = request.Mode(isTransitOnly: true);
        var (start, destination) = (request.Parameters.Point("from"), request.Parameters.Point("to"));
        _ = request.Parameters.Require("departure", "a time such as 08:00");
        var departures = request.DeparturesOf(SearchDirection.Forward, "from_time", "to_time");
        var profiles = ProfileSource.Between(request, mode, departures);
        var journey = new JourneySearch(profiles.Table).Find(
            departures.Counted.FromSeconds, profiles.AccessOf(0), profiles.EgressOf(0), profiles.DirectSeconds(0), LiveNetwork.LongestTransitSeconds);
        request.Http.EndAnalysisTurn();
        var timetable = profiles.Table.Timetable;
        return JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            if (journey is null)
            {
                json.WriteNull("travelTimeSeconds");
            }
            else
            {
                json.WriteNumber("travelTimeSeconds", journey.TravelTimeSeconds);
                json.WriteString("departure", AnalysisParameters.Text(journey.DepartureSeconds));
                json.WriteString("arrival", AnalysisParameters.Text(journey.ArrivalSeconds));
                json.WriteNumber("rides", journey.Rides);
            }

            json.WriteStartArray("legs");
            foreach (var leg in journey?.Legs ?? [])
            {
                WriteLeg(json, timetable, leg, start, destination);
            }

            json.WriteEndArray();
            json.WriteStartObject("metadata");
            request.WriteMetadata(json, mode, departures);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    static void WriteLeg(
        Utf8JsonWriter json,
        Timetable timetable,
        JourneyLeg leg,
        (double Longitude, double Latitude) start,
        (double Longitude, double Latitude) destination)
    {
        json.WriteStartObject();
        json.WriteString("kind", leg.Kind switch
        {
            LegKind.Ride => "ride",
            LegKind.Wait => "wait",
            _ => "walk",
        });
        json.WriteNumber("departureSeconds", leg.StartSeconds);
        json.WriteNumber("arrivalSeconds", leg.EndSeconds);
        if (leg.FromStop >= 0)
        {
            json.WriteString("fromName", timetable.Stops[leg.FromStop].Name);
        }

        if (leg.ToStop >= 0)
        {
            json.WriteString("toName", timetable.Stops[leg.ToStop].Name);
        }

        if (leg.Trip >= 0)
        {
            var route = timetable.Routes[timetable.TripRoute[leg.Trip]];
            json.WriteString("line", route.Name);
            json.WriteString("lineId", route.Id);
            json.WriteString("headsign", timetable.TripHeadsign[leg.Trip]);
            json.WriteBoolean("isStayingSeated", leg.IsStayingSeated);
        }

        // Rides from stop to stop; walks as the straight line between their ends, which is not the way that was walked.
        json.WriteStartObject("geometry");
        json.WriteString("type", "LineString");
        json.WriteStartArray("coordinates");
        if (leg.Trip >= 0)
        {
            for (var i = leg.FromStopTime; i <= leg.ToStopTime; i++)
            {
                WriteStop(timetable.StopTimeStop[i]);
            }
        }
        else
        {
            WriteEnd(leg.FromStop, start);
            WriteEnd(leg.ToStop, destination);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();

        void WriteEnd(int stop, (double Longitude, double Latitude) end)
        {
            if (stop >= 0)
            {
                WriteStop(stop);
            }
            else
            {
                WritePoint(end.Longitude, end.Latitude);
            }
        }

        void WriteStop(int stop) => WritePoint(timetable.Stops[stop].Longitude, timetable.Stops[stop].Latitude);

        void WritePoint(double longitude, double latitude)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(longitude, 7));
            json.WriteNumberValue(Math.Round(latitude, 7));
            json.WriteEndArray();
        }
    }
}
