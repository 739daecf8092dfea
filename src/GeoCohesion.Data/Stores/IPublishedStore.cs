namespace GeoCohesion.Data.Stores;

/// <summary>Where the newest published run is found, while new ones are being published. Thread-safe.</summary>
public interface IPublishedStore : IDisposable
{
    /// <summary>The newest whole run; it stays readable until the lease is disposed of, even when a newer one takes its place.</summary>
    StoreLease Acquire();
}
