namespace GeoCohesion.Benchmarks;

/// <summary>Whether benchmarks measure, or only show that they still work.</summary>
static class BenchmarkScope
{
    /// <summary>Set by the smoke run: small cases only.</summary>
    public static bool IsSmoke { get; set; }
}
