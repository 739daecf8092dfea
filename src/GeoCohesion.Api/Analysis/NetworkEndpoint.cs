using GeoCohesion.Api.Features;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Api.Analysis;

/// <summary>What can be asked: modes, days, limits.</summary>
static class NetworkEndpoint
{
    /// <summary>Writes it.</summary>
    public static Task Write(AnalysisRequest request)
    {
        var network = request.Network;
        var extent = Extent(request);
        return JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            Names("streetModes", network.StreetModes);
            Names("transitModes", network.TransitModes);
            json.WriteStartArray("dates");
            foreach (var (i, day) in (network.Transport?.Days ?? []).Index())
            {
                json.WriteStartObject();
                json.WriteString("date", AnalysisParameters.Text(day.Timetable.ServiceDate));
                json.WriteString("name", day.French);
                json.WriteString("nameEn", day.English);
                json.WriteBoolean("main", i == 0);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (network.Transport is { } transport)
            {
                json.WriteStartObject("window");
                json.WriteString("from", AnalysisParameters.Text(transport.Window.FromSeconds));
                json.WriteString("to", AnalysisParameters.Text(transport.Window.ToSeconds));
                json.WriteEndObject();
            }

            if (network.Streets.GraphByMode.TryGetValue("walk", out var walk))
            {
                json.WriteNumber("walkKph", walk.ConnectorSpeedKph);
            }

            json.WriteStartObject("limits");
            json.WriteNumber("isochroneLocations", IsochronesEndpoint.MostLocations);
            json.WriteNumber("isochroneRanges", IsochronesEndpoint.MostRanges);
            json.WriteNumber("isochroneSeconds", IsochronesEndpoint.LongestSeconds);
            json.WriteNumber("isochroneMeters", IsochronesEndpoint.LongestMeters);
            json.WriteNumber("travelTimePoints", TravelTimesEndpoint.MostPoints);
            json.WriteNumber("travelTimePairs", TravelTimesEndpoint.MostPairs);
            json.WriteEndObject();
            json.WriteStartArray("extent");
            foreach (var number in (double[])[extent.MinX, extent.MinY, extent.MaxX, extent.MaxY])
            {
                json.WriteNumberValue(Math.Round(number, 7));
            }

            json.WriteEndArray();
            json.WriteEndObject();

            void Names(string name, IEnumerable<string> modes)
            {
                json.WriteStartArray(name);
                foreach (var mode in modes)
                {
                    json.WriteStringValue(mode);
                }

                json.WriteEndArray();
            }
        });
    }

    static Envelope Extent(AnalysisRequest request)
    {
        var extent = new Envelope();
        foreach (var collection in request.Store.Collections)
        {
            extent.ExpandToInclude(collection.Extent ?? new Envelope());
        }

        return extent;
    }
}
