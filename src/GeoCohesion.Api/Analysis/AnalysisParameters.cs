using System.Globalization;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Routing.Transit;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Analysis;

/// <summary>What a request for an analysis says, in its address or in a JSON body of the same names.</summary>
sealed class AnalysisParameters
{
    const int LongestDaySeconds = 30 * 3600;

    readonly Dictionary<string, string> _values;

    AnalysisParameters(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads and refuses names that mean nothing.</summary>
    /// <exception cref="InputException">A name is unknown, given twice, or the body is not JSON.</exception>
    public static async Task<AnalysisParameters> Read(HttpContext http, params string[] known)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, texts) in http.Request.Query)
        {
            values.Add(name, texts.Count == 1 ? texts[0] ?? "" : throw new InputException(
                "parameter-repeated", "the parameter is given more than once; give it once.", new SourceLocation(name)));
        }

        if (HttpMethods.IsPost(http.Request.Method))
        {
            await ReadBody(http, values);
        }

        string[] allowed = [.. known, "f"];
        foreach (var name in values.Keys.Where(name => !allowed.Contains(name)).Order(StringComparer.Ordinal))
        {
            throw new InputException(
                "parameter-unknown",
                $"the parameter means nothing here; use one of: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.",
                new SourceLocation(name));
        }

        if (values.TryGetValue("f", out var format) && format is not ("json" or "geojson"))
        {
            throw Malformed("f", format, "json");
        }

        return new AnalysisParameters(values);
    }

    /// <summary>Value of a parameter, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether a parameter is given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Value of a parameter that has to be given.</summary>
    /// <exception cref="InputException">It is not (<c>parameter-missing</c>).</exception>
    public string Require(string name, string expected) => _values.TryGetValue(name, out var text) && text.Length > 0
        ? text
        : throw new InputException("parameter-missing", $"the parameter is missing; {expected} is expected.", new SourceLocation(name));

    /// <summary>WGS84 points <c>LON,LAT|LON,LAT</c>, at least one.</summary>
    public (double Longitude, double Latitude)[] Points(string name, int most)
    {
        var text = Require(name, "LON,LAT, or several of them separated by |,");
        var points = text.Split('|');
        return points.Length <= most
            ? [.. points.Select(point => Point(name, point))]
            : throw new RequestRefusedException(
                StatusCodes.Status413PayloadTooLarge,
                "too-many-points",
                string.Create(CultureInfo.InvariantCulture, $"{name}: there are {points.Length} points; at most {most} are accepted in one request."));
    }

    /// <summary>One WGS84 point <c>LON,LAT</c>.</summary>
    public (double Longitude, double Latitude) Point(string name) => Point(name, Require(name, "LON,LAT"));

    /// <summary>One of some words; the first where it is not given.</summary>
    public string Choice(string name, params string[] choices)
    {
        var text = this[name] ?? choices[0];
        return choices.Contains(text) ? text : throw Malformed(name, text, $"one of {string.Join(", ", choices)}");
    }

    /// <summary>Words separated by commas; none where it is not given.</summary>
    public string[] Words(string name, params string[] choices)
    {
        string[] words = this[name] is { Length: > 0 } text ? text.Split(',') : [];
        foreach (var word in words.Where(word => !choices.Contains(word)))
        {
            throw Malformed(name, word, $"one or several of {string.Join(", ", choices)}, separated by commas,");
        }

        return words;
    }

    /// <summary>Yes or no; no where it is not given.</summary>
    public bool Flag(string name) => Choice(name, "false", "true") == "true";

    /// <summary>Whole numbers separated by commas.</summary>
    public int[] Numbers(string name, int least, int most, int mostNumbers)
    {
        var numbers = Require(name, "whole numbers separated by commas").Split(',').Select(text => Number(name, text, least, most)).ToArray();
        return numbers.Length <= mostNumbers
            ? numbers
            : throw Malformed(name, this[name]!, string.Create(CultureInfo.InvariantCulture, $"at most {mostNumbers} numbers"));
    }

    /// <summary>One whole number.</summary>
    public int Number(string name, int least, int most) => Number(name, Require(name, "a whole number"), least, most);

    /// <summary>A time of the service day, <c>HH:MM</c> or <c>HH:MM:SS</c>, up to 30:00.</summary>
    public int Clock(string name)
    {
        var text = Require(name, "a time such as 08:00");
        var parts = text.Split(':');
        if (parts.Length is 2 or 3 && parts.All(part => part.Length == 2 && part.All(char.IsAsciiDigit)))
        {
            var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var seconds = (numbers[0] * 3600) + (numbers[1] * 60) + (numbers.Length == 3 ? numbers[2] : 0);
            if (numbers[1] < 60 && (numbers.Length == 2 || numbers[2] < 60) && seconds <= LongestDaySeconds)
            {
                return seconds;
            }
        }

        throw Malformed(name, text, "a time from 00:00 to 30:00, such as 08:00,");
    }

    /// <summary>The day that <c>date</c> names, or the run's own.</summary>
    public TimetableDay Day(PublicTransport transport)
    {
        if (this["date"] is not { } text)
        {
            return transport.Days[0];
        }

        return transport.Days.FirstOrDefault(day => Text(day.Timetable.ServiceDate) == text)
            ?? throw Malformed("date", text, $"one of {string.Join(", ", transport.Days.Select(day => Text(day.Timetable.ServiceDate)))}");
    }

    /// <summary>Refuses what would be passed over in silence where there is no public transport.</summary>
    /// <exception cref="InputException">A parameter of departures is given (<c>parameter-malformed</c>).</exception>
    public void RefuseDepartures()
    {
        if (Array.Find(["date", "departure", "from", "to", "rule"], Has) is { } timed)
        {
            throw new InputException("parameter-malformed", "the parameter means nothing without public transport.", new SourceLocation(timed));
        }
    }

    /// <summary>A date as it is written.</summary>
    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A time of the day as it is written.</summary>
    public static string Text(int secondOfDay) =>
        string.Create(CultureInfo.InvariantCulture, $"{secondOfDay / 3600:00}:{secondOfDay / 60 % 60:00}{(secondOfDay % 60 == 0 ? "" : $":{secondOfDay % 60:00}")}");

    /// <summary>A value that cannot be used.</summary>
    public static InputException Malformed(string name, string found, string expected) =>
        new("parameter-malformed", $"'{Shortened(found)}' is not accepted; {expected} is expected.", new SourceLocation(name));

    static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Malformed(name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    static (double Longitude, double Latitude) Point(string name, string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma > 0
            && double.TryParse(text.AsSpan(0, comma), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var longitude)
            && double.TryParse(text.AsSpan(comma + 1), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var latitude)
            && Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90
                ? (longitude, latitude)
                : throw Malformed(name, text, "LON,LAT in degrees, such as 2.35,48.85,");
    }

    static async Task ReadBody(HttpContext http, Dictionary<string, string> values)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new RequestRefusedException(
                StatusCodes.Status415UnsupportedMediaType, "media-type-not-accepted", "the body is expected as application/json.");
        }

        try
        {
            // Bodies are bounded in size by the server.
            using var body = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 8 }, http.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InputException("body-malformed", "an object with the parameters is expected.", new SourceLocation("body"));
            }

            foreach (var member in body.RootElement.EnumerateObject())
            {
                if (!values.TryAdd(member.Name, Text(member.Name, member.Value)))
                {
                    throw new InputException("parameter-repeated", "the parameter is given more than once; give it once.", new SourceLocation(member.Name));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An invalid operation is a text with half a character in it.
            var line = e is JsonException { LineNumber: { } number } ? (int)number + 1 : 1;
            throw new InputException("body-malformed", "this is not JSON.", new SourceLocation("body", line));
        }
    }

    /// <summary>A value of a body as an address would have it: points are separated by |, everything else by commas.</summary>
    static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => value.EnumerateArray().Any(part => part.ValueKind == JsonValueKind.Array)
            ? string.Join('|', value.EnumerateArray().Select(part => Text(name, part)))
            : string.Join(',', value.EnumerateArray().Select(part => part.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? Text(name, part)
                : throw Malformed(name, part.GetRawText(), "a text or a number"))),
        _ => throw Malformed(name, value.GetRawText(), "a text, a number, true, false or an array of them"),
    };
}
