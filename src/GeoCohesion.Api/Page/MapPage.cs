using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api.Page;

/// <summary>The map page and all it loads, out of the program itself: HTML at <c>/</c>, the rest below <c>/assets/</c>.</summary>
/// <remarks>The address of an asset holds a hash of all assets: caches keep them for good, and a new program has new addresses.</remarks>
sealed class MapPage
{
    const string Prefix = "page/";
    const string HtmlName = "index.html";
    const int HashLength = 16;

    static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];
    static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly FrozenDictionary<string, Asset> _assets;
    readonly string _version;
    readonly EntityTagHeaderValue _htmlTag;
    readonly string _html;

    /// <summary>Reads the page out of the program.</summary>
    /// <param name="options">What lies under the map.</param>
    public MapPage(ServiceOptions options)
    {
        var program = Assembly.GetExecutingAssembly();
        var files = program.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToDictionary(name => name[Prefix.Length..], name => Read(program, name), StringComparer.Ordinal);
        _version = Hash(files.SelectMany(file => Encoding.UTF8.GetBytes(file.Key).Concat(SHA256.HashData(file.Value))).ToArray());
        _assets = files.Where(file => file.Key != HtmlName)
            .ToFrozenDictionary(file => file.Key, file => new Asset(MediaTypeOf(file.Key), file.Value), StringComparer.Ordinal);
        _html = Encoding.UTF8.GetString(files[HtmlName])
            .Replace("{{assets}}", $"assets/{_version}", StringComparison.Ordinal)
            .Replace("{{background}}", s_encoder.Encode(options.Background), StringComparison.Ordinal)
            .Replace("{{background-attribution}}", s_encoder.Encode(options.BackgroundAttribution), StringComparison.Ordinal);
        _htmlTag = new EntityTagHeaderValue($"\"{Hash(Encoding.UTF8.GetBytes(_html))}\"", isWeak: true);
        Policy = PolicyFor(options.Background);
    }

    /// <summary>Content security policy: nothing but this service, and the host of the background where one is set.</summary>
    public string Policy { get; }

    /// <summary>Writes the HTML; its parameters are its own, and read by its script.</summary>
    public Task WriteHtml(HttpContext context)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        context.Response.Headers.CacheControl = "no-cache";
        var answer = IsKnown(context, _htmlTag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Text(_html, "text/html", Encoding.UTF8);
        return answer.ExecuteAsync(context);
    }

    /// <summary>Adds the route of the assets.</summary>
    public void MapAssets(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/assets/{version}/{**name}", s_reading, (HttpContext context, string version, string? name) =>
            version == _version && name is not null && _assets.TryGetValue(name, out var asset)
                ? Send(context, asset)
                : throw new RequestRefusedException(StatusCodes.Status404NotFound, "asset-unknown",
                    "this is no part of the page of this version of the program; load the page again."));

    static IResult Send(HttpContext context, Asset asset)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var (bytes, encoding) = asset.For(context.Request.Headers.AcceptEncoding.ToString());
        if (encoding.Length > 0)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        return Results.Bytes(bytes, asset.MediaType, entityTag: asset.Tag);
    }

    static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        context.Response.GetTypedHeaders().ETag = tag;
        return EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Compare(tag, useStrongComparison: false));
    }

    static string PolicyFor(string background)
    {
        var host = background.Length == 0 ? "" : " " + new Uri(background.Replace("{", "", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal)).GetLeftPart(UriPartial.Authority);
        return $"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'{host}; img-src 'self' data: blob:{host}; "
            + "worker-src 'self' blob:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    // A module that is not said to be a script is not run.
    static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".woff2" => "font/woff2",
        var other => throw new InvalidOperationException($"The page has a file of an unknown kind, '{other}'."),
    };

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..HashLength];

    static byte[] Read(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A file of the page; text is compressed once, when it is first asked for.</summary>
    sealed class Asset(string mediaType, byte[] bytes)
    {
        readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, stream => new GZipStream(stream, CompressionLevel.Optimal)));

        public string MediaType { get; } = mediaType;

        // Weak, since the same tag goes with plain and with compressed bytes.
        public EntityTagHeaderValue Tag { get; } = new($"\"{Hash(bytes)}\"", isWeak: true);

        public (byte[] Bytes, string Encoding) For(string accepted) =>
            !MediaType.StartsWith("text/", StringComparison.Ordinal) ? (bytes, "")
            : accepted.Contains("br", StringComparison.Ordinal) ? (_brotli.Value, "br")
            : accepted.Contains("gzip", StringComparison.Ordinal) ? (_gzip.Value, "gzip")
            : (bytes, "");

        static byte[] Compress(byte[] bytes, Func<Stream, Stream> compression)
        {
            using var compressed = new MemoryStream();
            using (var stream = compression(compressed))
            {
                stream.Write(bytes);
            }

            return compressed.ToArray();
        }
    }
}
