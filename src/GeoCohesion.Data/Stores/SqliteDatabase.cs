using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GeoCohesion.Data.Stores;

/// <summary>A new SQLite file that one thread writes: without the locks that each call would take. Not thread-safe.</summary>
sealed class SqliteDatabase : IDisposable
{
    readonly sqlite3 _handle;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public SqliteDatabase(string path)
    {
        Batteries_V2.Init();
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out _handle, Flags, null);
        try
        {
            Check(code);
        }
        catch (SqliteException)
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Runs one or several statements without parameters.</summary>
    /// <exception cref="SqliteException">One failed.</exception>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">Its parameters are written <c>?</c>.</param>
    /// <param name="values">One for each parameter: text, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or null.</param>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Execute(string sql, IReadOnlyList<object?> values)
    {
        using var statement = Prepare(sql);
        for (var i = 0; i < values.Count; i++)
        {
            statement.Bind(i + 1, values[i]);
        }

        statement.Run();
    }

    /// <summary>A statement to be run many times.</summary>
    /// <param name="sql">Its parameters are written <c>?</c>.</param>
    /// <exception cref="SqliteException">It is wrong.</exception>
    public SqliteStatement Prepare(string sql) => new(_handle, sql);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    void Check(int code) => SqliteException.ThrowExceptionForRC(code, _handle);
}
