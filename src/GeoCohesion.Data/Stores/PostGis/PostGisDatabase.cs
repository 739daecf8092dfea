using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores.Filters;
using Npgsql;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>A PostgreSQL database with PostGIS, and connections to it. Thread-safe.</summary>
/// <remarks>No message ever holds the connection text, since a password may be in it.</remarks>
public sealed class PostGisDatabase : IDisposable
{
    const int SecondsForConnecting = 10;
    const string SslModeOption = "sslmode";

    // What Npgsql takes where nothing is said.
    const int NpgsqlConnectSeconds = 15;
    const int NpgsqlMaximumPool = 100;

    // https://www.postgresql.org/docs/15/errcodes-appendix.html
    const string UndefinedFile = "58P01";

    PostGisDatabase(NpgsqlDataSource source, string connection, string name) => (Source, Connection, Name) = (source, connection, name);

    /// <summary>Server and database, for messages.</summary>
    public string Name { get; }

    /// <summary>Connections that are lent and come back.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>Whole connection text; never to be shown.</summary>
    internal string Connection { get; }

    /// <summary>Opens a database.</summary>
    /// <param name="connection">
    /// Connection text of Npgsql (<c>Host=...;Database=...;Username=...</c>) or an address <c>postgresql://user@host:port/database</c>.
    /// </param>
    /// <param name="mayInstall">Whether the extension PostGIS may be installed where it is missing.</param>
    /// <exception cref="InputException">
    /// The text is none (<c>postgres-connection-malformed</c>), no server answers (<c>postgres-unreachable</c>), it refuses the login
    /// (<c>postgres-login</c>) or the database (<c>postgres-database-unknown</c>), which is not in UTF-8 (<c>postgres-encoding</c>), or has
    /// no PostGIS (<c>postgis-missing</c>).
    /// </exception>
    public static PostGisDatabase Open(string connection, bool mayInstall)
    {
        var builder = Parse(connection);
        var name = string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}");
        var at = new SourceLocation(name);
        try
        {
            string schema;
            var alone = new NpgsqlConnectionStringBuilder(builder.ConnectionString) { Pooling = false };
            using (var first = new NpgsqlConnection(alone.ConnectionString))
            {
                first.Open();
                schema = PostGisIn(first, mayInstall, at);
            }

            // Functions of PostGIS are found wherever it is installed, and nothing else is.
            builder.SearchPath = FilterSqlWriter.Quote(schema);
            return new PostGisDatabase(NpgsqlDataSource.Create(builder), builder.ConnectionString, name);
        }
        catch (NpgsqlException e)
        {
            throw Refusal(e, at);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    /// <summary>What a failure of the server means to the one who gave the connection.</summary>
    internal static InputException Refusal(NpgsqlException failure, SourceLocation at) => failure switch
    {
        PostgresException refused when refused.SqlState.StartsWith("28", StringComparison.Ordinal) => new InputException(
            "postgres-login", $"the server refuses the login ({refused.MessageText}); check the user and the password.", at),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } unknown => new InputException(
            "postgres-database-unknown", $"there is no such database ({unknown.MessageText}); make it with 'createdb'.", at),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } right => new InputException(
            "postgres-right-missing",
            $"the user may not do this ({right.MessageText}); see docs/postgis.md for the rights that are needed.",
            at),
        PostgresException other => new InputException(
            "postgres-failed", $"the database cannot do this ({other.SqlState}: {other.MessageText}).", at),
        _ => new InputException(
            "postgres-unreachable",
            $"there is no connection to the PostgreSQL server ({failure.InnerException?.Message ?? failure.Message}); "
            + "check that it runs, and the address.",
            at),
    };

    static string PostGisIn(NpgsqlConnection connection, bool mayInstall, SourceLocation at)
    {
        if ((string)Scalar(connection, "SHOW server_encoding")! is var encoding && encoding != "UTF8")
        {
            throw new InputException(
                "postgres-encoding", $"the database is in {encoding}; make one with 'createdb --encoding=UTF8 --template=template0'.", at);
        }

        const string Schema =
            "SELECT nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'postgis'";
        if (Scalar(connection, Schema) is string found)
        {
            return found;
        }

        if (!mayInstall)
        {
            throw Missing(
                "the extension is not installed; publish a run as a user who may install it, or run 'CREATE EXTENSION postgis' there");
        }

        try
        {
            Scalar(connection, "CREATE EXTENSION IF NOT EXISTS postgis");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Missing(
                "the extension is not installed and the user may not install it; let an administrator run 'CREATE EXTENSION postgis' there");
        }
        catch (PostgresException e) when (e.SqlState is UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
        {
            throw Missing("the extension is not on the server; install a package such as postgresql-15-postgis-3");
        }

        return (string)Scalar(connection, Schema)!;

        InputException Missing(string problem) => new("postgis-missing", $"there is no PostGIS: {problem}.", at);
    }

    static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
                ? OfAddress(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw Malformed();
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            throw Malformed();
        }

        builder.ApplicationName ??= "geocohesion";
        builder.Timeout = builder.Timeout == NpgsqlConnectSeconds ? SecondsForConnecting : builder.Timeout;
        builder.MaxPoolSize = builder.MaxPoolSize == NpgsqlMaximumPool
            ? Math.Clamp(4 * Environment.ProcessorCount, 8, 32)
            : builder.MaxPoolSize;

        // Messages of the server are shown as they are; its details may hold rows of the data.
        builder.IncludeErrorDetail = false;
        return builder;
    }

    static NpgsqlConnectionStringBuilder OfAddress(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host.Length > 0 ? address.Host.Trim('[', ']') : "localhost",
            Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort,
        };
        if (address.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(address.AbsolutePath[1..]);
        }

        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            builder.SslMode = pair is [SslModeOption, var mode]
                ? Enum.Parse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
                : throw new FormatException();
        }

        return builder;
    }

    static InputException Malformed() => new(
        "postgres-connection-malformed",
        "this is not a connection to PostgreSQL; 'Host=localhost;Database=gis;Username=me' or postgresql://me@localhost/gis is expected.",
        new SourceLocation("--postgres"));
}
