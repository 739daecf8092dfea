using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries.Prepared;
using SQLitePCL;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>A fixed number of connections to one file, opened together and lent to one reader each.</summary>
/// <remarks>
/// All of them keep the file that was there when they were opened, whatever takes its name later. Readers queue for them.
/// </remarks>
sealed class GeoPackageConnections : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    readonly Channel<Entry> _idle = Channel.CreateUnbounded<Entry>();
    readonly List<Entry> _all = [];

    /// <summary>Opens the connections.</summary>
    /// <exception cref="SqliteException">The file is missing or is no database.</exception>
    public GeoPackageConnections(string path, int count)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var entry = new Entry(new SqliteConnection(text), new SpatialFunctions());
                _all.Add(entry);
                entry.Connection.Open();
                // LIKE tells capitals from small letters in CQL2, and the program never writes here.
                using var command = entry.Connection.CreateCommand();
                command.CommandText = "PRAGMA case_sensitive_like = ON; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; SELECT count(*) FROM sqlite_master;";
                command.ExecuteScalar();
                entry.Functions.AddTo(entry.Connection);
                _idle.Writer.TryWrite(entry);
            }
        }
        catch (SqliteException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement on every connection, before anybody reads.</summary>
    public void Execute((string Sql, IReadOnlyList<(string Name, object? Value)> Parameters) statement)
    {
        foreach (var entry in _all)
        {
            using var command = entry.Connection.CreateCommand();
            command.CommandText = $"PRAGMA query_only = OFF; {statement.Sql} PRAGMA query_only = ON;";
            foreach (var (name, value) in statement.Parameters)
            {
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>Waits for a connection and uses it; nobody else does meanwhile.</summary>
    /// <param name="shapes">Shapes that the SQL speaks of.</param>
    /// <param name="use">Runs commands to their end; is interrupted by the cancellation.</param>
    /// <param name="cancellation">Ends the waiting and the running.</param>
    /// <exception cref="StoreBusyException">None became free within ten seconds.</exception>
    public async Task<T> Use<T>(IReadOnlyList<IPreparedGeometry> shapes, Func<SqliteConnection, T> use, CancellationToken cancellation)
    {
        var entry = await Rent(cancellation);
        try
        {
            entry.Functions.Shapes = shapes;
            using var interruption = cancellation.Register(() => raw.sqlite3_interrupt(entry.Connection.Handle));
            cancellation.ThrowIfCancellationRequested();
            return use(entry.Connection);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        finally
        {
            _idle.Writer.TryWrite(entry);
        }
    }

    async ValueTask<Entry> Rent(CancellationToken cancellation)
    {
        if (_idle.Reader.TryRead(out var entry))
        {
            return entry;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            return await _idle.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreBusyException();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Only when no reader holds a connection.</remarks>
    public void Dispose()
    {
        foreach (var entry in _all)
        {
            entry.Connection.Dispose();
        }
    }

    sealed record Entry(SqliteConnection Connection, SpatialFunctions Functions);
}
