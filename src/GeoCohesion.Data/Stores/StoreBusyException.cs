namespace GeoCohesion.Data.Stores;

/// <summary>A store has more to do than it can; the same request may well succeed in a moment.</summary>
public sealed class StoreBusyException() : Exception("All connections of the store are in use.");
