using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.PostGis;

namespace GeoCohesion.Data.Jobs;

/// <summary>A table in PostGIS that isochrones are written to.</summary>
/// <param name="Connection">See <see cref="PostGisDatabase.Open"/>.</param>
/// <param name="Table">The table.</param>
public sealed record IsochroneTable(string Connection, PostGisTable Table);

/// <summary>What became of a table.</summary>
/// <param name="Name">Server, database and table, for people.</param>
/// <param name="IsNew">Whether it was written; else it was there, made of the same.</param>
public sealed record IsochroneTableResult(string Name, bool IsNew);

/// <summary>Turns the text sequence of a batch into the file that was asked for.</summary>
static class IsochroneOutput
{
    const string LayerName = "isochrones";
    const string FlatGeobufExtension = ".fgb";
    const string GeoPackageExtension = ".gpkg";

    static readonly string[] s_extensions = [IsochroneSequence.FileExtension, GeoPackageExtension, FlatGeobufExtension];

    /// <summary>Refuses a file of another kind, or in no folder.</summary>
    public static void RequireWritable(string path) => OutputName.Require(path, string.Join(" or ", s_extensions), s_extensions);

    /// <summary>Writes a table in PostGIS, in one transaction; nothing, where it is there and made of the same.</summary>
    /// <param name="table">Where to, or null for nowhere.</param>
    /// <param name="database">Its database.</param>
    /// <param name="records">Features of the text sequence.</param>
    /// <param name="columns">Columns of their properties.</param>
    /// <param name="manifest">What they are made of.</param>
    /// <param name="name">Where the records come from, for messages.</param>
    public static IsochroneTableResult? WriteTable(
        PostGisTable? table,
        PostGisDatabase? database,
        IEnumerable<byte[]> records,
        IReadOnlyList<ResultColumn> columns,
        IsochroneManifest manifest,
        string name)
    {
        if (table is null || database is null)
        {
            return null;
        }

        var rows = records.Select(record => IsochroneSequence.Parse(record, columns, name));
        return new IsochroneTableResult($"{database.Name} {table}", table.Write(database, LayerName, manifest.Json, columns, rows));
    }

    /// <summary>Writes the output and its manifest, and takes the text sequence away.</summary>
    /// <remarks>A GeoPackage is made from a table in memory; the others hold one feature at a time.</remarks>
    public static void Write(string path, string sequencePath, IReadOnlyList<ResultColumn> columns, long features, IsochroneManifest manifest)
    {
        manifest.Write(path);
        if (path.EndsWith(FlatGeobufExtension, StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(path, stream =>
            {
                var writer = new FlatGeobufWriter(stream, LayerName, columns, features);
                foreach (var record in IsochroneSequence.Records(sequencePath))
                {
                    var (geometry, values) = IsochroneSequence.Parse(record, columns, sequencePath);
                    writer.Write(geometry, values);
                }
            });
        }
        else if (path.EndsWith(GeoPackageExtension, StringComparison.OrdinalIgnoreCase))
        {
            var table = new ResultTable(LayerName, "Isochrones", columns, "MultiPolygon");
            foreach (var record in IsochroneSequence.Records(sequencePath))
            {
                var (geometry, values) = IsochroneSequence.Parse(record, columns, sequencePath);
                table.Add(geometry, values);
            }

            var whole = path + ".whole";
            File.Delete(whole);
            GeoPackageFile.Write(whole, [table], manifest.Json, manifest.Date);
            File.Move(whole, path, overwrite: true);
        }
        else
        {
            File.Move(sequencePath, path, overwrite: true);
            return;
        }

        File.Delete(sequencePath);
    }
}
