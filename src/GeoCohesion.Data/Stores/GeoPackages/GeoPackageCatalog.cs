using System.Globalization;
using GeoCohesion.Core.Accessibility;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>Reads what a GeoPackage of this program says of its layers and tables.</summary>
static class GeoPackageCatalog
{
    // Spellings of gpkg_geometry_columns and those of the rest of the world.
    static readonly string[] s_geometryTypes =
        ["Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"];

    /// <summary>Collections in the order in which they were written.</summary>
    public static IReadOnlyList<FeatureCollectionInfo> Read(SqliteConnection connection)
    {
        const string Sql = """
            SELECT c.table_name, c.description, g.geometry_type_name, c.min_x, c.max_x, c.min_y, c.max_y
            FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g USING (table_name) ORDER BY c.rowid
            """;
        var tables = Rows(connection, Sql);
        return [.. tables.Select(row =>
        {
            var table = (string)row[0]!;
            return new FeatureCollectionInfo
            {
                Id = table,
                Title = row[1] as string ?? "",
                GeometryType = row[2] is string type ? s_geometryTypes.First(name => name.Equals(type, StringComparison.OrdinalIgnoreCase))
                    : null,
                Extent = row[3] is double minX && row[4] is double maxX && row[5] is double minY && row[6] is double maxY
                    ? new Envelope(minX, maxX, minY, maxY)
                    : null,
                Properties = Properties(connection, table),
                FirstPropertyIsId = Has(connection, "index", GeoPackageFile.IdIndexName(table)),
            };
        })];
    }

    /// <summary>Name of a table's index of boxes, or null where it has none.</summary>
    public static string? SpatialIndex(SqliteConnection connection, string table) =>
        Has(connection, "table", GeoPackageFile.SpatialIndexName(table)) ? GeoPackageFile.SpatialIndexName(table) : null;

    /// <summary>The manifest that the file carries.</summary>
    public static string Metadata(SqliteConnection connection) =>
        (string)Rows(connection, "SELECT metadata FROM gpkg_metadata WHERE id = 1")[0][0]!;

    /// <summary>
    /// SQL that makes the collection of runs, in which the only run of the file has the only row, for the length of a connection.
    /// </summary>
    public static (string Sql, IReadOnlyList<(string Name, object? Value)> Parameters) RunsTable(RunDescription run) => (
        $"""
        CREATE TEMP TABLE {RunsCollection.Id} AS SELECT 1 AS fid, @version AS version, @published AS published_at, @territory AS territory,
          @program AS program_version, @date AS service_date, 1 AS is_current;
        """,
        [
            ("@version", run.Version),
            ("@published", run.PublishedUtc.UtcDateTime.ToString(RunsCollection.InstantFormat, CultureInfo.InvariantCulture)),
            ("@territory", run.TerritoryName),
            ("@program", run.ProgramVersion),
            ("@date", run.ServiceDate?.ToString(RunsCollection.DayFormat, CultureInfo.InvariantCulture)),
        ]);

    static List<FeatureProperty> Properties(SqliteConnection connection, string table)
    {
        const string Sql = """
            SELECT t.name, t.type, d.description FROM pragma_table_info(@table) t
            LEFT JOIN gpkg_data_columns d ON d.table_name = @table AND d.column_name = t.name
            WHERE t.name NOT IN ('fid', 'geom') ORDER BY t.cid
            """;
        return [.. Rows(connection, Sql, ("@table", table)).Select(row =>
        {
            var kind = (string)row[1]! switch
            {
                "INTEGER" => ColumnKind.WholeNumber,
                "REAL" => ColumnKind.RealNumber,
                "BOOLEAN" => ColumnKind.Flag,
                _ => ColumnKind.Text,
            };
            var (description, unit) = Split(row[2] as string ?? "");
            return new FeatureProperty((string)row[0]!, kind, unit, description);
        })];
    }

    // The writer puts the unit in brackets after the description.
    static (string Description, string Unit) Split(string text)
    {
        var start = text.LastIndexOf(" [", StringComparison.Ordinal);
        return start >= 0 && text.EndsWith(']') ? (text[..start], text[(start + 2)..^1]) : (text, "");
    }

    static bool Has(SqliteConnection connection, string type, string name) =>
        Rows(connection, "SELECT 1 FROM sqlite_master WHERE type = @type AND name = @name", ("@type", type), ("@name", name)).Count > 0;

    static List<object?[]> Rows(SqliteConnection connection, string sql, params (string Name, string Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return rows;
    }
}
