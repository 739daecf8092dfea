namespace GeoCohesion.Testing;

/// <summary>One PostgreSQL server for all tests of a program, started by the first that needs it.</summary>
public sealed class SharedPostgres : IDisposable
{
    readonly Lazy<PostgresServer> _server = new(PostgresServer.Start);

    /// <summary>The server.</summary>
    public PostgresServer Server => _server.Value;

    public void Dispose()
    {
        if (_server.IsValueCreated)
        {
            _server.Value.Dispose();
        }
    }
}
