using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>Drops old runs, but never one that a service reads: services hold a shared advisory lock on it.</summary>
static class PostGisDrop
{
    // Another program, such as QGIS, may have a table open; it is not waited for longer than this.
    const string LockTimeout = "3s";

    /// <summary>Waits until nobody else publishes or drops; held to the end of the transaction.</summary>
    public static Task LockPublishing(NpgsqlConnection connection, CancellationToken cancellation) =>
        Scalar(connection, "SELECT pg_advisory_xact_lock($1, $2)", cancellation, PostGisSchema.LockSpace, PostGisSchema.PublishingLock);

    /// <summary>Drops all runs but the newest, each in a transaction of its own.</summary>
    /// <param name="connection">Open, without a transaction.</param>
    /// <param name="count">Runs to keep, at least 1.</param>
    /// <param name="cancellation">Stops it between two runs, or while it waits.</param>
    /// <returns>Versions dropped, and versions that are in use and stay.</returns>
    public static async Task<(IReadOnlyList<string> Dropped, IReadOnlyList<string> InUse)> KeepNewest(
        NpgsqlConnection connection, int count, CancellationToken cancellation)
    {
        var old = new List<(int RunId, string Version)>();
        const string Old = $"SELECT run_id, version FROM {PostGisSchema.Name}.runs ORDER BY run_id DESC OFFSET $1";
        await using (var command = new NpgsqlCommand(Old, connection))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = count, NpgsqlDbType = NpgsqlDbType.Integer });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                old.Add((reader.GetInt32(0), reader.GetString(1)));
            }
        }

        var (dropped, inUse) = (new List<string>(), new List<string>());
        foreach (var (runId, version) in old)
        {
            (await Drop(connection, runId, cancellation) ? dropped : inUse).Add(version);
        }

        return (dropped, inUse);
    }

    static async Task<bool> Drop(NpgsqlConnection connection, int runId, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await LockPublishing(connection, cancellation);
        if (await Scalar(connection, "SELECT pg_try_advisory_xact_lock($1, $2)", cancellation, PostGisSchema.LockSpace, runId) is not true)
        {
            return false;
        }

        try
        {
            await Scalar(connection, $"SET LOCAL lock_timeout = '{LockTimeout}'", cancellation);
            var tables = new List<string>();
            const string Tables = $"SELECT table_name FROM {PostGisSchema.Name}.collections WHERE run_id = $1";
            await using (var command = new NpgsqlCommand(Tables, connection))
            {
                command.Parameters.Add(new NpgsqlParameter { Value = runId, NpgsqlDbType = NpgsqlDbType.Integer });
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    tables.Add(PostGisSchema.InSchema(reader.GetString(0)));
                }
            }

            if (tables.Count > 0)
            {
                await Scalar(connection, $"DROP TABLE IF EXISTS {string.Join(", ", tables)}", cancellation);
            }

            await Scalar(connection, $"DELETE FROM {PostGisSchema.Name}.runs WHERE run_id = $1", cancellation, runId);
            await transaction.CommitAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation, params int[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Integer });
        }

        return await command.ExecuteScalarAsync(cancellation);
    }
}
