using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GeoCohesion.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, with PostGIS, on a free port of 127.0.0.1. It ends, and its files go, when the tests end, however they end:
/// it runs as long as a pipe to this process is open.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>Password of every user.</summary>
    public const string Password = "se cret;'x";

    const string Administrator = "postgres";
    const string Template = "with_postgis";
    const string HowToInstall = "install them with 'apt-get install --no-install-recommends postgresql-15 postgresql-15-postgis-3', as tests/run.sh does.";
    const int SecondsToStart = 120;

    // Sorts as French dictionaries do unless a query asks otherwise, so that a query that forgets to ask shows.
    const string Script = """
        set -eu
        folder=$(mktemp -d /tmp/geocohesion-postgres-XXXXXX)
        trap 'rm -rf "$folder"' EXIT
        printf '%s\n' "$3" > "$folder/password"
        "$1/initdb" -D "$folder/data" --encoding=UTF8 --locale=C --locale-provider=icu --icu-locale=fr --auth=scram-sha-256 \
          --pwfile="$folder/password" --username=postgres --no-sync > "$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
        "$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit=off \
          -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60 < /dev/null > "$folder/log" 2>&1 &
        server=$!
        cat > /dev/null
        kill -INT $server
        wait $server || true
        """;

    static int s_databases;

    readonly Process _process;
    readonly int _port;

    PostgresServer(Process process, int port) => (_process, _port) = (process, port);

    /// <summary>Starts a server.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL or PostGIS is not installed, or the server does not start; the sentence says what to do.</exception>
    public static PostgresServer Start()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .Where(version => File.Exists(Path.Combine(version, "bin", "postgres")))
                .OrderByDescending(version => int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0)
                .ToArray()
            : [];
        if (binaries.Length == 0)
        {
            throw new InvalidOperationException($"These tests need PostgreSQL and PostGIS, and PostgreSQL is not on this machine: {HowToInstall}");
        }

        var version = Array.Find(binaries, folder => File.Exists(Path.Combine("/usr/share/postgresql", Path.GetFileName(folder), "extension", "postgis.control")))
            ?? throw new InvalidOperationException($"These tests need PostgreSQL and PostGIS, and PostGIS is not on this machine: {HowToInstall}");
        var port = FreePort();
        string[] shell = ["/bin/sh", "-c", Script, "sh", Path.Combine(version, "bin"), port.ToString(CultureInfo.InvariantCulture), Password];

        // The server does not run as root.
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", Administrator, "--", .. shell] : shell;
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        var server = new PostgresServer(Process.Start(start)!, port);
        try
        {
            server.AwaitStart();
            server.Execute(Administrator, $"CREATE DATABASE {Template}");
            server.Execute(Template, "CREATE EXTENSION postgis");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes a database with PostGIS.</summary>
    /// <returns>Connection text of its administrator.</returns>
    public string NewDatabase() => NewDatabase(Template);

    /// <summary>Makes a database without PostGIS.</summary>
    /// <returns>Connection text of its administrator.</returns>
    public string NewPlainDatabase() => NewDatabase("template1");

    /// <summary>Connection text of a user.</summary>
    public string Connection(string database, string user) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Database = database,
        Username = user,
        Password = Password,
    }.ConnectionString;

    /// <summary>Runs statements as the administrator.</summary>
    public static void Run(string connection, string sql)
    {
        using var open = Open(connection);
        using var command = new NpgsqlCommand(sql, open);
        command.ExecuteNonQuery();
    }

    /// <summary>Asks for one value as the administrator; null where there is none.</summary>
    public static T? Ask<T>(string connection, string sql)
    {
        using var open = Open(connection);
        using var command = new NpgsqlCommand(sql, open);
        return command.ExecuteScalar() is T value ? value : default;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(SecondsToStart)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    static NpgsqlConnection Open(string connection)
    {
        var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        open.Open();
        return open;
    }

    string NewDatabase(string template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref s_databases)}");
        lock (this)
        {
            Execute(Administrator, $"CREATE DATABASE {name} TEMPLATE {template}");
        }

        return Connection(name, Administrator);
    }

    void Execute(string database, string sql) => Run(Connection(database, Administrator), sql);

    void AwaitStart()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Execute(Administrator, "SELECT 1");
                return;
            }
            catch (NpgsqlException e)
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"The PostgreSQL server of the tests did not start: {_process.StandardError.ReadToEnd()}", e);
                }

                if (waited.Elapsed.TotalSeconds > SecondsToStart)
                {
                    throw new InvalidOperationException("The PostgreSQL server of the tests does not answer.", e);
                }

                Thread.Sleep(100);
            }
        }
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
