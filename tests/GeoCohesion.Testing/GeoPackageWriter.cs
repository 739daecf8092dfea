using System.Globalization;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GeoCohesion.Testing;

/// <summary>Writes small GeoPackages for tests, with the tables that OGC 12-128 asks for.</summary>
public sealed class GeoPackageWriter : IDisposable
{
    readonly SqliteConnection _connection;

    public GeoPackageWriter(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute(
            """
            PRAGMA application_id = 1196444487;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
              organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
              last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
              srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian', -1, 'NONE', -1, 'undefined', NULL), ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
            """);
    }

    public void AddSystem(int id, string organization, int code, string definition) =>
        Execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('x', $1, $2, $3, $4, NULL)", id, organization, code, definition);

    public void AddLayer(string name, int systemId, string geometryColumn = "geom", params ReadOnlySpan<string> columns)
    {
        var list = string.Concat(columns.ToArray().Select(c => $", \"{c}\""));
        Execute($"CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY, \"{geometryColumn}\" BLOB{list})");
        Execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ($1, 'features', $1, $2)", name, systemId);
        Execute("INSERT INTO gpkg_geometry_columns VALUES ($1, $2, 'GEOMETRY', $3, 2, 2)", name, geometryColumn, systemId);
    }

    public void AddRow(string layer, int fid, byte[]? blob, params ReadOnlySpan<object> values)
    {
        object[] all = [fid, blob ?? (object)DBNull.Value, .. values];
        Execute(
            $"INSERT INTO \"{layer}\" VALUES "
                + $"({string.Join(", ", Enumerable.Range(1, all.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")))})",
            all);
    }

    /// <summary>The geometry as a GeoPackage blob.</summary>
    /// <param name="shape">Written with its heights and measures if it has any.</param>
    /// <param name="systemId">Goes into the header.</param>
    /// <param name="envelope">Kind of envelope in the header, 0 (none) to 4.</param>
    /// <param name="isBigEndian">Byte order of the well-known binary.</param>
    public static byte[] Blob(Geometry shape, int systemId, int envelope = 1, bool isBigEndian = false)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([(byte)'G', (byte)'P', 0, (byte)((envelope << 1) | 1)]);
        writer.Write(systemId);
        int[] lengths = [0, 4, 6, 6, 8];
        for (var i = 0; i < lengths[envelope]; i++)
        {
            writer.Write(0.0);
        }

        writer.Write(new WKBWriter(isBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian, false, shape.Coordinates.Any(c =>
            !double.IsNaN(c.Z)))
        { Strict = false }.Write(shape));
        writer.Flush();
        return stream.ToArray();
    }

    public void Dispose() => _connection.Dispose();

    public void Execute(string sql, params ReadOnlySpan<object> values)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i]);
        }

        command.ExecuteNonQuery();
    }
}
