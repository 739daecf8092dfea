using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Guards;

/// <summary>Ends requests that take too long: what computes or reads for them sees its cancellation, and stops.</summary>
/// <param name="limits">The limits.</param>
/// <param name="next">What comes after.</param>
sealed class TimeGuard(ServiceLimits limits, RequestDelegate next)
{
    /// <summary>Handles a request.</summary>
    public async Task Invoke(HttpContext http)
    {
        var limit = GuardedEndpoints.Kind(http) switch
        {
            RequestKind.Analysis => limits.AnalysisTime,
            RequestKind.File => Timeout.InfiniteTimeSpan,
            _ => limits.ReadingTime,
        };
        if (limit == Timeout.InfiniteTimeSpan)
        {
            await next(http);
            return;
        }

        var gone = http.RequestAborted;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone);
        end.CancelAfter(limit);
        http.RequestAborted = end.Token;
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            if (http.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                http.Abort();
                return;
            }

            throw new RequestRefusedException(
                StatusCodes.Status503ServiceUnavailable,
                "request-timeout",
                FormattableString.Invariant($"the answer took more than {limit.TotalSeconds:0.###} s; ask for less: a smaller area, fewer points, a shorter limit."));
        }
        finally
        {
            http.RequestAborted = gone;
        }
    }
}
