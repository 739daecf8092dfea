namespace GeoCohesion.Core.Routing;

/// <summary>Which way a search follows the streets.</summary>
public enum SearchDirection
{
    /// <summary>From the sources, with the traffic: times from a source.</summary>
    Forward,

    /// <summary>From the sources, against the traffic: times to a source.</summary>
    Backward,
}
