using System.Globalization;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite;
using NetTopologySuite.IO;
using Npgsql;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>Reads one published run from PostGIS.</summary>
/// <remarks>
/// Whole numbers beyond 2^53 compare with real ones as <c>double precision</c> does; all else compares as in a GeoPackage. Texts of a
/// database hold no NUL, so that a value with one is refused before it comes here.
/// </remarks>
public sealed class PostGisStore : IFeatureStore
{
    readonly NpgsqlDataSource _source;
    readonly PostGisCatalog _catalog;
    readonly Dictionary<string, PostGisCollection> _collections;

    internal PostGisStore(NpgsqlDataSource source, PostGisCatalog catalog)
    {
        (_source, _catalog) = (source, catalog);
        _collections = catalog.Collections.ToDictionary(collection => collection.Info.Id, StringComparer.Ordinal);
        Collections = [.. catalog.Collections.Select(collection => collection.Info)];
    }

    /// <inheritdoc/>
    public RunDescription Run => _catalog.Run;

    /// <inheritdoc/>
    public IReadOnlyList<FeatureCollectionInfo> Collections { get; }

    /// <summary>Bytes of the run's manifest.</summary>
    public ReadOnlyMemory<byte> Manifest => _catalog.Manifest;

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<long> Count(FeatureCollectionInfo collection, FilterExpression? filter, CancellationToken cancellation)
    {
        var (_, table, rowCount) = _collections[collection.Id];
        if (filter is null && rowCount is { } known)
        {
            return Task.FromResult(known);
        }

        var where = PostGisFilterSql.Of(filter);
        return Ask(
            $"SELECT count(*) FROM {table}{(filter is null ? "" : $" WHERE {where.Condition}")}",
            where.Parameters,
            async command => (long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<StoredFeature>> Read(
        FeatureCollectionInfo collection, FilterExpression? filter, long afterKey, int limit, CancellationToken cancellation)
    {
        var where = PostGisFilterSql.Of(filter);
        var condition = filter is null ? "" : $" AND {where.Condition}";
        var sql = $"{Select(collection)} WHERE fid > {where.Add(afterKey)}{condition} ORDER BY fid LIMIT {where.Add((long)limit)}";
        return Ask(sql, where.Parameters, command => Features(command, collection, cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<StoredFeature?> Find(FeatureCollectionInfo collection, string featureId, CancellationToken cancellation)
    {
        object value = featureId;
        if (!collection.FirstPropertyIsId)
        {
            if (!long.TryParse(featureId, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            {
                return null;
            }

            value = key;
        }
        else if (featureId.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var where = PostGisFilterSql.Of(null);
        var column = collection.FirstPropertyIsId ? FilterSqlWriter.Quote(collection.Properties[0].Name) : "fid";
        var sql = $"{Select(collection)} WHERE {column} = {where.Add(value)}";
        var found = await Ask(sql, where.Parameters, command => Features(command, collection, cancellation));
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenFile(string name, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(ServedFile.IsPlainName(name) ? Open($"{ServedFile.FolderName}/{name}") : null);

    /// <summary>Opens a result of the run, one of the outputs that its manifest lists; null where there is none.</summary>
    public Stream? OpenResult(string fileName) => ServedFile.IsPlainName(fileName) ? Open(fileName) : null;

    PostGisFileStream? Open(string name) =>
        _catalog.FileByName.TryGetValue(name, out var file) ? new PostGisFileStream(_source, _catalog.RunId, file) : null;

    string Select(FeatureCollectionInfo collection)
    {
        var geometry = collection.GeometryType is null ? "NULL::bytea" : $"ST_AsBinary({FilterSqlWriter.GeometryColumn})";
        var columns = string.Join(", ", collection.Properties.Select(property => FilterSqlWriter.Quote(property.Name)));
        return $"SELECT fid, {geometry}, {columns} FROM {_collections[collection.Id].Table}";
    }

    async Task<T> Ask<T>(string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlCommand, Task<T>> execute)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        try
        {
            return await execute(command);
        }
        catch (NpgsqlException e) when (Meaning(e) is { } meaning)
        {
            throw meaning;
        }
    }

    /// <summary>What a failure of the server means to a reader; null for a mistake of the program.</summary>
    internal static Exception? Meaning(NpgsqlException failure) => failure switch
    {
        PostgresException { SqlState: var state } => state switch
        {
            // Too many connections, out of memory; a statement that ran into the time limit of the server.
            _ when state.StartsWith("53", StringComparison.Ordinal) || state == PostgresErrorCodes.QueryCanceled =>
                new StoreBusyException(),

            // The server stops or starts; the run was dropped by hand while it was read.
            _ when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
                || state == PostgresErrorCodes.UndefinedTable => new StoreUnavailableException(failure),
            _ => null,
        },
        { InnerException: TimeoutException } => new StoreBusyException(),
        _ => new StoreUnavailableException(failure),
    };

    static async Task<IReadOnlyList<StoredFeature>> Features(
        NpgsqlCommand command, FeatureCollectionInfo collection, CancellationToken cancellation)
    {
        var wkb = new WKBReader(NtsGeometryServices.Instance);
        var features = new List<StoredFeature>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            features.Add(StoredRow.Read(reader, collection, wkb.Read, reader.GetBoolean));
        }

        return features;
    }
}
