using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using GeoCohesion.Core.Accessibility;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>Writes result tables as one OGC GeoPackage 1.3 (OGC 12-128r17): features, attribute tables, and the run's manifest as metadata.</summary>
/// <remarks>Same tables, same bytes: no clock, no random, one transaction; <c>last_change</c> is the date given.</remarks>
public static class GeoPackageFile
{
    const int Wgs84 = 4326;

    // Before the WKB: 8 bytes and the envelope.
    const int HeaderLength = 8 + (4 * sizeof(double));

    // The number of the next row is looked up and stored by each statement, not by each row. More at once would keep large geometries.
    const int RowsAtOnce = 16;

    // https://sqlite.org/rescode.html
    const int SqliteIoError = 10;
    const int SqliteFull = 13;
    const int SqliteCannotOpen = 14;

    // "GPKG" in ASCII, and version 1.3.0, as the standard asks in the header of the SQLite file.
    const int ApplicationId = 0x47504B47;
    const int UserVersion = 10300;

    /// <summary>Writes a new file.</summary>
    /// <param name="path">Must not exist.</param>
    /// <param name="tables">Layers and attribute tables.</param>
    /// <param name="metadataJson">Manifest of the run, stored in <c>gpkg_metadata</c>.</param>
    /// <param name="lastChange">UTC date written in <c>gpkg_contents</c>: that of the run's data, since a clock would change the bytes.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void Write(string path, IReadOnlyList<ResultTable> tables, string metadataJson, DateOnly lastChange)
    {
        try
        {
            WriteFile(path, tables, metadataJson, lastChange);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SqliteIoError or SqliteFull or SqliteCannotOpen)
        {
            throw new IOException(e.Message, e);
        }
    }

    static void WriteFile(string path, IReadOnlyList<ResultTable> tables, string metadataJson, DateOnly lastChange)
    {
        using var database = new SqliteDatabase(path);

        // The file is built under a temporary name and renamed when it is whole, so the journal would only cost time.
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {UserVersion};"));
        database.Execute("BEGIN;" + CoreTables);
        var changed = lastChange.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00.000Z";
        foreach (var table in tables)
        {
            WriteTable(database, table, changed);
        }

        WriteMetadata(database, metadataJson, changed);
        database.Execute("COMMIT;");
    }

    static void WriteTable(SqliteDatabase database, ResultTable table, string changed)
    {
        var hasGeometry = table.GeometryType is not null;
        var columns = string.Concat(table.Columns.Select(column => $", {Quote(column.Name)} {SqlType(column.Kind)}"));
        database.Execute($"CREATE TABLE {Quote(table.Name)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{(hasGeometry ? $", geom {table.GeometryType!.ToUpperInvariant()}" : "")}{columns});");

        var extent = new Envelope();
        foreach (var geometry in table.Geometries)
        {
            extent.ExpandToInclude(geometry?.EnvelopeInternal ?? new Envelope());
        }

        var bounds = hasGeometry && !extent.IsNull
            ? new object?[] { extent.MinX, extent.MinY, extent.MaxX, extent.MaxY }
            : [null, null, null, null];
        database.Execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) VALUES (?,?,?,?,?,?,?,?,?,?)",
            [table.Name, hasGeometry ? "features" : "attributes", table.Name, table.Title, changed, .. bounds, hasGeometry ? (long)Wgs84 : null]);
        if (hasGeometry)
        {
            database.Execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)", [table.Name, "geom", table.GeometryType!.ToUpperInvariant(), (long)Wgs84, 0L, 0L]);
        }

        foreach (var column in table.Columns)
        {
            database.Execute(
                "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?,?,?,?,?)",
                [table.Name, column.Name, column.Name, null, column.Unit.Length == 0 ? column.Description : $"{column.Description} [{column.Unit}]"]);
        }

        var names = table.Columns.Select(column => Quote(column.Name)).ToList();
        if (hasGeometry)
        {
            names.Insert(0, "geom");
        }

        InsertRows(database, $"{Quote(table.Name)} ({string.Join(',', names)})", names.Count, table.Rows.Count, (insert, parameter, row) =>
        {
            if (hasGeometry)
            {
                BindGeometry(insert, parameter++, table.Geometries[row], table.GeometryType!);
            }

            foreach (var value in table.Rows[row])
            {
                insert.Bind(parameter++, value);
            }
        });

        if (hasGeometry)
        {
            WriteSpatialIndex(database, table);
        }

        if (FirstColumnIsId(table))
        {
            database.Execute(
                $"CREATE UNIQUE INDEX {Quote(IdIndexName(table.Name))} ON {Quote(table.Name)} ({Quote(table.Columns[0].Name)});");
        }
    }

    /// <summary>Name of the index of a table whose first column has a text of its own in every row.</summary>
    public static string IdIndexName(string tableName) => $"index_{tableName}_id";

    static bool FirstColumnIsId(ResultTable table)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return table.Columns[0].Kind == ColumnKind.Text && table.Rows.All(row => row[0] is string { Length: > 0 } id && ids.Add(id));
    }

    /// <summary>
    /// The index of boxes of annex F.3 (extension <c>gpkg_rtree_index</c>), with the triggers that keep it true under editing.
    /// </summary>
    static void WriteSpatialIndex(SqliteDatabase database, ResultTable table)
    {
        var index = SpatialIndexName(table.Name);
        database.Execute($"CREATE VIRTUAL TABLE {Quote(index)} USING rtree(id, minx, maxx, miny, maxy);");
        int[] rows = [.. Enumerable.Range(0, table.Rows.Count).Where(row => table.Geometries[row] is { IsEmpty: false })];
        InsertRows(database, Quote(index), 5, rows.Length, (insert, parameter, i) =>
        {
            var box = table.Geometries[rows[i]]!.EnvelopeInternal;
            insert.Bind(parameter, rows[i] + 1L);
            insert.Bind(parameter + 1, box.MinX);
            insert.Bind(parameter + 2, box.MaxX);
            insert.Bind(parameter + 3, box.MinY);
            insert.Bind(parameter + 4, box.MaxY);
        });
        database.Execute(SpatialIndexTriggers(Quote(table.Name), index));
        database.Execute(
            "INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)",
            [table.Name, "geom", "gpkg_rtree_index", "http://www.geopackage.org/spec120/#extension_rtree", "write-only"]);
    }

    /// <summary>Name of the index of boxes of a table's geometries.</summary>
    public static string SpatialIndexName(string tableName) => $"rtree_{tableName}_geom";

    static string SpatialIndexTriggers(string table, string index)
    {
        var rtree = Quote(index);
        var entry = $"INSERT OR REPLACE INTO {rtree} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));";
        const string HasGeometry = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))";
        const string HasNone = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
        return $"""
            CREATE TRIGGER {Quote(index + "_insert")} AFTER INSERT ON {table} WHEN {HasGeometry} BEGIN {entry} END;
            CREATE TRIGGER {Quote(index + "_update1")} AFTER UPDATE OF geom ON {table} WHEN OLD.fid = NEW.fid AND {HasGeometry} BEGIN {entry} END;
            CREATE TRIGGER {Quote(index + "_update2")} AFTER UPDATE OF geom ON {table} WHEN OLD.fid = NEW.fid AND {HasNone}
              BEGIN DELETE FROM {rtree} WHERE id = OLD.fid; END;
            CREATE TRIGGER {Quote(index + "_update3")} AFTER UPDATE ON {table} WHEN OLD.fid != NEW.fid AND {HasGeometry}
              BEGIN DELETE FROM {rtree} WHERE id = OLD.fid; {entry} END;
            CREATE TRIGGER {Quote(index + "_update4")} AFTER UPDATE ON {table} WHEN OLD.fid != NEW.fid AND {HasNone}
              BEGIN DELETE FROM {rtree} WHERE id IN (OLD.fid, NEW.fid); END;
            CREATE TRIGGER {Quote(index + "_delete")} AFTER DELETE ON {table} WHEN OLD.geom NOT NULL BEGIN DELETE FROM {rtree} WHERE id = OLD.fid; END;
            """;
    }

    static void WriteMetadata(SqliteDatabase database, string metadataJson, string changed)
    {
        database.Execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://www.geopackage.org/spec/', 'application/json', ?)", [metadataJson]);
        database.Execute("INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", [changed]);
    }

    /// <summary>GeoPackage binary: header with envelope, then WKB (clause 2.1.3).</summary>
    static void BindGeometry(SqliteStatement insert, int parameter, Geometry? geometry, string geometryType)
    {
        if (geometry is null || geometry.IsEmpty)
        {
            insert.Bind(parameter, null);
            return;
        }

        var stored = geometryType == "MultiPolygon" && geometry is Polygon polygon ? geometry.Factory.CreateMultiPolygon([polygon]) : geometry;
        var length = HeaderLength + WkbEncoder.Length(stored);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var blob = rented.AsSpan(0, length);
        blob[..HeaderLength].Clear();
        blob[0] = (byte)'G';
        blob[1] = (byte)'P';
        blob[3] = 0b0000_0011;
        BinaryPrimitives.WriteInt32LittleEndian(blob[4..], Wgs84);
        var envelope = stored.EnvelopeInternal;
        BinaryPrimitives.WriteDoubleLittleEndian(blob[8..], envelope.MinX);
        BinaryPrimitives.WriteDoubleLittleEndian(blob[16..], envelope.MaxX);
        BinaryPrimitives.WriteDoubleLittleEndian(blob[24..], envelope.MinY);
        BinaryPrimitives.WriteDoubleLittleEndian(blob[32..], envelope.MaxY);
        WkbEncoder.Write(stored, blob[HeaderLength..]);
        insert.BindBytes(parameter, blob);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Inserts rows, several by each statement.</summary>
    /// <param name="database">Open.</param>
    /// <param name="into">Name of the table, and of the columns.</param>
    /// <param name="columns">How many.</param>
    /// <param name="rows">How many.</param>
    /// <param name="bind">Sets the parameters of one row, from the given one on.</param>
    static void InsertRows(SqliteDatabase database, string into, int columns, int rows, Action<SqliteStatement, int, int> bind)
    {
        var row = 0;
        for (var atOnce = RowsAtOnce; atOnce > 0; atOnce = atOnce == 1 ? 0 : 1)
        {
            if (rows - row < atOnce)
            {
                continue;
            }

            var values = $"({string.Join(',', Enumerable.Repeat('?', columns))})";
            using var insert = database.Prepare($"INSERT INTO {into} VALUES {string.Join(',', Enumerable.Repeat(values, atOnce))}");
            for (; row + atOnce <= rows; row += atOnce)
            {
                for (var i = 0; i < atOnce; i++)
                {
                    bind(insert, (i * columns) + 1, row + i);
                }

                insert.Run();
            }
        }
    }

    static string SqlType(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "TEXT",
        ColumnKind.WholeNumber => "INTEGER",
        ColumnKind.RealNumber => "REAL",
        _ => "BOOLEAN",
    };

    static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    const string Wgs84Wkt =
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],"
        + "PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]";

    const string CoreTables = $"""
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
          organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84 geodetic', 4326, 'EPSG', 4326, '{Wgs84Wkt}', 'longitude, latitude in decimal degrees');
        CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
          last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
          CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
        CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
          z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
          CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
        CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
          CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
        CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
          CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
        CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
          mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
        CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
          timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
          CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
        INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
        INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write');
        INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write');
        """;
}
