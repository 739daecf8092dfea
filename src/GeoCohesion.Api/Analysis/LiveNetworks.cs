using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Analysis;

/// <summary>The network of the run that is served, read once; while a new run takes its place, requests of the old one keep theirs. Thread-safe.</summary>
sealed class LiveNetworks
{
    readonly Lock _gate = new();

    // The newest first; the one before it still answers requests that began with it.
    readonly List<(string Version, Task<LiveNetwork?> Network)> _networks = [];

    /// <summary>The network of a run.</summary>
    /// <exception cref="RequestRefusedException">The run has none (404), or its files are being replaced or cannot be read (503).</exception>
    public async Task<LiveNetwork> Of(IFeatureStore store, CancellationToken cancellation)
    {
        Task<LiveNetwork?> reading;
        lock (_gate)
        {
            var known = _networks.FindIndex(entry => entry.Version == store.Run.Version && !entry.Network.IsFaulted && !entry.Network.IsCanceled);
            if (known >= 0)
            {
                reading = _networks[known].Network;
            }
            else
            {
                // Not given up with the request that happens to be the first: others wait for it.
                reading = Task.Run(() => LiveNetwork.Load(store, CancellationToken.None), CancellationToken.None);
                _networks.RemoveAll(entry => entry.Version == store.Run.Version);
                _networks.Insert(0, (store.Run.Version, reading));
                if (_networks.Count > 2)
                {
                    _networks.RemoveAt(2);
                }
            }
        }

        try
        {
            return await reading.WaitAsync(cancellation) ?? throw new RequestRefusedException(
                StatusCodes.Status404NotFound,
                "network-missing",
                "this run has no network to search in; compute it again with this version of the program.");
        }
        catch (InputException e)
        {
            throw new RequestRefusedException(StatusCodes.Status503ServiceUnavailable, "network-unreadable", $"the network of the run cannot be read: {e.Message}");
        }
    }
}
