using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores.Filters;
using Microsoft.Data.Sqlite;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>Reads the GeoPackage of one run.</summary>
public sealed class GeoPackageStore : IFeatureStore, IDisposable
{
    readonly GeoPackageConnections _connections;
    readonly Dictionary<string, string?> _spatialIndexes;
    readonly BuildFiles _files;
    readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);

    GeoPackageStore(GeoPackageConnections connections, IReadOnlyList<FeatureCollectionInfo> collections, Dictionary<string,
        string?> spatialIndexes, RunDescription run, BuildFiles files)
    {
        (_connections, _spatialIndexes, _files, Run) = (connections, spatialIndexes, files, run);
        Collections = [.. collections, RunsCollection.Info];
        _spatialIndexes[RunsCollection.Id] = null;
    }

    /// <inheritdoc/>
    public RunDescription Run { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeatureCollectionInfo> Collections { get; }

    /// <summary>Opens a file; the store goes on reading it even when another takes its name.</summary>
    /// <param name="path">A GeoPackage that this program wrote.</param>
    /// <param name="version">See <see cref="RunDescription.Version"/>.</param>
    /// <param name="publishedUtc">When the run was written.</param>
    /// <param name="servedFiles">Files of the run's folder, which is that of the GeoPackage; see <see cref="ServedFile"/>.</param>
    /// <exception cref="InputException">It is missing or cannot be read (<c>store-unreadable</c>).</exception>
    public static GeoPackageStore Open(string path, string version, DateTimeOffset publishedUtc, IReadOnlyList<ServedFile> servedFiles)
    {
        GeoPackageConnections? connections = null;
        try
        {
            connections = new GeoPackageConnections(path, Math.Clamp(2 * Environment.ProcessorCount, 4, 32));
            return connections.Use(
                [],
                connection =>
                {
                    var collections = GeoPackageCatalog.Read(connection);
                    using var manifest = JsonDocument.Parse(GeoPackageCatalog.Metadata(connection));
                    var run = RunDescription.Of(manifest.RootElement, collections, version, publishedUtc);
                    connections.Execute(GeoPackageCatalog.RunsTable(run));
                    return new GeoPackageStore(
                        connections,
                        collections,
                        collections.ToDictionary(collection => collection.Id,
                            collection => GeoPackageCatalog.SpatialIndex(connection, collection.Id)),
                        run,
                        new BuildFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, servedFiles));
                },
                CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception e) when (
            e is SqliteException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            connections?.Dispose();
            throw new InputException("store-unreadable", $"this is not the GeoPackage of a run ({e.Message}); compute the run again.",
                new SourceLocation(path));
        }
    }

    /// <inheritdoc/>
    public async Task<long> Count(FeatureCollectionInfo collection, FilterExpression? filter, CancellationToken cancellation)
    {
        if (filter is null && _totals.TryGetValue(collection.Id, out var known))
        {
            return known;
        }

        var where = FilterSql.Of(filter, _spatialIndexes[collection.Id]);
        var count = await _connections.Use(
            where.Shapes,
            connection =>
            {
                using var command = Command(connection,
                    $"SELECT count(*) FROM {FilterSql.Quote(collection.Id)}{(filter is null ? "" : $" WHERE {where.Condition}")}", where);
                return (long)command.ExecuteScalar()!;
            },
            cancellation);
        if (filter is null)
        {
            _totals[collection.Id] = count;
        }

        return count;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredFeature>> Read(
        FeatureCollectionInfo collection, FilterExpression? filter, long afterKey, int limit, CancellationToken cancellation)
    {
        var where = FilterSql.Of(filter, _spatialIndexes[collection.Id]);
        var sql = $"{Select(collection)} WHERE fid > @after{(filter is null ? "" : $" AND {where.Condition}")} ORDER BY fid LIMIT @limit";
        return _connections.Use<IReadOnlyList<StoredFeature>>(
            where.Shapes,
            connection =>
            {
                using var command = Command(connection, sql, where);
                command.Parameters.AddWithValue("@after", afterKey);
                command.Parameters.AddWithValue("@limit", limit);
                return Features(command, collection);
            },
            cancellation);
    }

    /// <inheritdoc/>
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

        var column = collection.FirstPropertyIsId ? FilterSql.Quote(collection.Properties[0].Name) : "fid";
        var found = await _connections.Use(
            [],
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"{Select(collection)} WHERE {column} = @id";
                command.Parameters.AddWithValue("@id", value);
                return Features(command, collection);
            },
            cancellation);
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenFile(string name, CancellationToken cancellation) => _files.Open(name, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        _files.Dispose();
    }

    static string Select(FeatureCollectionInfo collection) =>
        $"SELECT fid, {(collection.GeometryType is null ? "NULL" : "geom")}, {string.Join(", ", collection.Properties.Select(property => FilterSql.Quote(property.Name)))} FROM {FilterSql.Quote(collection.Id)}";

    static SqliteCommand Command(SqliteConnection connection, string sql, FilterSql where)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < where.Values.Count; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@v{i}"), where.Values[i]);
        }

        return command;
    }

    static List<StoredFeature> Features(SqliteCommand command, FeatureCollectionInfo collection)
    {
        var geometries = new GeoPackageGeometry();
        var features = new List<StoredFeature>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            features.Add(StoredRow.Read(reader, collection, geometries.Read, column => reader.GetInt64(column) != 0));
        }

        return features;
    }
}
