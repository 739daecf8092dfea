using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Features;

/// <summary>Writes JSON answers as a stream: what a slow client has not read yet is not made yet.</summary>
static class JsonAnswer
{
    static readonly JsonWriterOptions s_writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A writer to the response's own buffer.</summary>
    public static Utf8JsonWriter Begin(HttpContext http, string mediaType)
    {
        http.Response.ContentType = mediaType;
        return new Utf8JsonWriter(http.Response.BodyWriter, s_writerOptions);
    }

    /// <summary>Writes a small answer.</summary>
    public static async Task Write(HttpContext http, string mediaType, Action<Utf8JsonWriter> body)
    {
        await using (var json = Begin(http, mediaType))
        {
            body(json);
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
