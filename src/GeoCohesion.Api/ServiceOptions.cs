using System.Net;

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

    /// <summary>Bytes of vector tiles that are kept in memory.</summary>
    public long TileCacheBytes { get; init; } = 64L << 20;
}
