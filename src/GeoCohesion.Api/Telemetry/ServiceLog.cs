namespace GeoCohesion.Api.Telemetry;

/// <summary>What the service tells on standard error.</summary>
public enum ServiceLog
{
    /// <summary>Mistakes of the program only.</summary>
    Mistakes,

    /// <summary>Mistakes, and a line for each request.</summary>
    Text,

    /// <summary>The same as JSON, one object on a line.</summary>
    Json,
}
