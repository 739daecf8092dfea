using System.Net;
using GeoCohesion.Api.Guards;
using GeoCohesion.Api.Telemetry;

namespace GeoCohesion.Api;

/// <summary>Where the service listens and to whose pages it answers.</summary>
public sealed record ServiceOptions
{
    /// <summary>TCP port; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Address to listen on: this machine only, unless told otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Origins whose pages may read the answers (CORS), such as <c>https://carte.example.fr</c>, or <c>*</c> for all; none by default.
    /// </summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Address of the service as clients reach it, e.g. <c>https://carte.example.fr/acces</c>; null for that of each request.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The proxy in front, whose <c>X-Forwarded-For</c> says who the client is; null for none.</summary>
    public IPAddress? Proxy { get; init; }

    /// <summary>Keys of those who may use the service; null for everybody.</summary>
    public ApiKeys? ApiKeys { get; init; }

    /// <summary>What it does at most.</summary>
    public ServiceLimits Limits { get; init; } = new();

    /// <summary>What it tells on standard error.</summary>
    public ServiceLog Log { get; init; }

    /// <summary>Bytes of vector tiles that are kept in memory.</summary>
    public long TileCacheBytes { get; init; } = 64L << 20;

    /// <summary>
    /// What lies under the map of the page instead of the streets and waters of the run: address of a MapLibre style, or of image tiles
    /// with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>; empty for none. Browsers may ask its host, and no other.
    /// </summary>
    public string Background { get; init; } = "";

    /// <summary>Whom the map names as the source of the background; empty for the background's own words.</summary>
    public string BackgroundAttribution { get; init; } = "";
}
