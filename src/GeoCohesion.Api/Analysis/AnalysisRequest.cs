using System.Globalization;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Analysis;

/// <summary>A request for an analysis, and the network that answers it from start to end.</summary>
sealed class AnalysisRequest(HttpContext http, IFeatureStore store, LiveNetwork network, AnalysisParameters parameters)
{
    const int LongestWindowSeconds = 4 * 3600;

    /// <summary>Request and response.</summary>
    public HttpContext Http { get; } = http;

    /// <summary>The run.</summary>
    public IFeatureStore Store { get; } = store;

    /// <summary>Its network.</summary>
    public LiveNetwork Network { get; } = network;

    /// <summary>What is asked.</summary>
    public AnalysisParameters Parameters { get; } = parameters;

    /// <summary>Ends when the client goes away or the time is up.</summary>
    public CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>The mode that is asked for; walking where none is.</summary>
    public string Mode(bool isTransitOnly = false)
    {
        string[] modes = isTransitOnly ? [.. Network.TransitModes] : ["walk", .. Network.StreetModes.Where(mode => mode != "walk"), .. Network.TransitModes];
        if (modes.Length == 0)
        {
            throw new RequestRefusedException(StatusCodes.Status404NotFound, "network-missing", "this run has no public transport.");
        }

        return Parameters.Choice("mode", modes);
    }

    /// <summary>Day and departures of public transport: one departure, or a window; the run's own where neither is given.</summary>
    /// <param name="direction">Of the search.</param>
    /// <param name="fromName">Name of the parameter that begins the window.</param>
    /// <param name="toName">Name of the parameter that ends it.</param>
    public Departures DeparturesOf(SearchDirection direction, string fromName = "from", string toName = "to")
    {
        var transport = Network.Transport!;
        var day = Parameters.Day(transport);
        if (Parameters.Has("departure"))
        {
            if (Parameters.Has(fromName) || Parameters.Has(toName))
            {
                throw new InputException(
                    "parameter-malformed", $"give either departure, or {fromName} and {toName}.", new SourceLocation("departure"));
            }

            // Departures of the same hour share their connections.
            const int HourSeconds = 3600;
            var second = Parameters.Clock("departure");
            var own = transport.Window;
            var hour = second >= own.FromSeconds && second < own.ToSeconds
                ? own
                : new TimeWindow(second / HourSeconds * HourSeconds, (second / HourSeconds * HourSeconds) + HourSeconds);
            return new Departures(day, hour, new TimeWindow(second, second + 1), direction);
        }

        if (!Parameters.Has(fromName) && !Parameters.Has(toName))
        {
            return new Departures(day, transport.Window, transport.Window, direction);
        }

        var window = new TimeWindow(Parameters.Clock(fromName), Parameters.Clock(toName));
        return window.Count is > 0 and <= LongestWindowSeconds
            ? new Departures(day, window, window, direction)
            : throw AnalysisParameters.Malformed(toName, Parameters[toName]!, $"a time after {fromName}, at most 4 hours later,");
    }

    /// <summary>The connections for departures of a mode.</summary>
    public Core.Isochrones.IsochroneTimetable Timetable(string mode, Departures departures) =>
        Network.Timetable(mode, departures.Day, departures.Connections, departures.Direction);

    /// <summary>Refuses points that no street of a mode is near.</summary>
    /// <param name="name">Parameter of the points.</param>
    /// <param name="points">The points.</param>
    /// <param name="positions">Per street mode, the points on its streets.</param>
    public static void RequireSnapped(string name, (double Longitude, double Latitude)[] points, IReadOnlyList<StreetPosition[]> positions)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (!positions.Any(on => on[i].IsSnapped))
            {
                throw NotSnapped(name, points[i]);
            }
        }
    }

    /// <summary>There is no street near a point.</summary>
    public static InputException NotSnapped(string name, (double Longitude, double Latitude) point) => new(
        "point-not-snapped",
        string.Create(CultureInfo.InvariantCulture, $"there is no street within {LiveNetwork.SnapRadiusMeters} m of {point.Longitude},{point.Latitude}."),
        new SourceLocation(name));

    /// <summary>Points on each street mode of a mode.</summary>
    public StreetPosition[][] Snap(string mode, (double Longitude, double Latitude)[] points) =>
    [
        .. TransitVariant.StreetModesOf(mode).Select(streetMode =>
        {
            var index = Network.Index(streetMode);
            return points.Select(point => index.Snap(point.Longitude, point.Latitude, LiveNetwork.SnapRadiusMeters * 1000)).ToArray();
        }),
    ];

    /// <summary>Says how an answer was computed.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="departures">Departures of public transport, or null.</param>
    public void WriteMetadata(Utf8JsonWriter json, string mode, Departures? departures)
    {
        json.WriteString("program", $"GeoCohesion {Store.Run.ProgramVersion}");
        json.WriteString("run", Store.Run.Version);
        json.WriteString("territory", Store.Run.TerritoryName);
        json.WriteString("mode", mode);
        json.WriteNumber("snapRadiusMeters", LiveNetwork.SnapRadiusMeters);
        json.WriteString("streets", Network.Streets.Reports.First(report => report.Mode == TransitVariant.StreetModesOf(mode)[0]).Speeds);
        if (departures is not null)
        {
            json.WriteString("date", AnalysisParameters.Text(departures.Day.Timetable.ServiceDate));
            if (departures.Counted.Count == 1)
            {
                json.WriteString("departure", AnalysisParameters.Text(departures.Counted.FromSeconds));
            }
            else
            {
                json.WriteString("from", AnalysisParameters.Text(departures.Counted.FromSeconds));
                json.WriteString("to", AnalysisParameters.Text(departures.Counted.ToSeconds));
            }

            json.WriteNumber("boardingSlackSeconds", Network.Transport!.Options.BoardingSlackSeconds);
            json.WriteNumber("longestWalkSeconds", Network.Transport.LongestWalkSeconds);
            json.WriteNumber("longestTripSeconds", LiveNetwork.LongestTransitSeconds);
        }

        json.WriteStartArray("attribution");
        foreach (var line in Store.Run.Attribution)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }
}

/// <summary>Which departures are looked at.</summary>
/// <param name="Day">The day.</param>
/// <param name="Connections">Window that the connections are made for; holds <paramref name="Counted"/>.</param>
/// <param name="Counted">Departures that count; one second is one departure.</param>
/// <param name="Direction">Of the search.</param>
sealed record Departures(TimetableDay Day, TimeWindow Connections, TimeWindow Counted, SearchDirection Direction);
