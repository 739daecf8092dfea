using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>A table of its own in PostGIS, beside those of published runs; its comment says what it was made of.</summary>
/// <param name="Schema">Schema; made where it is missing.</param>
/// <param name="Name">Name in the schema.</param>
public sealed partial record PostGisTable(string Schema, string Name)
{
    /// <summary>Where a table goes that was not named.</summary>
    public static PostGisTable Isochrones { get; } = new(PostGisSchema.Name, "isochrones");

    // Names that publications of runs use, or will use.
    static readonly string[] s_taken = ["runs", "published_runs", "collections", "properties", "files", "run_files"];

    /// <summary>Reads <c>NAME</c>, in the schema of the program, or <c>SCHEMA.NAME</c>.</summary>
    /// <returns>False when it is neither, or a name that published runs use.</returns>
    public static bool TryParse(string text, out PostGisTable table)
    {
        var parts = text.Split('.');
        table = parts.Length == 2 ? new PostGisTable(parts[0], parts[1]) : new PostGisTable(PostGisSchema.Name, text);
        return parts.Length <= 2
            && PlainName().IsMatch(table.Schema)
            && PlainName().IsMatch(table.Name)
            && (table.Schema != PostGisSchema.Name
                || (!s_taken.Contains(table.Name) && !table.Name.StartsWith("run_", StringComparison.Ordinal)));
    }

    /// <summary>Writes the table anew, in one transaction, unless it is there already and was made of the same.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="kind">What such tables are called; the name of the only member of the comment.</param>
    /// <param name="manifest">What it is made of, as JSON.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Geometries (multipolygons, WGS84) and values.</param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="InputException">Another table has the name (<c>postgres-table-taken</c>), a text cannot be stored
    /// (<c>postgres-text-nul</c>), or the database refuses (<c>postgres-right-missing</c>, <c>postgres-failed</c>, ...).</exception>
    public bool Write(
        PostGisDatabase database,
        string kind,
        string manifest,
        IReadOnlyList<ResultColumn> columns,
        IEnumerable<(MultiPolygon? Geometry, object?[] Values)> rows)
    {
        var at = new SourceLocation($"{database.Name} {this}");
        var comment = new JsonObject { [kind] = JsonNode.Parse(manifest) }.ToJsonString();
        try
        {
            using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(database.Connection) { CommandTimeout = 0, Pooling = false }.ConnectionString);
            connection.Open();
            using var transaction = connection.BeginTransaction();
            PostGisDrop.LockPublishing(connection, CancellationToken.None).GetAwaiter().GetResult();
            if (IsThere(connection))
            {
                var found = Comment(connection);
                if (found == comment)
                {
                    return false;
                }

                if (!IsOf(kind, found))
                {
                    throw new InputException(
                        "postgres-table-taken", "this table was not written by this command; choose another name, or drop it.", at);
                }
            }

            Create(connection, columns);
            Copy(connection, columns, rows, at);
            var quoted = comment.Replace("'", "''", StringComparison.Ordinal);
            Execute(
                connection,
                $"ALTER TABLE {Sql} ADD PRIMARY KEY (fid); CREATE INDEX ON {Sql} USING gist ({FilterSqlWriter.GeometryColumn}); "
                + $"CREATE INDEX ON {Sql} ({FilterSqlWriter.Quote(columns[0].Name)}); COMMENT ON TABLE {Sql} IS '{quoted}'; ANALYZE {Sql}");
            transaction.Commit();
            return true;
        }
        catch (NpgsqlException e)
        {
            throw PostGisDatabase.Refusal(e, at);
        }
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => $"{Schema}.{Name}";

    string Sql => $"{FilterSqlWriter.Quote(Schema)}.{FilterSqlWriter.Quote(Name)}";

    bool IsThere(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Schema, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = Name, NpgsqlDbType = NpgsqlDbType.Text });
        return command.ExecuteScalar() is true;
    }

    string? Comment(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand($"SELECT obj_description('{Sql.Replace("'", "''", StringComparison.Ordinal)}'::regclass, 'pg_class')", connection);
        return command.ExecuteScalar() as string;
    }

    static bool IsOf(string kind, string? comment)
    {
        try
        {
            return comment is not null && JsonNode.Parse(comment) is JsonObject json && json.ContainsKey(kind);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    void Create(NpgsqlConnection connection, IReadOnlyList<ResultColumn> columns)
    {
        var schema = FilterSqlWriter.Quote(Schema);
        var definitions = string.Concat(columns.Select(column => $", {FilterSqlWriter.Quote(column.Name)} {PostGisSchema.SqlType(column.Kind)}"));
        Execute(
            connection,
            $"DO $$ BEGIN IF to_regnamespace('{schema}') IS NULL THEN CREATE SCHEMA {schema}; END IF; END $$; DROP TABLE IF EXISTS {Sql}; "
            + $"CREATE TABLE {Sql} (fid bigint NOT NULL, {FilterSqlWriter.GeometryColumn} geometry(MultiPolygon, {PostGisSchema.Wgs84}){definitions})");
    }

    void Copy(
        NpgsqlConnection connection,
        IReadOnlyList<ResultColumn> columns,
        IEnumerable<(MultiPolygon? Geometry, object?[] Values)> rows,
        SourceLocation at)
    {
        var wkb = new WKBWriter(ByteOrder.LittleEndian, handleSRID: true);
        using var writer = connection.BeginBinaryImport($"COPY {Sql} FROM STDIN (FORMAT BINARY, FREEZE)");
        var fid = 0L;
        foreach (var (geometry, values) in rows)
        {
            writer.StartRow();
            writer.Write(++fid, NpgsqlDbType.Bigint);
            if (geometry is null)
            {
                writer.WriteNull();
            }
            else
            {
                // The binary form of a geometry is its extended well-known binary.
                geometry.SRID = PostGisSchema.Wgs84;
                writer.Write(wkb.Write(geometry), NpgsqlDbType.Bytea);
            }

            for (var i = 0; i < values.Length; i++)
            {
                Write(writer, values[i], at, columns[i].Name);
            }
        }

        writer.Complete();
    }

    static void Write(NpgsqlBinaryImporter writer, object? value, SourceLocation at, string column)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            case long whole:
                writer.Write(whole, NpgsqlDbType.Bigint);
                break;
            case double real:
                writer.Write(real, NpgsqlDbType.Double);
                break;
            case bool flag:
                writer.Write(flag, NpgsqlDbType.Boolean);
                break;
            default:
                var text = (string)value;
                if (text.Contains('\0', StringComparison.Ordinal))
                {
                    throw new InputException(
                        "postgres-text-nul",
                        "a text has the character NUL, which PostgreSQL does not store; mend the input.",
                        at with { Field = column });
                }

                writer.Write(text, NpgsqlDbType.Text);
                break;
        }
    }

    static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    // At most 63 bytes, as the server keeps of a name.
    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
