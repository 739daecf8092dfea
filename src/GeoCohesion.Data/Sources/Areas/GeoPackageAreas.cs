using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Reads a layer of a GeoPackage (OGC 12-128r18). The file is opened for reading only and is never written to.</summary>
static class GeoPackageAreas
{
    const int SqliteErrorNotADatabase = 26;
    static readonly int[] s_envelopeBytes = [0, 32, 48, 48, 64];

    public static AreaTable Read(string path, string? layer, int? statedCrs, NoticeLog notices)
    {
        var features = new List<AreaFeature>();
        var crs = Stream(path, layer, statedCrs, notices, (_, _) => true, features.Add);
        return new AreaTable(features, crs, path);
    }

    /// <summary>Hands the features of a layer over one by one, so that a national layer need not be held.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layer">Its layer; null for the only one.</param>
    /// <param name="statedCrs">EPSG code that the user states, if any.</param>
    /// <param name="notices">Receives what was mended or left out.</param>
    /// <param name="isWanted">Asked with each geometry and its EPSG code before the attributes are read.</param>
    /// <param name="take">Receives the wanted features.</param>
    /// <returns>EPSG code of the layer.</returns>
    public static int Stream(
        string path, string? layer, int? statedCrs, NoticeLog notices, Func<Geometry, int, bool> isWanted, Action<AreaFeature> take)
    {
        RequireSqlite(path);
        try
        {
            using var connection = Open(path);
            return StreamLayer(connection, path, ChooseLayer(connection, path, layer), statedCrs, notices, isWanted, take);
        }
        catch (SqliteException e)
        {
            var what = e.SqliteErrorCode == SqliteErrorNotADatabase ? "it is not a database" : e.Message.TrimEnd('.');
            throw new InputException(
                "geopackage-damaged",
                $"the GeoPackage cannot be read ({what}); it is damaged, cut short or not a GeoPackage.",
                new SourceLocation(path));
        }
    }

    static void RequireSqlite(string path)
    {
        Span<byte> start = stackalloc byte[16];
        using var stream = InputFile.OpenRead(path);
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length
            || !start.SequenceEqual("SQLite format 3\0"u8))
        {
            throw new InputException(
                "geopackage-damaged",
                "the file does not start as a GeoPackage, which is an SQLite database, does.",
                new SourceLocation(path));
        }
    }

    // Immutable, so that a file in a read-only folder opens; but an unsaved journal (QGIS keeps one while a layer is open) has to be read
    // along.
    static SqliteConnection Open(string path)
    {
        var full = Path.GetFullPath(path);
        var journal = new FileInfo(full + "-wal");
        var options = journal.Exists && journal.Length > 0 ? "?mode=ro" : "?mode=ro&immutable=1";
        var uri = new Uri("file://" + string.Join('/', full.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = uri.AbsoluteUri + options,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    static string ChooseLayer(SqliteConnection connection, string path, string? wanted)
    {
        var layers = new List<string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                layers.Add(reader.GetString(0));
            }
        }

        var list = layers.Count == 0 ? "none" : string.Join(", ", layers);
        if (wanted is not null)
        {
            return layers.Find(l => l.Equals(wanted, StringComparison.Ordinal))
                ?? layers.Find(l => l.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new InputException(
                    "layer-missing",
                    $"there is no layer '{wanted}'; the layers are: {list}.",
                    new SourceLocation(path));
        }

        return layers.Count switch
        {
            1 => layers[0],
            0 => throw new InputException("layer-missing", "the GeoPackage has no layer of features.", new SourceLocation(path)),
            _ => throw new InputException(
                "layer-ambiguous",
                $"the GeoPackage has several layers; name one of: {list}.",
                new SourceLocation(path)),
        };
    }

    static int StreamLayer(
        SqliteConnection connection,
        string path,
        string layer,
        int? statedCrs,
        NoticeLog notices,
        Func<Geometry, int, bool> isWanted,
        Action<AreaFeature> take)
    {
        var at = new SourceLocation(path, null, layer);
        var (geometryColumn, crs) = ReadGeometryColumn(connection, layer, statedCrs, at, notices);
        var assembler = new GeometryAssembler(path, crs, notices);

        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {Quote(layer)}{OrderOf(connection, layer)}";
        using var reader = command.ExecuteReader();
        var geometry = -1;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            geometry = reader.GetName(i).Equals(geometryColumn, StringComparison.OrdinalIgnoreCase) ? i : geometry;
        }

        if (geometry < 0)
        {
            throw new InputException("geopackage-damaged", $"the layer has no column '{geometryColumn}', which its description names.", at);
        }

        for (var number = 1; reader.Read(); number++)
        {
            var shape = reader.GetValue(geometry) is byte[] blob
                ? ParseBlob(blob, assembler, path, number)
                : assembler.Factory.CreateGeometryCollection();
            if (!isWanted(shape, crs))
            {
                continue;
            }

            var properties = new List<KeyValuePair<string, string>>(reader.FieldCount - 1);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (i != geometry)
                {
                    properties.Add(new KeyValuePair<string, string>(reader.GetName(i), TextOf(reader.GetValue(i))));
                }
            }

            take(new AreaFeature(shape, properties, number));
        }

        return crs;
    }

    static (string Column, int Crs) ReadGeometryColumn(
        SqliteConnection connection,
        string layer,
        int? statedCrs,
        SourceLocation at,
        NoticeLog notices)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT g.column_name, g.srs_id, s.organization, s.organization_coordsys_id, s.definition
            FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
            WHERE g.table_name = $layer
            """;
        command.Parameters.AddWithValue("$layer", layer);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
        {
            throw new InputException("geopackage-damaged", "the layer is not described in gpkg_geometry_columns.", at);
        }

        int? ofFile = null;
        var id = reader.GetInt64(1);

        // -1 and 0 stand for undefined systems (requirement 11).
        if (id is not (0 or -1) && !reader.IsDBNull(2))
        {
            var code = reader.GetInt64(3);
            var isKnown = reader.GetString(2).Equals("EPSG", StringComparison.OrdinalIgnoreCase) && code is > 0 and < int.MaxValue
                && CrsTransform.IsKnown((int)code);
            ofFile = isKnown ? (int)code : AreaFile.CrsOfText(reader.GetString(4), statedCrs, at, notices);
        }

        return (reader.GetString(0), AreaFile.SettleCrs(ofFile, statedCrs, null, at, "its entry in gpkg_spatial_ref_sys"));
    }

    // Rows by primary key, so that the order does not depend on how the file was written; a view has none, and its own order.
    static string OrderOf(SqliteConnection connection, string layer)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA table_info({Quote(layer)})";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.GetInt64(5) == 1)
            {
                return $" ORDER BY {Quote(reader.GetString(1))}";
            }
        }

        return "";
    }

    static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string TextOf(object value) => value switch
    {
        DBNull or byte[] => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    static Geometry ParseBlob(byte[] blob, GeometryAssembler assembler, string path, int number)
    {
        const int HeaderBytes = 8;
        try
        {
            if (blob.Length < HeaderBytes || blob[0] != 'G' || blob[1] != 'P')
            {
                throw new InvalidDataException("it does not start with GP");
            }

            var flags = blob[3];
            var envelope = (flags >> 1) & 7;
            if (envelope >= s_envelopeBytes.Length || HeaderBytes + s_envelopeBytes[envelope] > blob.Length)
            {
                throw new InvalidDataException("its envelope is cut short or of an unknown kind");
            }

            if ((flags & 0x20) != 0)
            {
                throw new InvalidDataException("it is of an extended type");
            }

            return new WkbParser(blob.AsSpan(HeaderBytes + s_envelopeBytes[envelope]), assembler, number).Parse();
        }
        catch (InvalidDataException e)
        {
            throw new InputException("geopackage-damaged", $"the geometry cannot be read: {e.Message}.", new SourceLocation(path, number));
        }
    }
}
