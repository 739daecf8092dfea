using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores.Filters;
using GeoCohesion.Data.Stores.GeoPackages;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>What a publication came to.</summary>
/// <param name="Run">The run of the folder.</param>
/// <param name="IsNew">Whether it was loaded; else the database had it, and nothing was changed.</param>
/// <param name="Collections">Layers and tables loaded.</param>
/// <param name="Rows">Their rows.</param>
/// <param name="FileBytes">Bytes of the files loaded.</param>
/// <param name="Dropped">Versions of old runs that were dropped.</param>
/// <param name="InUse">Versions of old runs that would have been dropped, but are being read.</param>
public sealed record PublicationSummary(
    RunDescription Run, bool IsNew, int Collections, long Rows, long FileBytes, IReadOnlyList<string> Dropped, IReadOnlyList<string> InUse);

/// <summary>Loads the run of a folder into PostGIS.</summary>
/// <remarks>
/// One transaction, under an advisory lock that only one publication has at a time: killed at any moment, it leaves nothing. The same run,
/// by the hash of its manifest, is loaded once.
/// </remarks>
public static class PostGisPublisher
{
    const int BatchSize = 2000;

    /// <summary>Publishes.</summary>
    /// <param name="folder">Folder of a finished run.</param>
    /// <param name="database">Where to.</param>
    /// <param name="keep">Number of newest runs to keep; null for all. See docs/postgis.md.</param>
    /// <param name="progress">Takes the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it; nothing is published then.</param>
    /// <exception cref="InputException">
    /// There is no run (<c>run-missing</c>, <c>store-unreadable</c>, <c>run-unreadable</c>), it was replaced while it was read
    /// (<c>run-replaced</c>), or the database refuses it (<c>postgres-right-missing</c>, <c>postgres-failed</c>, ...).
    /// </exception>
    public static async Task<PublicationSummary> Publish(
        string folder, PostGisDatabase database, int? keep, IProgress<double> progress, CancellationToken cancellation)
    {
        using var run = new FolderRun(folder);
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(database.Connection) { CommandTimeout = 0, Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellation);
            var summary = await Load(connection, run, progress, cancellation);
            if (keep is not { } count)
            {
                return summary;
            }

            var (dropped, inUse) = await PostGisDrop.KeepNewest(connection, count, cancellation);
            return summary with { Dropped = dropped, InUse = inUse };
        }
        catch (NpgsqlException e)
        {
            throw PostGisDatabase.Refusal(e, new SourceLocation(database.Name));
        }
    }

    static async Task<PublicationSummary> Load(
        NpgsqlConnection connection, FolderRun run, IProgress<double> progress, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PostGisDrop.LockPublishing(connection, cancellation);
        if (await Scalar(connection, $"SELECT to_regclass('{PostGisSchema.Name}.runs')::text", cancellation) is DBNull)
        {
            await Execute(connection, PostGisSchema.Create, cancellation);
        }

        var description = run.Store.Run;
        const string Known = $"SELECT run_id FROM {PostGisSchema.Name}.runs WHERE version = $1";
        if (await Scalar(connection, Known, cancellation, Text(description.Version)) is int)
        {
            progress.Report(1);
            return new PublicationSummary(description, false, 0, 0, 0, [], []);
        }

        var runId = (int)(await Scalar(
            connection,
            $"""
            INSERT INTO {PostGisSchema.Name}.runs (version, territory, program_version, service_date, manifest)
            VALUES ($1, $2, $3, $4, $5) RETURNING run_id
            """,
            cancellation,
            Text(description.Version),
            Text(description.TerritoryName),
            Text(description.ProgramVersion),
            new NpgsqlParameter { Value = (object?)description.ServiceDate ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date },
            new NpgsqlParameter { Value = Encoding.UTF8.GetString(run.Manifest), NpgsqlDbType = NpgsqlDbType.Json }))!;
        var work = new Work(progress, await run.RowCount(cancellation), run.FileBytes);
        var collections = run.Collections.ToArray();
        for (var position = 0; position < collections.Length; position++)
        {
            await LoadCollection(connection, run.Store, runId, position, collections[position], work, cancellation);
        }

        await LoadFiles(connection, run, runId, work, cancellation);
        run.RefuseIfReplaced();
        await Execute(connection, $"NOTIFY {PostGisSchema.Channel}", cancellation);
        await transaction.CommitAsync(cancellation);
        progress.Report(1);
        return new PublicationSummary(description, true, collections.Length, work.Rows, work.Bytes, [], []);
    }

    static async Task LoadCollection(
        NpgsqlConnection connection,
        GeoPackageStore store,
        int runId,
        int position,
        FeatureCollectionInfo collection,
        Work work,
        CancellationToken cancellation)
    {
        var name = PostGisSchema.TableName(store.Run.Version, collection.Id);
        var table = PostGisSchema.InSchema(name);
        var columns = collection.Properties
            .Select(property => (Name: FilterSqlWriter.Quote(property.Name), Type: PostGisSchema.SqlType(property.Kind)))
            .ToList();
        if (collection.GeometryType is { } type)
        {
            columns.Insert(0, (FilterSqlWriter.GeometryColumn, $"geometry({type}, {PostGisSchema.Wgs84})"));
        }

        columns.Insert(0, ("fid", "bigint NOT NULL"));
        var definitions = string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"));
        await Execute(connection, $"CREATE TABLE {table} ({definitions})", cancellation);
        var names = string.Join(", ", columns.Select(column => column.Name));
        var copy = $"COPY {table} ({names}) FROM STDIN (FORMAT BINARY, FREEZE)";
        var rows = await CopyRows(connection, copy, store, collection, work, cancellation);
        await Execute(connection, $"ALTER TABLE {table} ADD PRIMARY KEY (fid)", cancellation);
        if (collection.FirstPropertyIsId)
        {
            var id = FilterSqlWriter.Quote(collection.Properties[0].Name);
            await Execute(connection, $"CREATE UNIQUE INDEX ON {table} ({id})", cancellation);
        }

        if (collection.GeometryType is not null)
        {
            await Execute(connection, $"CREATE INDEX ON {table} USING gist ({FilterSqlWriter.GeometryColumn})", cancellation);
        }

        await Execute(connection, $"ANALYZE {table}", cancellation);
        await Describe(connection, runId, position, collection, name, rows, cancellation);
    }

    static async Task<long> CopyRows(
        NpgsqlConnection connection,
        string copy,
        GeoPackageStore store,
        FeatureCollectionInfo collection,
        Work work,
        CancellationToken cancellation)
    {
        var wkb = new WKBWriter(ByteOrder.LittleEndian, handleSRID: true);
        var rows = 0L;
        await using var writer = await connection.BeginBinaryImportAsync(copy, cancellation);
        for (var batch = await Batch(0); batch.Count > 0; batch = await Batch(batch[^1].Key))
        {
            foreach (var feature in batch)
            {
                await writer.StartRowAsync(cancellation);
                await writer.WriteAsync(feature.Key, NpgsqlDbType.Bigint, cancellation);
                if (collection.GeometryType is not null)
                {
                    await WriteGeometry(writer, wkb, feature.Geometry, cancellation);
                }

                for (var i = 0; i < feature.Values.Count; i++)
                {
                    await WriteValue(writer, feature.Values[i], collection, i, feature.Id, cancellation);
                }
            }

            rows += batch.Count;
            work.AddRows(batch.Count);
        }

        await writer.CompleteAsync(cancellation);
        return rows;

        Task<IReadOnlyList<StoredFeature>> Batch(long afterKey) => store.Read(collection, null, afterKey, BatchSize, cancellation);
    }

    // The binary form of a geometry is its extended well-known binary.
    static async Task WriteGeometry(NpgsqlBinaryImporter writer, WKBWriter wkb, Geometry? geometry, CancellationToken cancellation)
    {
        if (geometry is null)
        {
            await writer.WriteNullAsync(cancellation);
            return;
        }

        geometry.SRID = PostGisSchema.Wgs84;
        await writer.WriteAsync(wkb.Write(geometry), NpgsqlDbType.Bytea, cancellation);
    }

    static Task WriteValue(
        NpgsqlBinaryImporter writer,
        object? value,
        FeatureCollectionInfo collection,
        int column,
        string featureId,
        CancellationToken cancellation)
    {
        switch (value)
        {
            case null:
                return writer.WriteNullAsync(cancellation);
            case long whole:
                return writer.WriteAsync(whole, NpgsqlDbType.Bigint, cancellation);
            case double real:
                return writer.WriteAsync(real, NpgsqlDbType.Double, cancellation);
            case bool flag:
                return writer.WriteAsync(flag, NpgsqlDbType.Boolean, cancellation);
            default:
                var text = (string)value;
                return !text.Contains('\0', StringComparison.Ordinal)
                    ? writer.WriteAsync(text, NpgsqlDbType.Text, cancellation)
                    : throw new InputException(
                        "postgres-text-nul",
                        $"feature {featureId} has a text with the character NUL, which PostgreSQL does not store; "
                        + "mend the input and compute the run again.",
                        new SourceLocation(collection.Id, Field: collection.Properties[column].Name));
        }
    }

    static async Task Describe(
        NpgsqlConnection connection,
        int runId,
        int position,
        FeatureCollectionInfo collection,
        string table,
        long rows,
        CancellationToken cancellation)
    {
        var extent = collection.Extent;
        await Execute(
            connection,
            $"INSERT INTO {PostGisSchema.Name}.collections VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            cancellation,
            Whole(runId),
            Whole(position),
            Text(collection.Id),
            Text(table),
            Text(collection.Title),
            Text(collection.GeometryType),
            Real(extent?.MinX),
            Real(extent?.MinY),
            Real(extent?.MaxX),
            Real(extent?.MaxY),
            new NpgsqlParameter { Value = collection.FirstPropertyIsId, NpgsqlDbType = NpgsqlDbType.Boolean },
            new NpgsqlParameter { Value = rows, NpgsqlDbType = NpgsqlDbType.Bigint });
        for (var i = 0; i < collection.Properties.Count; i++)
        {
            var property = collection.Properties[i];
            await Execute(
                connection,
                $"INSERT INTO {PostGisSchema.Name}.properties VALUES ($1, $2, $3, $4, $5, $6, $7)",
                cancellation,
                Whole(runId),
                Text(collection.Id),
                Whole(i),
                Text(property.Name),
                Text(property.Kind.ToString()),
                Text(property.Unit),
                Text(property.Description));
        }
    }

    static async Task LoadFiles(NpgsqlConnection connection, FolderRun run, int runId, Work work, CancellationToken cancellation)
    {
        var part = new byte[PostGisSchema.PartLength];
        foreach (var file in run.Files)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var stream = run.Open(file);
            long length = 0;
            await using (var writer = await connection.BeginBinaryImportAsync(
                $"COPY {PostGisSchema.Name}.run_files (run_id, name, part, content) FROM STDIN (FORMAT BINARY)", cancellation))
            {
                for (var number = 0; await Read(stream, part, cancellation) is > 0 and var count; number++)
                {
                    hash.AppendData(part, 0, count);
                    await writer.StartRowAsync(cancellation);
                    await writer.WriteAsync(runId, NpgsqlDbType.Integer, cancellation);
                    await writer.WriteAsync(file.Name, NpgsqlDbType.Text, cancellation);
                    await writer.WriteAsync(number, NpgsqlDbType.Integer, cancellation);
                    await writer.WriteAsync(part.AsMemory(0, count), NpgsqlDbType.Bytea, cancellation);
                    length += count;
                    work.AddBytes(count);
                }

                await writer.CompleteAsync(cancellation);
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            {
                throw run.Replaced(file.Name);
            }

            await Execute(
                connection,
                $"INSERT INTO {PostGisSchema.Name}.files VALUES ($1, $2, $3, $4)",
                cancellation,
                Whole(runId),
                Text(file.Name),
                new NpgsqlParameter { Value = length, NpgsqlDbType = NpgsqlDbType.Bigint },
                Text(file.Sha256));
        }
    }

    static ValueTask<int> Read(FileStream stream, byte[] part, CancellationToken cancellation) =>
        stream.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellation);

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    static async Task<object?> Scalar(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellation);
    }

    static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter Whole(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    static NpgsqlParameter Real(double? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double };

    /// <summary>Counts what is done; rows and bytes of files count for half each.</summary>
    sealed class Work(IProgress<double> progress, long rowsInAll, long bytesInAll)
    {
        public long Rows { get; private set; }

        public long Bytes { get; private set; }

        public void AddRows(int count)
        {
            Rows += count;
            Report();
        }

        public void AddBytes(int count)
        {
            Bytes += count;
            Report();
        }

        void Report() => progress.Report(((double)Rows / Math.Max(1, rowsInAll) / 2) + ((double)Bytes / Math.Max(1, bytesInAll) / 2));
    }
}
