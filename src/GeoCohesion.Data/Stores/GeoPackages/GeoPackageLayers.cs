using System.Globalization;
using GeoCohesion.Core;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>Reads layers of a GeoPackage that this program wrote, whole or within a box, for one reader.</summary>
public sealed class GeoPackageLayers : IDisposable
{
    readonly string _path;
    readonly SqliteConnection _connection;

    GeoPackageLayers(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <summary>Layers and tables in the order in which they were written.</summary>
    public IReadOnlyList<FeatureCollectionInfo> Collections { get; private set; } = [];

    /// <summary>What the file says of its origin: a JSON object.</summary>
    public string Metadata { get; private set; } = "";

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It is not a GeoPackage of this program (<c>geopackage-damaged</c>).</exception>
    public static GeoPackageLayers Open(string path)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        var layers = new GeoPackageLayers(path, new SqliteConnection(text));
        try
        {
            layers._connection.Open();
            layers.Collections = GeoPackageCatalog.Read(layers._connection);
            layers.Metadata = GeoPackageCatalog.Metadata(layers._connection);
            return layers;
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or ArgumentOutOfRangeException or InvalidCastException)
        {
            layers.Dispose();
            throw Damaged(path, e.Message);
        }
    }

    /// <summary>Reads features in the order in which they were written.</summary>
    /// <param name="collection">One of <see cref="Collections"/>.</param>
    /// <param name="box">Only those whose box meets this one, degrees; null for all.</param>
    /// <exception cref="InputException">A row cannot be read (<c>geopackage-damaged</c>).</exception>
    public IReadOnlyList<StoredFeature> Read(FeatureCollectionInfo collection, Envelope? box = null)
    {
        try
        {
            using var command = _connection.CreateCommand();
            var columns = collection.Properties.Select(property => FilterSql.Quote(property.Name))
                .Prepend(collection.GeometryType is null ? "NULL" : "geom").Prepend("fid");
            command.CommandText = $"SELECT {string.Join(", ", columns)} FROM {FilterSql.Quote(collection.Id)}";
            if (box is not null && GeoPackageCatalog.SpatialIndex(_connection, collection.Id) is { } index)
            {
                command.CommandText += $" WHERE fid IN (SELECT id FROM {FilterSql.Quote(index)} "
                    + "WHERE minx <= @maxx AND maxx >= @minx AND miny <= @maxy AND maxy >= @miny)";
                command.Parameters.AddWithValue("@minx", box.MinX);
                command.Parameters.AddWithValue("@maxx", box.MaxX);
                command.Parameters.AddWithValue("@miny", box.MinY);
                command.Parameters.AddWithValue("@maxy", box.MaxY);
            }

            command.CommandText += " ORDER BY fid";
            var geometries = new GeoPackageGeometry();
            var features = new List<StoredFeature>();
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                features.Add(StoredRow.Read(reader, collection, geometries.Read, column => reader.GetInt64(column) != 0));
            }

            return features;
        }
        catch (Exception e) when (e is SqliteException or ParseException or InvalidCastException or ArgumentException or EndOfStreamException)
        {
            throw Damaged(_path, string.Create(CultureInfo.InvariantCulture, $"layer {collection.Id}: {e.Message}"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    static InputException Damaged(string path, string why) => new(
        "geopackage-damaged",
        $"this is not a GeoPackage that GeoCohesion wrote, or it is damaged ({why.TrimEnd('.')}).",
        new SourceLocation(path));
}
