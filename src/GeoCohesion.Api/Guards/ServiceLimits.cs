namespace GeoCohesion.Api.Guards;

/// <summary>How much the service does for one request, for one client, and at once; beyond it says so and stays up.</summary>
public sealed record ServiceLimits
{
    /// <summary>Largest body of a request, in bytes; a greater one is answered with 413.</summary>
    public long BodyBytes { get; init; } = 1 << 20;

    /// <summary>Longest time for an answer that is read from the store, with the time the client takes to fetch it; then 503, or the end of the connection.</summary>
    public TimeSpan ReadingTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time for an answer that is computed, with the time it waits for its turn; then 503.</summary>
    public TimeSpan AnalysisTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Analyses of one client (API key, else address) a minute, half of them at a stretch; then 429. 0 for no limit.</summary>
    public int AnalysesPerMinute { get; init; } = 300;

    /// <summary>Analyses computed at once; more wait.</summary>
    public int AnalysesAtOnce { get; init; } = Environment.ProcessorCount;

    /// <summary>Analyses that wait for their turn; then 503.</summary>
    public int AnalysesWaiting { get; init; } = 16 * Environment.ProcessorCount;

    /// <summary>Other requests under way at once; then 503.</summary>
    public int RequestsAtOnce { get; init; } = 128;

    /// <summary>Open connections; more are closed at once.</summary>
    public int Connections { get; init; } = 2000;
}
