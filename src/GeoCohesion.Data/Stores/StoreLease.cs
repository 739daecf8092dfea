namespace GeoCohesion.Data.Stores;

/// <summary>The right to read from a run for the length of a request.</summary>
/// <param name="store">What may be read.</param>
/// <param name="release">Called once, when the reader has ended.</param>
public sealed class StoreLease(IFeatureStore store, Action release) : IDisposable
{
    Action? _release = release;

    /// <summary>What may be read until <see cref="Dispose"/>.</summary>
    public IFeatureStore Store { get; } = store;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
