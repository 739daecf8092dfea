using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Guards;

/// <summary>Turns for requests: a few analyses at once with a queue before them, and a number of other requests without one.</summary>
sealed class AnalysisTurns(ServiceLimits limits) : IDisposable
{
    readonly ConcurrencyLimiter _analyses = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.AnalysesAtOnce,
        QueueLimit = limits.AnalysesWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    readonly ConcurrencyLimiter _others = new(new ConcurrencyLimiterOptions { PermitLimit = limits.RequestsAtOnce, QueueLimit = 0 });

    /// <summary>Analyses that wait for their turn.</summary>
    public long Waiting => _analyses.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>Analyses that are computed.</summary>
    public long Running => limits.AnalysesAtOnce - (_analyses.GetStatistics()?.CurrentAvailablePermits ?? 0);

    /// <summary>Other requests under way.</summary>
    public long Reading => limits.RequestsAtOnce - (_others.GetStatistics()?.CurrentAvailablePermits ?? 0);

    /// <summary>Waits for a turn of its kind; the turn ends with the lease.</summary>
    /// <exception cref="RequestRefusedException">There are too many before (503).</exception>
    public async ValueTask<RateLimitLease> Take(RequestKind kind, CancellationToken cancellation)
    {
        var lease = kind == RequestKind.Analysis ? await _analyses.AcquireAsync(1, cancellation) : _others.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw new RequestRefusedException(
            StatusCodes.Status503ServiceUnavailable, "service-busy", "there is more to do than can be done; ask again in a moment.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _analyses.Dispose();
        _others.Dispose();
    }
}

/// <summary>Gives requests their turns.</summary>
/// <param name="turns">The turns.</param>
/// <param name="next">What comes after.</param>
sealed class TurnGuard(AnalysisTurns turns, RequestDelegate next)
{
    static readonly object s_turn = new();

    /// <summary>Ends the turn of a request before the request ends.</summary>
    public static void EndTurn(HttpContext http) => (http.Items[s_turn] as IDisposable)?.Dispose();

    /// <summary>Handles a request.</summary>
    public async Task Invoke(HttpContext http)
    {
        var kind = GuardedEndpoints.Kind(http);
        if (kind == RequestKind.Health)
        {
            await next(http);
            return;
        }

        using var lease = await turns.Take(kind, http.RequestAborted);
        http.Items[s_turn] = lease;

        // Reading keeps its thread. Taking the next requests in first makes those seen that wait for one, so that too many are sent away at once
        // rather than late.
        await Task.Yield();
        await next(http);
    }
}
