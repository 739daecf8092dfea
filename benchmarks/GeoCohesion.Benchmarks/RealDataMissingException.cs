namespace GeoCohesion.Benchmarks;

/// <summary>A benchmark runs on real files only, and they are not on this machine.</summary>
/// <param name="name">What is missing.</param>
public sealed class RealDataMissingException(string name) : Exception("real data not present: " + name);
