using System.Text.Encodings.Web;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeoCohesion.Api;

/// <summary>
/// Turns every failure into a problem document (RFC 9457) with a sentence; a mistake of the program shows no more than an id.
/// </summary>
static partial class Problems
{
    const string MediaType = "application/problem+json";
    const int RetryAfterSeconds = 2;

    static readonly JsonWriterOptions s_writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers failures of all that comes after, and statuses that have no body.</summary>
    public static void UseProblems(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("GeoCohesion.Api");
        app.UseStatusCodePages(pages => Write(
            pages.HttpContext, pages.HttpContext.Response.StatusCode, null,
                Sentence(pages.HttpContext, pages.HttpContext.Response.StatusCode)));
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client has gone: nobody reads an answer.
            }
#pragma warning disable CA1031 // The last resort of a request: whatever it is becomes a problem document, never a silent end.
            catch (Exception e) when (!context.Response.HasStarted)
#pragma warning restore CA1031
            {
                await Answer(context, e, log);
            }
        });
    }

    static Task Answer(HttpContext context, Exception failure, ILogger log)
    {
        context.Response.Clear();
        SafeAgain(context);
        switch (failure)
        {
            case InputException input:
                return Write(context, StatusCodes.Status400BadRequest, input.Code, input.Message);
            case RequestRefusedException refused:
                RetryLater(context, refused.Status, refused.RetryAfterSeconds);
                return Write(context, refused.Status, refused.Code, refused.Message);
            case StoreBusyException:
                RetryLater(context, StatusCodes.Status503ServiceUnavailable, null);
                return Write(context, StatusCodes.Status503ServiceUnavailable, "store-busy",
                    "there are more requests than can be served at once; ask again in a moment.");
            case StoreUnavailableException:
                RetryLater(context, StatusCodes.Status503ServiceUnavailable, null);
                LogUnavailable(log, failure.InnerException?.Message ?? failure.Message);
                return Write(context, StatusCodes.Status503ServiceUnavailable, "store-unavailable",
                    "the database does not answer; ask again in a moment.");
            case BadHttpRequestException bad:
                return bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? Write(context, bad.StatusCode, "body-too-large", "the body is larger than is accepted; ask for fewer points in one request.")
                    : Write(context, bad.StatusCode, "request-malformed", bad.Message);
            default:
                LogFailure(log, context.TraceIdentifier, failure);
                return Write(
                    context, StatusCodes.Status500InternalServerError, "mistake",
                        $"this is a mistake of GeoCohesion; please report it with the id {context.TraceIdentifier}.");
        }
    }

    // Clearing a response takes the headers of safety away too.
    static void SafeAgain(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    static void RetryLater(HttpContext context, int status, int? seconds)
    {
        if (seconds is not null || status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = (seconds ?? RetryAfterSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    static string Sentence(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound =>
            $"there is nothing at {context.Request.Path}; the collections are listed at /collections, the files at /layers.",
        StatusCodes.Status405MethodNotAllowed =>
            $"{context.Request.Method} is not for {context.Request.Path}; use {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "a body of this media type is not accepted here.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    static async Task Write(HttpContext context, int status, string? code, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, s_writerOptions))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", sentence);
            if (code is not null)
            {
                json.WriteString("code", code);
            }

            json.WriteEndObject();
        }

        await context.Response.BodyWriter.WriteAsync(buffer.ToArray(), context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database does not answer: {Reason}")]
    private static partial void LogUnavailable(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} failed")]
    private static partial void LogFailure(ILogger log, string id, Exception failure);
}
