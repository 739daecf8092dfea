using System.Text.Json;
using GeoCohesion.Api.Features;
using GeoCohesion.Api.Guards;
using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Stores.Filters;
using Microsoft.AspNetCore.Http;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Api.Analysis;

/// <summary>Areas or streets within reach of points or of a district, by the names of openrouteservice.</summary>
static class IsochronesEndpoint
{
    /// <summary>Most points of a request.</summary>
    public const int MostLocations = 100;

    /// <summary>Most limits of a request.</summary>
    public const int MostRanges = 12;

    /// <summary>Longest limit in time.</summary>
    public const int LongestSeconds = 5400;

    /// <summary>Longest limit in distance.</summary>
    public const int LongestMeters = 50_000;

    /// <summary>Widest ground around streets.</summary>
    public const int MostBufferMeters = 500;

    /// <summary>Names of its parameters.</summary>
    public static string[] Parameters { get; } =
    [
        "locations", "district", "mode", "range", "interval", "range_type", "location_type", "geometry", "rings", "simplify", "attributes",
        "date", "departure", "from", "to", "rule", "buffer",
    ];

    /// <summary>Writes it.</summary>
    public static async Task Write(AnalysisRequest request)
    {
        var parameters = request.Parameters;
        var mode = request.Mode();
        var isTransit = TransitVariant.Find(mode) is not null;
        var question = Question(parameters, isTransit);
        var isNetwork = parameters.Choice("geometry", "area", "network") == "network";
        double? buffer = parameters.Has("buffer") ? parameters.Number("buffer", 1, MostBufferMeters) : null;
        var departures = isTransit ? request.DeparturesOf(question.Direction) : null;
        RefuseWithoutMeaning(parameters, isTransit, isNetwork);
        var points = parameters.Has("district") ? await OfDistrict(request) : parameters.Points("locations", MostLocations);
        var surface = request.Network.Surface(mode, question.IsByDistance);
        var positions = surface.Snap(points);
        if (parameters.Has("district"))
        {
            if (!positions.Any(on => on.Any(position => position.IsSnapped)))
            {
                throw new InputException("point-not-snapped", "there is no street near any resident of the district.", new SourceLocation("district"));
            }
        }
        else
        {
            AnalysisRequest.RequireSnapped("locations", points, positions);
        }

        var timetable = departures is null ? null : request.Timetable(mode, departures);
        var isStopped = () => request.Cancellation.IsCancellationRequested;
        IReadOnlyList<IsochroneArea> areas;
        if (isNetwork)
        {
            var pieces = surface.NewStreetWorker(question, timetable, departures?.Counted, isStopped)(positions);
            request.Cancellation.ThrowIfCancellationRequested();
            if (buffer is not { } bufferMeters)
            {
                await WriteStreets(request, mode, question, departures, surface, pieces);
                return;
            }

            areas = surface.Buffers(question, pieces, bufferMeters, isStopped);
        }
        else
        {
            areas = surface.NewWorker(question, timetable, departures?.Counted, isStopped)(positions);
        }

        request.Cancellation.ThrowIfCancellationRequested();
        request.Http.EndAnalysisTurn();
        await using var json = JsonAnswer.Begin(request.Http, Links.GeoJson);
        Begin(json, request, mode, question, departures);
        if (buffer is { } meters)
        {
            json.WriteNumber("bufferMeters", meters);
        }
        else
        {
            json.WriteNumber("resolutionMeters", surface.ResolutionMillimeters / 1000.0);
            json.WriteNumber("toleranceMeters", IsochroneQuestion.UsualToleranceMeters);
        }

        json.WriteEndObject();
        json.WriteStartArray("features");

        // The largest first, so that a map that draws them in this order shows all.
        foreach (var (i, area) in areas.Index().Reverse())
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WritePropertyName("geometry");
            GeoJsonFormat.WriteGeometry(json, area.Area);
            json.WriteStartObject("properties");
            json.WriteNumber("group_index", i);
            json.WriteNumber("value", area.Limit);
            json.WriteString("mode", mode);
            WriteCentre(json, points);
            WriteAttributes(json, request, area, parameters.Words("attributes", "area", "population", "places", "total_pop"));
            json.WriteEndObject();
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16)
            {
                await json.FlushAsync(request.Cancellation);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static IsochroneQuestion Question(AnalysisParameters parameters, bool isTransit)
    {
        var isByDistance = parameters.Choice("range_type", "time", "distance") == "distance";
        if (isByDistance && isTransit)
        {
            throw AnalysisParameters.Malformed("range_type", "distance", "time, by public transport,");
        }

        var most = isByDistance ? LongestMeters : LongestSeconds;
        var limits = parameters.Numbers("range", 1, most, MostRanges);
        if (parameters.Has("interval"))
        {
            var interval = parameters.Number("interval", 1, most);
            var count = (limits.Max() + interval - 1) / interval;
            limits = limits.Length == 1 && count <= MostRanges
                ? [.. Enumerable.Range(1, count).Select(i => Math.Min(i * interval, limits[0]))]
                : throw AnalysisParameters.Malformed("interval", parameters["interval"]!, $"with one range, an interval that goes at most {MostRanges} times into it");
        }

        var attributes = parameters.Words("attributes", "area", "population", "places", "total_pop");
        return new IsochroneQuestion
        {
            Limits = limits,
            IsByDistance = isByDistance,
            Direction = parameters.Choice("location_type", "start", "destination") == "start" ? SearchDirection.Forward : SearchDirection.Backward,
            Rule = parameters["rule"] is { } text && !DepartureRule.TryParse(text, out _)
                ? throw AnalysisParameters.Malformed("rule", text, "best, median, worst, p1 to p100 or share:0.8")
                : parameters["rule"] is { } known && DepartureRule.TryParse(known, out var rule) ? rule : DepartureRule.Median,
            IsRings = parameters.Flag("rings"),
            SimplifyMeters = parameters.Has("simplify") ? parameters.Number("simplify", 1, 1000) : null,
            HasPopulation = attributes.Contains("population") || attributes.Contains("total_pop"),
            HasPlaces = attributes.Contains("places"),
        };
    }

    /// <summary>What would be passed over in silence is refused.</summary>
    static void RefuseWithoutMeaning(AnalysisParameters parameters, bool isTransit, bool isNetwork)
    {
        if (parameters.Has("buffer") && !isNetwork)
        {
            throw new InputException("parameter-malformed", "a buffer is drawn around streets; give geometry=network as well.", new SourceLocation("buffer"));
        }

        if (parameters.Has("buffer") && parameters.Words("attributes", "area", "population", "places", "total_pop").Any(word => word != "area"))
        {
            throw new InputException(
                "parameter-malformed", "of a buffer only the area is told; what is within a limit is counted for geometry=area.", new SourceLocation("attributes"));
        }

        if (!isTransit)
        {
            parameters.RefuseDepartures();
        }

        if (parameters.Has("district") && parameters.Has("locations"))
        {
            throw new InputException("parameter-malformed", "give either locations or district.", new SourceLocation("district"));
        }
    }

    /// <summary>The inhabited cells of a district.</summary>
    static async Task<(double Longitude, double Latitude)[]> OfDistrict(AnalysisRequest request)
    {
        const int MostCells = 20_000;
        var code = request.Parameters.Require("district", "the code of a district");
        var origins = request.Store.Collections.First(collection => collection.Id == "origins");
        var (longitude, latitude) = (origins.IndexOf("lon"), origins.IndexOf("lat"));
        var filter = new FilterExpression.Comparison(
            new FilterOperand.OfProperty(origins.Find("district")!), ComparisonOperator.Equal, new FilterOperand.Literal(code));
        var cells = await request.Store.Read(origins, filter, 0, MostCells, request.Cancellation);
        return cells.Count > 0
            ? [.. cells.Select(cell => ((double)cell.Values[longitude]!, (double)cell.Values[latitude]!))]
            : throw new RequestRefusedException(
                StatusCodes.Status404NotFound, "district-unknown", $"there is no district '{code}' with residents; see /collections/districts/items.");
    }

    static async Task WriteStreets(
        AnalysisRequest request,
        string mode,
        IsochroneQuestion question,
        Departures? departures,
        IsochroneSurface surface,
        IReadOnlyList<ReachedPiece>[] pieces)
    {
        var limits = question.Ascending;
        request.Http.EndAnalysisTurn();
        await using var json = JsonAnswer.Begin(request.Http, Links.GeoJson);
        Begin(json, request, mode, question, departures);
        json.WriteEndObject();
        json.WriteStartArray("features");
        var unit = question.IsByDistance ? "m" : "s";
        var all = pieces.Zip(surface.Indexes).SelectMany(on => on.First.Select(piece => (Piece: piece, Index: on.Second)));
        foreach (var (piece, index) in all.OrderByDescending(entry => entry.Piece.Limit))
        {
            var part = piece.Part;
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WritePropertyName("geometry");
            var line = index.Line(part.Link, part.FromMillimeters, part.ToMillimeters).Select(point => new Coordinate(point.Longitude, point.Latitude));
            GeoJsonFormat.WriteGeometry(json, GeometryFactory.Default.CreateLineString([.. line]));
            json.WriteStartObject("properties");
            json.WriteNumber("group_index", piece.Limit);
            json.WriteNumber("value", limits[piece.Limit]);
            if (pieces.Length > 1)
            {
                json.WriteString("street_mode", index.Graph.Mode);
            }

            json.WriteNumber("from_" + unit, part.FromMilliseconds / 1000.0);
            json.WriteNumber("to_" + unit, part.ToMilliseconds / 1000.0);
            json.WriteNumber("length_m", piece.LengthMillimeters / 1000.0);
            json.WriteNumber("osm_way_id", index.Graph.LinkOsmWayId[part.Link]);
            json.WriteEndObject();
            json.WriteEndObject();
            if (json.BytesPending > 1 << 16)
            {
                await json.FlushAsync(request.Cancellation);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the start of the collection, its metadata left open.</summary>
    static void Begin(Utf8JsonWriter json, AnalysisRequest request, string mode, IsochroneQuestion question, Departures? departures)
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartObject("metadata");
        request.WriteMetadata(json, mode, departures);
        json.WriteString("location_type", question.Direction == SearchDirection.Forward ? "start" : "destination");
        json.WriteString("range_type", question.IsByDistance ? "distance" : "time");
        json.WriteBoolean("rings", question.IsRings);
        if (departures is not null)
        {
            json.WriteString("rule", question.Rule.ToString());
        }
    }

    static void WriteCentre(Utf8JsonWriter json, (double Longitude, double Latitude)[] points)
    {
        if (points.Length == 1)
        {
            json.WriteStartArray("center");
            json.WriteNumberValue(Math.Round(points[0].Longitude, 7));
            json.WriteNumberValue(Math.Round(points[0].Latitude, 7));
            json.WriteEndArray();
        }
    }

    static void WriteAttributes(Utf8JsonWriter json, AnalysisRequest request, IsochroneArea area, string[] attributes)
    {
        if (attributes.Contains("area"))
        {
            json.WriteNumber("area", Math.Round(area.SquareMeters));
        }

        if (attributes.Contains("population") || attributes.Contains("total_pop"))
        {
            json.WriteNumber("total_pop", Math.Round(area.Contents!.Residents, 1));
            json.WriteNumber("priority_pop", Math.Round(area.Contents.PriorityResidents, 1));
        }

        if (attributes.Contains("places"))
        {
            json.WriteStartObject("places");
            foreach (var (i, name) in request.Network.Classes.Index())
            {
                json.WriteNumber(name, area.Contents!.PlacesByClass[i]);
            }

            json.WriteEndObject();
        }
    }
}
