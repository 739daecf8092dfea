using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace GeoCohesion.Api.Guards;

/// <summary>How often a client may ask for an analysis.</summary>
static class ClientRates
{
    /// <summary>Sets up the framework's limiter.</summary>
    public static void Set(RateLimiterOptions options, ServiceLimits limits)
    {
        var period = TimeSpan.FromMinutes(1.0 / Math.Max(1, limits.AnalysesPerMinute));
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            limits.AnalysesPerMinute <= 0 || GuardedEndpoints.Kind(http) != RequestKind.Analysis
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(ClientOf(http), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = Math.Max(1, limits.AnalysesPerMinute / 2),
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = period,
                }));
        options.OnRejected = (context, _) => throw new RequestRefusedException(
            StatusCodes.Status429TooManyRequests,
            "too-many-requests",
            string.Create(CultureInfo.InvariantCulture, $"more than {limits.AnalysesPerMinute} analyses a minute; ask again later, or ask for several points in one request."),
            (int)Math.Ceiling(context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait.TotalSeconds : period.TotalSeconds));
    }

    // Whoever has one IPv6 address has the 2^64 beside it.
    static string ClientOf(HttpContext http)
    {
        if (ApiKeyGuard.OwnerOf(http) is { } owner)
        {
            return $"key {owner}";
        }

        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
