using GeoCohesion.Benchmarks.Region;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Import;

/// <summary>Files to import: those of a generated region, and of Milan where they are.</summary>
/// <param name="StreetPath">An <c>.osm.pbf</c> file.</param>
/// <param name="FeedPath">A GTFS archive.</param>
sealed record ImportCase(string StreetPath, string FeedPath)
{
    const string Milan = "milan/milan.osm.pbf";
    const double SmallScale = 0.01;
    const double Scale = 0.2;

    /// <summary>Names of the cases there are.</summary>
    public static IEnumerable<string> Names => BenchmarkScope.IsSmoke || RealData.Find(Milan) is null ? ["region"] : ["region", "milan"];

    /// <summary>The files of a name; a region is generated in a temporary folder.</summary>
    public static ImportCase Of(string name)
    {
        if (name == "milan")
        {
            return new ImportCase(RealData.Find(Milan)!, RealData.Find("milan/milan-gtfs.zip")!);
        }

        var scale = BenchmarkScope.IsSmoke ? SmallScale : Scale;
        var folder = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"geocohesion-import-{scale}"));
        RegionProgram.Write(folder, RegionProgram.Plan(false, new RegionSize(scale, 1)));
        return new ImportCase(Path.Combine(folder, "region.osm.pbf"), Path.Combine(folder, "gtfs.zip"));
    }
}
