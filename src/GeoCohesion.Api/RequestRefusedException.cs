namespace GeoCohesion.Api;

/// <summary>A request that is answered with an error other than 400; the client can do something about it.</summary>
/// <param name="status">HTTP status, 4xx or 503.</param>
/// <param name="code">Stable kebab-case code, explained in <c>docs/api.md</c>.</param>
/// <param name="sentence">What was found and what is accepted.</param>
/// <param name="retryAfterSeconds">When to ask again; null where that is the same as ever, or never.</param>
public sealed class RequestRefusedException(int status, string code, string sentence, int? retryAfterSeconds = null) : Exception(sentence)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stable kebab-case code.</summary>
    public string Code { get; } = code;

    /// <summary>Seconds after which the same request may succeed, or null.</summary>
    public int? RetryAfterSeconds { get; } = retryAfterSeconds;
}
