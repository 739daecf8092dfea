using GeoCohesion.Core;
using GeoCohesion.Data.Stores.PostGis;

namespace GeoCohesion.Data.Jobs;

/// <summary>Joins the shards of a batch of isochrones into what one run would have written, byte for byte.</summary>
public static class IsochroneMergeJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="shardPaths">Text sequences of all shards, in any order, each with its manifest beside it.</param>
    /// <param name="outputPath">Where the result goes: <c>.geojsons</c>, <c>.gpkg</c> or <c>.fgb</c>; null for no file.</param>
    /// <param name="table">Table in PostGIS that is written as well; null for none.</param>
    /// <returns>Number of items, and what became of the table.</returns>
    /// <exception cref="InputException">A shard is missing, stands twice, is of another batch, or is not whole
    /// (<c>isochrones-shards</c>).</exception>
    public static (int Items, IsochroneTableResult? Table) Run(IReadOnlyList<string> shardPaths, string? outputPath, IsochroneTable? table)
    {
        if (outputPath is not null)
        {
            IsochroneOutput.RequireWritable(outputPath);
        }

        using var database = table is null ? null : PostGisDatabase.Open(table.Connection, mayInstall: true);
        var manifests = shardPaths.Select(IsochroneManifest.Read).ToArray();
        var whole = manifests[0] with { Shard = (1, 1) };
        var pathOf = new string?[manifests[0].Shard.Of];
        foreach (var (path, manifest) in shardPaths.Zip(manifests))
        {
            if (manifest.Json != manifests[0].Json || manifest.Shard.Of != pathOf.Length)
            {
                throw Refuse($"it is not a shard of the same batch as {shardPaths[0]}: inputs, parameters or number of shards differ.", path);
            }

            if (pathOf[manifest.Shard.Number - 1] is { } other)
            {
                throw Refuse(FormattableString.Invariant($"it is shard {manifest.Shard.Number}, as {other} is."), path);
            }

            pathOf[manifest.Shard.Number - 1] = path;
        }

        if (Array.IndexOf(pathOf, null) is >= 0 and var missing)
        {
            throw Refuse(FormattableString.Invariant($"shard {missing + 1} of {pathOf.Length} is missing."), shardPaths[0]);
        }

        var (question, classes) = whole.Columns();
        var (items, limits) = (whole.Items, question.Ascending.Length);
        var columns = IsochroneSequence.Columns(question, classes);
        var written = IsochroneOutput.WriteTable(table?.Table, database, Merged(pathOf, items, limits), columns, whole, shardPaths[0]);
        if (outputPath is null)
        {
            return (items, written);
        }

        var partialPath = outputPath + IsochroneSequence.UnfinishedSuffix;
        using (var partial = new FileStream(partialPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            foreach (var record in Merged(pathOf, items, limits))
            {
                partial.Write(record);
            }
        }

        IsochroneOutput.Write(outputPath, partialPath, columns, (long)items * limits, whole);
        return (items, written);
    }

    /// <summary>Features of all shards, in the order of one run.</summary>
    static IEnumerable<byte[]> Merged(string?[] pathOf, int items, int limits)
    {
        var shards = pathOf.Select(path => IsochroneSequence.Records(path!).GetEnumerator()).ToArray();
        try
        {
            for (var item = 0; item < items; item++)
            {
                var shard = shards[item % shards.Length];
                for (var limit = 0; limit < limits; limit++)
                {
                    if (!shard.MoveNext())
                    {
                        throw Refuse("it ends before its last item.", pathOf[item % shards.Length]!);
                    }

                    yield return shard.Current;
                }
            }
        }
        finally
        {
            foreach (var shard in shards)
            {
                shard.Dispose();
            }
        }
    }

    static InputException Refuse(string sentence, string path) => new("isochrones-shards", sentence, new SourceLocation(path));
}
