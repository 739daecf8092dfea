using System.Text;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>A layer of a published run, and where its rows are.</summary>
/// <param name="Info">Description.</param>
/// <param name="Table">Table or view, in SQL.</param>
/// <param name="RowCount">Rows when it was published; null where the number changes.</param>
sealed record PostGisCollection(FeatureCollectionInfo Info, string Table, long? RowCount);

/// <summary>What the schema says of one run.</summary>
/// <param name="RunId">Its number: a run published later has a greater one.</param>
/// <param name="Run">Description.</param>
/// <param name="Manifest">Bytes of the manifest.</param>
/// <param name="Collections">In the order they are listed to people.</param>
/// <param name="FileByName">Files; see <see cref="PostGisRunFile"/>.</param>
sealed record PostGisCatalog(
    int RunId,
    RunDescription Run,
    byte[] Manifest,
    IReadOnlyList<PostGisCollection> Collections,
    IReadOnlyDictionary<string, PostGisRunFile> FileByName)
{
    /// <summary>Reads it; null where there is no such run.</summary>
    /// <exception cref="InputException">The run is not one that this program can read (<c>store-unreadable</c>).</exception>
    public static async Task<PostGisCatalog?> Read(NpgsqlDataSource source, int runId, string databaseName, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var runs = await Rows(
            connection, $"SELECT version, published_at, manifest::text FROM {PostGisSchema.Name}.runs WHERE run_id = $1", runId, cancellation);
        if (runs.Count == 0)
        {
            return null;
        }

        var properties = (await Rows(
                connection,
                $"""
                SELECT collection, name, kind, unit, description FROM {PostGisSchema.Name}.properties
                WHERE run_id = $1 ORDER BY collection, position
                """,
                runId,
                cancellation))
            .ToLookup(row => (string)row[0]!, row => row, StringComparer.Ordinal);
        var collections = await Rows(
            connection,
            $"""
            SELECT id, table_name, title, geometry_type, min_x, max_x, min_y, max_y, first_property_is_id, row_count
            FROM {PostGisSchema.Name}.collections WHERE run_id = $1 ORDER BY position
            """,
            runId,
            cancellation);
        var files = await Rows(
            connection, $"SELECT name, byte_count FROM {PostGisSchema.Name}.files WHERE run_id = $1", runId, cancellation);
        try
        {
            List<PostGisCollection> read = [.. collections.Select(row => Collection(row, properties[(string)row[0]!]))];
            var manifest = Encoding.UTF8.GetBytes((string)runs[0][2]!);
            using var document = JsonDocument.Parse(manifest);
            var run = RunDescription.Of(
                document.RootElement,
                [.. read.Select(collection => collection.Info)],
                (string)runs[0][0]!,
                new DateTimeOffset((DateTime)runs[0][1]!));
            return new PostGisCatalog(
                runId,
                run,
                manifest,
                [.. read, new PostGisCollection(RunsCollection.Info, PostGisSchema.RunsView, null)],
                files.Select(row => new PostGisRunFile((string)row[0]!, (long)row[1]!))
                    .ToDictionary(file => file.Name, StringComparer.Ordinal));
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InputException(
                "store-unreadable", $"run {runs[0][0]} is not one that this program can read ({e.Message}).", new SourceLocation(databaseName));
        }
    }

    static PostGisCollection Collection(object?[] row, IEnumerable<object?[]> properties) => new(
        new FeatureCollectionInfo
        {
            Id = (string)row[0]!,
            Title = (string)row[2]!,
            GeometryType = (string?)row[3],
            Extent = row[4] is double minX && row[5] is double maxX && row[6] is double minY && row[7] is double maxY
                ? new Envelope(minX, maxX, minY, maxY)
                : null,
            Properties =
            [
                .. properties.Select(property => new FeatureProperty(
                    (string)property[1]!, Enum.Parse<ColumnKind>((string)property[2]!), (string)property[3]!, (string)property[4]!)),
            ],
            FirstPropertyIsId = (bool)row[8]!,
        },
        PostGisSchema.InSchema((string)row[1]!),
        (long)row[9]!);

    static async Task<List<object?[]>> Rows(NpgsqlConnection connection, string sql, int runId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = runId, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, cancellation) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return rows;
    }
}
