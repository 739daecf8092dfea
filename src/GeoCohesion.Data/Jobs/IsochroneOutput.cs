using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>Turns the text sequence of a batch into the file that was asked for.</summary>
static class IsochroneOutput
{
    const string LayerName = "isochrones";
    const string FlatGeobufExtension = ".fgb";
    const string GeoPackageExtension = ".gpkg";

    static readonly string[] s_extensions = [IsochroneSequence.FileExtension, GeoPackageExtension, FlatGeobufExtension];

    /// <summary>Refuses a file of another kind, or in no folder.</summary>
    public static void RequireWritable(string path) => OutputName.Require(path, string.Join(" or ", s_extensions), s_extensions);

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
