using System.Data;
using GeoCohesion.Core;
using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>
/// The newest run of a database: one that is published takes the place of the old within a second, and readers of the old one end in peace.
/// </summary>
/// <remarks>
/// One connection of its own listens for publications and holds a shared advisory lock on each run that may be read; <c>publish --keep</c>
/// drops only runs on which nobody has a lock. Where that connection breaks it is opened again, and the runs still in use are locked again;
/// meanwhile readers go on, and nothing newer is seen.
/// </remarks>
public sealed class PostGisRuns : IPublishedStore
{
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    readonly PostGisDatabase _database;
    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();

    // Runs that this process has a lock on, the current one among them.
    readonly List<Generation> _held = [];
    Task _watching = Task.CompletedTask;
    NpgsqlConnection? _watch;
    Generation? _current;
    int? _refused;

    PostGisRuns(PostGisDatabase database) => _database = database;

    /// <summary>Opens the newest run of a database.</summary>
    /// <param name="connection">See <see cref="PostGisDatabase.Open"/>.</param>
    /// <exception cref="InputException">
    /// The database cannot be used, or no run is published there (<c>postgres-run-missing</c>).
    /// </exception>
    public static PostGisRuns Open(string connection)
    {
        var runs = new PostGisRuns(PostGisDatabase.Open(connection, mayInstall: false));
        try
        {
            runs.Begin();
            return runs;
        }
        catch
        {
            runs.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public StoreLease Acquire() => AcquireRun().Lease;

    /// <summary>The newest whole run, with what only a database can give.</summary>
    public (PostGisStore Store, StoreLease Lease) AcquireRun()
    {
        lock (_gate)
        {
            var generation = _current!;
            generation.Readers++;
            return (generation.Store, new StoreLease(generation.Store, () =>
            {
                lock (_gate)
                {
                    generation.Readers--;
                }
            }));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _watching.GetAwaiter().GetResult();
        _watch?.Dispose();
        _stop.Dispose();
        _database.Dispose();
    }

    void Begin()
    {
        var at = new SourceLocation(_database.Name);
        try
        {
            Refresh(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // Nothing was ever published there: said below.
        }
        catch (NpgsqlException e)
        {
            throw PostGisDatabase.Refusal(e, at);
        }

        if (_current is null)
        {
            throw new InputException(
                "postgres-run-missing",
                "no run is published there; publish one with 'geocohesion publish FOLDER --postgres CONNECTION'.",
                at);
        }

        _watching = Task.Run(Watch);
    }

    async Task Watch()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_watch is null)
                {
                    await Task.Delay(s_interval, _stop.Token);
                }
                else
                {
                    await _watch.WaitAsync(s_interval, _stop.Token);
                }

                await Refresh(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
            {
                // The server has gone, perhaps to come back: what is being read is read on, and requests say what they meet. Where it was another
                // connection that broke, this one keeps its locks: without them a run that is being read could be dropped.
                if (_watch is { FullState: not ConnectionState.Open } broken)
                {
                    _watch = null;
                    await broken.DisposeAsync();
                }
            }
        }
    }

    async Task Refresh(CancellationToken cancellation)
    {
        _watch ??= await OpenWatch(cancellation);
        if (await Newest(_watch, cancellation) is { } newest && newest != _current?.RunId && newest != _refused)
        {
            await SwitchTo(_watch, newest, cancellation);
        }

        foreach (var ended in Ended())
        {
            await Execute(_watch, "SELECT pg_advisory_unlock_shared($1, $2)", ended.RunId, cancellation);
        }
    }

    async Task<NpgsqlConnection> OpenWatch(CancellationToken cancellation)
    {
        // Its locks are the session's, so that no pool may lend it to anybody else.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.Connection) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using (var listen = new NpgsqlCommand($"LISTEN {PostGisSchema.Channel}", connection))
            {
                await listen.ExecuteNonQueryAsync(cancellation);
            }

            foreach (var generation in Held())
            {
                await LockRun(connection, generation.RunId, cancellation);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    async Task SwitchTo(NpgsqlConnection watch, int runId, CancellationToken cancellation)
    {
        // Whoever drops the run holds its lock until the row is gone: once it is ours, the row is there to stay, or the run is not there.
        await LockRun(watch, runId, cancellation);
        var isTaken = false;
        try
        {
            if (await PostGisCatalog.Read(_database.Source, runId, _database.Name, cancellation) is { } catalog)
            {
                lock (_gate)
                {
                    _current = new Generation(runId, new PostGisStore(_database.Source, catalog));
                    _held.Add(_current);
                }

                isTaken = true;
            }
        }
        catch (InputException) when (_current is not null)
        {
            // What was published cannot be read: the old run is better than none.
            _refused = runId;
        }
        finally
        {
            if (!isTaken && watch.FullState == ConnectionState.Open)
            {
                await Execute(watch, "SELECT pg_advisory_unlock_shared($1, $2)", runId, cancellation);
            }
        }
    }

    List<Generation> Held()
    {
        lock (_gate)
        {
            return [.. _held];
        }
    }

    List<Generation> Ended()
    {
        lock (_gate)
        {
            var ended = _held.FindAll(generation => generation != _current && generation.Readers == 0);
            _held.RemoveAll(ended.Contains);
            return ended;
        }
    }

    static async Task<int?> Newest(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT max(run_id) FROM {PostGisSchema.Name}.runs", connection);
        return await command.ExecuteScalarAsync(cancellation) as int?;
    }

    static Task LockRun(NpgsqlConnection connection, int runId, CancellationToken cancellation) =>
        Execute(connection, "SELECT pg_advisory_lock_shared($1, $2)", runId, cancellation);

    static async Task Execute(NpgsqlConnection connection, string sql, int runId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = PostGisSchema.LockSpace, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter { Value = runId, NpgsqlDbType = NpgsqlDbType.Integer });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    sealed class Generation(int runId, PostGisStore store)
    {
        public int RunId { get; } = runId;

        public PostGisStore Store { get; } = store;

        public int Readers { get; set; }
    }
}
