using System.Globalization;
using System.Text.Json;
using GeoCohesion.Api.Features;
using GeoCohesion.Api.Guards;
using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Analysis;

/// <summary>Travel times between points, or between features of the run's collections of points.</summary>
static class TravelTimesEndpoint
{
    /// <summary>Most points on either side.</summary>
    public const int MostPoints = 5000;

    /// <summary>Most pairs.</summary>
    public const int MostPairs = 100_000;

    const int LongestStreetSeconds = 3 * 3600;

    static readonly string[] s_collections = ["origins", "centralities", "places", "stops"];

    /// <summary>Names of its parameters.</summary>
    public static string[] Parameters { get; } =
    [
        "origins", "origins_collection", "origins_ids", "destinations", "destinations_collection", "destinations_ids", "mode",
        "date", "departure", "from", "to", "rule",
    ];

    /// <summary>Writes it.</summary>
    public static async Task Write(AnalysisRequest request)
    {
        var mode = request.Mode();
        var origins = await Ends(request, "origins");
        var destinations = await Ends(request, "destinations");
        if ((long)origins.Points.Length * destinations.Points.Length > MostPairs)
        {
            throw new RequestRefusedException(
                StatusCodes.Status413PayloadTooLarge,
                "too-many-points",
                string.Create(CultureInfo.InvariantCulture, $"there are {(long)origins.Points.Length * destinations.Points.Length} pairs; at most {MostPairs} are accepted in one request."));
        }

        var isTransit = TransitVariant.Find(mode) is not null;
        if (!isTransit)
        {
            request.Parameters.RefuseDepartures();
        }

        var departures = isTransit ? request.DeparturesOf(SearchDirection.Forward) : null;
        var percentile = Percentile(request.Parameters);
        var from = request.Snap(mode, origins.Points);
        var to = request.Snap(mode, destinations.Points);
        int[][] seconds = departures is null
            ? Street(request, mode, from[0], to[0])
            : Transit(request, mode, departures, percentile, from, to);
        request.Http.EndAnalysisTurn();
        await using var json = JsonAnswer.Begin(request.Http, Links.Json);
        json.WriteStartObject();
        json.WriteStartArray("travelTimesSeconds");
        foreach (var row in seconds)
        {
            json.WriteStartArray();
            foreach (var value in row)
            {
                if (value < TravelTime.Unreached)
                {
                    json.WriteNumberValue(value);
                }
                else
                {
                    json.WriteNullValue();
                }
            }

            json.WriteEndArray();
            if (json.BytesPending > 1 << 16)
            {
                await json.FlushAsync(request.Cancellation);
            }
        }

        json.WriteEndArray();
        WriteEnds(json, "origins", origins, from);
        WriteEnds(json, "destinations", destinations, to);
        json.WriteStartObject("metadata");
        request.WriteMetadata(json, mode, departures);
        json.WriteNumber("longestSeconds", departures is null ? LongestStreetSeconds : LiveNetwork.LongestTransitSeconds);
        if (departures is { Counted.Count: > 1 })
        {
            json.WriteString("rule", request.Parameters["rule"] ?? "median");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static int Percentile(AnalysisParameters parameters)
    {
        var text = parameters["rule"] ?? "median";
        return text switch
        {
            "best" => 0,
            "median" => 50,
            "worst" => 100,
            _ when DepartureRule.TryParse(text, out _) && text[0] == 'p' => int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
            _ => throw AnalysisParameters.Malformed("rule", text, "best, median, worst or p1 to p100"),
        };
    }

    static int[][] Street(AnalysisRequest request, string mode, StreetPosition[] from, StreetPosition[] to)
    {
        var rows = new int[from.Length][];
        StreetMatrix.Compute(request.Network.Streets.Graph(mode), from, to, LongestStreetSeconds * 1000, threads: 1, (origin, seconds) =>
        {
            request.Cancellation.ThrowIfCancellationRequested();
            rows[origin] = seconds.ToArray();
        });
        return rows;
    }

    static int[][] Transit(AnalysisRequest request, string mode, Departures departures, int percentile, StreetPosition[][] from, StreetPosition[][] to)
    {
        var rows = new int[from[0].Length][];
        var profiles = new ProfileSource(request, mode, departures, from, to);
        var profile = new TravelTimeProfile();
        for (var origin = 0; origin < rows.Length; origin++)
        {
            rows[origin] = new int[to[0].Length];
            profiles.Start(origin);
            for (var destination = 0; destination < rows[origin].Length; destination++)
            {
                request.Cancellation.ThrowIfCancellationRequested();
                profiles.Read(destination, profile);
                rows[origin][destination] = departures.Counted.Count == 1
                    ? profile.At(departures.Counted.FromSeconds)
                    : percentile == 0 ? profile.BestSeconds : profile.PercentileSeconds(percentile);
            }
        }

        return rows;
    }

    static async Task<AnalysisEnds> Ends(AnalysisRequest request, string name)
    {
        var parameters = request.Parameters;
        if (!parameters.Has(name + "_collection"))
        {
            if (parameters.Has(name + "_ids"))
            {
                throw new InputException("parameter-missing", $"{name}_ids needs {name}_collection.", new SourceLocation(name + "_ids"));
            }

            return new AnalysisEnds(parameters.Points(name, MostPoints), null);
        }

        if (parameters.Has(name))
        {
            throw new InputException("parameter-malformed", $"give either {name} or {name}_collection.", new SourceLocation(name));
        }

        var offered = s_collections.Where(id => request.Store.Collections.Any(known => known.Id == id)).ToArray();
        var collection = request.Store.Collections.First(known => known.Id == parameters.Choice(name + "_collection", offered));
        string[] ids = parameters.Require(name + "_ids", "ids of features, separated by commas,").Split(',');
        if (ids.Length > MostPoints)
        {
            throw new RequestRefusedException(
                StatusCodes.Status413PayloadTooLarge,
                "too-many-points",
                string.Create(CultureInfo.InvariantCulture, $"{name}_ids: there are {ids.Length} ids; at most {MostPoints} are accepted in one request."));
        }

        var points = new (double Longitude, double Latitude)[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var feature = await request.Store.Find(collection, ids[i], request.Cancellation)
                ?? throw new RequestRefusedException(StatusCodes.Status404NotFound, "feature-unknown", $"there is no '{ids[i]}' in {collection.Id}.");

            // Cells have a point of departure of their own.
            points[i] = collection.Find("lon") is not null
                ? ((double)feature.Values[collection.IndexOf("lon")]!, (double)feature.Values[collection.IndexOf("lat")]!)
                : (feature.Geometry!.Coordinate.X, feature.Geometry.Coordinate.Y);
        }

        return new AnalysisEnds(points, ids);
    }

    static void WriteEnds(Utf8JsonWriter json, string name, AnalysisEnds ends, StreetPosition[][] positions)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < ends.Points.Length; i++)
        {
            json.WriteStartObject();
            if (ends.Ids is { } ids)
            {
                json.WriteString("id", ids[i]);
            }

            json.WriteStartArray("location");
            json.WriteNumberValue(ends.Points[i].Longitude);
            json.WriteNumberValue(ends.Points[i].Latitude);
            json.WriteEndArray();
            json.WriteBoolean("isSnapped", positions.Any(on => on[i].IsSnapped));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    sealed record AnalysisEnds((double Longitude, double Latitude)[] Points, string[]? Ids);
}
