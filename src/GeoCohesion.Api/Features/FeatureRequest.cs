using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api.Features;

/// <summary>One request for features, and the run that answers it from start to end.</summary>
sealed class FeatureRequest(HttpContext http, IFeatureStore store)
{
    // Two builds of the program may write the same run in different words.
    static readonly string s_build = typeof(FeatureRequest).Module.ModuleVersionId.ToString("N", CultureInfo.InvariantCulture)[..8];

    static readonly string[] s_always = ["f", "lang"];

    // Short names, beside those of the run's tables.
    static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["travel-times"] = "district_centralities",
        ["services"] = "district_services",
    };

    /// <summary>Request and response.</summary>
    public HttpContext Http { get; } = http;

    /// <summary>The run.</summary>
    public IFeatureStore Store { get; } = store;

    /// <summary>Addresses of the service as the client reaches it.</summary>
    public Links Links { get; } = new(http.Request);

    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>Whether people are spoken to in English; French by default.</summary>
    public bool IsEnglish => Value("lang") switch
    {
        null or "fr" => false,
        "en" => true,
        var other => throw new InputException("parameter-malformed", $"'{other}' is not a language of this service; use fr or en.",
            new SourceLocation("lang")),
    };

    /// <summary>Parameters that lead from one page to another in the same language.</summary>
    public IEnumerable<(string Name, string Value)> PageParameters => IsEnglish ? [("f", "html"), ("lang", "en")] : [("f", "html")];

    /// <summary>One of two texts for people.</summary>
    public string Say(string french, string english) => IsEnglish ? english : french;

    /// <summary>Value of a parameter, or null where it is not given.</summary>
    /// <exception cref="InputException">It is given more than once (<c>parameter-repeated</c>).</exception>
    public string? Value(string parameter)
    {
        var values = Http.Request.Query[parameter];
        return values.Count <= 1
            ? values.Count == 0 ? null : values[0] ?? ""
            : throw new InputException("parameter-repeated", "the parameter is given more than once; give it once.",
                new SourceLocation(parameter));
    }

    /// <summary>Refuses parameters that mean nothing here (requirement <c>/req/core/query-param-unknown</c>).</summary>
    /// <param name="known">Those that do, beside <c>f</c> and <c>lang</c>.</param>
    /// <exception cref="InputException">Another is given (<c>parameter-unknown</c>).</exception>
    public void AllowOnly(params IEnumerable<string> known)
    {
        var allowed = known.Concat(s_always).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Http.Request.Query.Keys)
        {
            if (!allowed.Contains(name))
            {
                throw new InputException(
                    "parameter-unknown",
                        $"the parameter means nothing here; use one of: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.",
                        new SourceLocation(name));
            }
        }

        // A language that does not exist is refused for JSON too.
        _ = IsEnglish;
    }

    /// <summary>The collection that the path names.</summary>
    /// <exception cref="RequestRefusedException">There is none (404).</exception>
    public FeatureCollectionInfo Collection()
    {
        var id = (string)Http.Request.RouteValues["collectionId"]!;
        id = s_otherNames.GetValueOrDefault(id, id);
        return Store.Collections.FirstOrDefault(collection => collection.Id == id) ?? throw new RequestRefusedException(
            StatusCodes.Status404NotFound,
            "collection-unknown",
            $"there is no collection '{id}'; use one of: {string.Join(", ", Store.Collections.Select(collection => collection.Id))}.");
    }

    /// <summary>Says which version of the resource this is.</summary>
    /// <param name="format">Format of the answer.</param>
    /// <returns>Whether the client has it already: the answer, 304, is complete then.</returns>
    public bool IsNotModified(AnswerFormat format) => IsNotModified(format == AnswerFormat.Html ? "h" : "j");

    /// <inheritdoc cref="IsNotModified(AnswerFormat)"/>
    /// <param name="mark">Tells the formats of the resource from each other; letters and digits.</param>
    public bool IsNotModified(string mark)
    {
        // Old runs go while the run that answers stays: their list has no version.
        if (Http.Request.RouteValues["collectionId"] is RunsCollection.Id)
        {
            Http.Response.Headers.CacheControl = "no-store";
            return false;
        }

        // Weak, since the same tag goes with plain and with compressed bytes.
        var tag = new EntityTagHeaderValue($"\"{Store.Run.Version}-{s_build}-{mark}\"", isWeak: true);
        var headers = Http.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = Store.Run.PublishedUtc;
        // Kept by caches, but asked about each time: another run may be published at any moment.
        headers.CacheControl = new CacheControlHeaderValue { Public = true, NoCache = true };
        Http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!HasTag(tag))
        {
            return false;
        }

        Http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    bool HasTag(EntityTagHeaderValue tag)
    {
        var asked = Http.Request.Headers.IfNoneMatch;
        return !StringValues.IsNullOrEmpty(asked) && EntityTagHeaderValue.TryParseList(asked, out var tags)
            && tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
    }
}
