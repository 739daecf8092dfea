using GeoCohesion.Api.Features;
using GeoCohesion.Api.Guards;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Api.Analysis;

/// <summary>Travel time between two points as a function of the departure time: its breakpoints, exactly.</summary>
static class ProfileEndpoint
{
    const int LimitSeconds = 1800;

    /// <summary>Names of its parameters.</summary>
    public static string[] Parameters { get; } = ["from", "to", "mode", "date", "from_time", "to_time"];

    /// <summary>Writes it.</summary>
    public static Task Write(AnalysisRequest request)
    {
        var mode = request.Mode(isTransitOnly: true);
        var departures = request.DeparturesOf(SearchDirection.Forward, "from_time", "to_time");
        var profiles = ProfileSource.Between(request, mode, departures);
        var direct = profiles.DirectSeconds(0);
        var profile = new TravelTimeProfile();
        profiles.Read(0, profile);
        request.Http.EndAnalysisTurn();
        return JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("pieces");
            foreach (var piece in profile.Pieces)
            {
                json.WriteStartObject();
                json.WriteNumber("fromSeconds", piece.FirstSecond);
                json.WriteNumber("toSeconds", piece.LastSecond);
                Seconds("travelTimeSecondsAtFrom", piece.TravelTimeSeconds);
                Seconds("travelTimeSecondsAtTo", piece.TravelTimeSeconds < TravelTime.Unreached ? piece.LastTravelTimeSeconds : TravelTime.Unreached);

                // A piece that falls with time waits for one arrival; one that does not is the way without a vehicle.
                var isDirect = piece.Slope == 0 && piece.TravelTimeSeconds == direct;
                json.WriteBoolean("isDirect", isDirect);
                if (piece.Slope < 0)
                {
                    json.WriteNumber("arrivalSeconds", piece.FirstSecond + piece.TravelTimeSeconds);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            var always = profile.ReachedSeconds == profile.Window.Count;
            Seconds("best", profile.ReachedSeconds > 0 ? profile.BestSeconds : TravelTime.Unreached);
            Seconds("median", profile.PercentileSeconds(50));
            Seconds("p85", profile.PercentileSeconds(85));
            Seconds("worst", always ? profile.WorstSeconds : TravelTime.Unreached);
            if (always)
            {
                json.WriteNumber("mean", Math.Round(profile.MeanSeconds, 3));
            }
            else
            {
                json.WriteNull("mean");
            }

            json.WriteNumber("shareWithin30", Math.Round(profile.ShareWithin(LimitSeconds), 6));
            Seconds("direct", direct);
            json.WriteNumber("journeys", profile.JourneyCount);
            json.WriteStartObject("metadata");
            request.WriteMetadata(json, mode, departures);
            json.WriteEndObject();
            json.WriteEndObject();

            void Seconds(string name, int seconds)
            {
                if (seconds < TravelTime.Unreached)
                {
                    json.WriteNumber(name, seconds);
                }
                else
                {
                    json.WriteNull(name);
                }
            }
        });
    }
}
