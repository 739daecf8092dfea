using GeoCohesion.Api.Features;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Analysis;

/// <summary>Where a point meets the streets of a mode.</summary>
static class SnapEndpoint
{
    /// <summary>Names of its parameters.</summary>
    public static string[] Parameters { get; } = ["location", "mode"];

    /// <summary>Writes it.</summary>
    /// <exception cref="RequestRefusedException">There is no street near it (404).</exception>
    public static Task Write(AnalysisRequest request)
    {
        var point = request.Parameters.Point("location");
        var mode = request.Parameters.Choice("mode", ["walk", .. request.Network.StreetModes.Where(mode => mode != "walk")]);
        var index = request.Network.Index(mode);
        var position = index.Snap(point.Longitude, point.Latitude, LiveNetwork.SnapRadiusMeters * 1000);
        if (!position.IsSnapped)
        {
            var refused = AnalysisRequest.NotSnapped("location", point);
            throw new RequestRefusedException(StatusCodes.Status404NotFound, refused.Code, refused.Message);
        }

        var (longitude, latitude) = index.PointAt(position);
        return JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("location");
            json.WriteNumberValue(Math.Round(longitude, 7));
            json.WriteNumberValue(Math.Round(latitude, 7));
            json.WriteEndArray();
            json.WriteNumber("distanceMeters", position.ConnectorMillimeters / 1000.0);
            json.WriteNumber("connectorSeconds", index.Graph.ConnectorMilliseconds(position.ConnectorMillimeters) / 1000.0);
            json.WriteNumber("osmWayId", index.Graph.LinkOsmWayId[position.Link]);
            json.WriteStartObject("metadata");
            request.WriteMetadata(json, mode, null);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
