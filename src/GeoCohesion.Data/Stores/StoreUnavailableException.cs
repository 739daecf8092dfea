namespace GeoCohesion.Data.Stores;

/// <summary>A store does not answer, or no longer has what is read; the same request may well succeed in a moment.</summary>
/// <param name="cause">What the store said.</param>
public sealed class StoreUnavailableException(Exception cause) : Exception("The store does not answer.", cause);
