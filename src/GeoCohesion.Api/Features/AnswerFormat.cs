using GeoCohesion.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api.Features;

/// <summary>Formats that resources are given in.</summary>
enum AnswerFormat
{
    /// <summary>JSON, or a format built on it.</summary>
    Json,

    /// <summary>A page.</summary>
    Html,
}

/// <summary>
/// Chooses the format of an answer: by the parameter <c>f</c>, else by the header <c>Accept</c> (RFC 9110, section 12.5.1).
/// </summary>
static class Negotiation
{
    const string Html = "text/html";

    /// <summary>Chooses.</summary>
    /// <param name="request">The request.</param>
    /// <param name="jsonType">Media type of the JSON form; <c>application/json</c> is taken for it too.</param>
    /// <param name="preferred">What a client gets that does not care.</param>
    /// <exception cref="InputException"><c>f</c> is neither <c>json</c> nor <c>html</c> (<c>format-unknown</c>).</exception>
    /// <exception cref="RequestRefusedException">The client takes neither (406).</exception>
    public static AnswerFormat Choose(FeatureRequest request, string jsonType, AnswerFormat preferred = AnswerFormat.Json)
    {
        switch (request.Value("f"))
        {
            case "json":
                return AnswerFormat.Json;
            case "html":
                return AnswerFormat.Html;
            case { } other:
                throw new InputException("format-unknown", $"'{other}' is not a format of this service; use json or html.",
                    new SourceLocation("f"));
        }

        var accept = request.Http.Request.Headers.Accept;
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0)
        {
            return preferred;
        }

        var json = Math.Max(Quality(ranges, jsonType), Quality(ranges, "application/json"));
        var html = Quality(ranges, Html);
        if (json == 0 && html == 0)
        {
            throw new RequestRefusedException(StatusCodes.Status406NotAcceptable, "format-not-acceptable",
                $"this is given as {jsonType} and {Html} only.");
        }

        return json == html ? preferred : json > html ? AnswerFormat.Json : AnswerFormat.Html;
    }

    /// <summary>Insists that a resource of one format is what the client takes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Value of <c>f</c> that names the format.</param>
    /// <param name="types">Its media type, and others under which it may be asked for.</param>
    /// <exception cref="InputException"><c>f</c> names another (<c>format-unknown</c>).</exception>
    /// <exception cref="RequestRefusedException">The client takes none of the types (406).</exception>
    public static void Only(FeatureRequest request, string name, params IReadOnlyList<string> types)
    {
        if (request.Value("f") is { } format)
        {
            if (format != name)
            {
                throw new InputException("format-unknown", $"'{format}' is not a format of this resource; use {name}.", new SourceLocation("f"));
            }

            return;
        }

        var accept = request.Http.Request.Headers.Accept;
        if (accept.Count > 0 && MediaTypeHeaderValue.TryParseList(accept, out var ranges) && ranges.Count > 0
            && types.All(type => Quality(ranges, type) == 0))
        {
            throw new RequestRefusedException(StatusCodes.Status406NotAcceptable, "format-not-acceptable", $"this is given as {types[0]} only.");
        }
    }

    // The most specific range that covers the type decides; 0 where none does.
    static double Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var own = MediaTypeHeaderValue.Parse(type);
        return ranges
            .Where(range => range.MatchesAllTypes
                || (range.MatchesAllSubTypes && range.Type.Equals(own.Type, StringComparison.OrdinalIgnoreCase))
                || range.MediaType.Equals(own.MediaType, StringComparison.OrdinalIgnoreCase))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
