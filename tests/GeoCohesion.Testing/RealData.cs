namespace GeoCohesion.Testing;

/// <summary>Finds the real input files that some tests and benchmarks use; none of them is part of the project.</summary>
public static class RealData
{
    const string FolderVariable = "GEOCOHESION_REAL_DATA";

    /// <summary>Full path of a real input file, or null when it is not on this machine.</summary>
    /// <param name="relativePath">E.g. <c>milan/milan.osm.pbf</c>.</param>
    public static string? Find(string relativePath)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? Path.Combine(Repository.Root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(folder, relativePath));
        return File.Exists(path) ? path : null;
    }
}
