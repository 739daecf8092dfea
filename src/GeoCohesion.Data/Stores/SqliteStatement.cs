using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GeoCohesion.Data.Stores;

/// <summary>A statement that is run for many rows. Not thread-safe.</summary>
/// <remarks>
/// ADO.NET looks every value of every row up by its type and allocates for it: more work than the row itself. A parameter keeps its value
/// from run to run: setting it to the same again costs nothing.
/// </remarks>
sealed class SqliteStatement : IDisposable
{
    // Stands for bytes among the values that are set.
    static readonly object s_bytes = new();

    readonly sqlite3 _database;
    readonly sqlite3_stmt _statement;
    readonly object?[] _values;
    byte[] _text = new byte[1024];

    /// <summary>Prepares it.</summary>
    /// <param name="database">Open.</param>
    /// <param name="sql">One statement; its parameters are written <c>?</c>.</param>
    /// <exception cref="SqliteException">The statement is wrong.</exception>
    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _values = new object?[raw.sqlite3_bind_parameter_count(_statement) + 1];
    }

    /// <summary>Sets a parameter.</summary>
    /// <param name="parameter">Its number, from 1.</param>
    /// <param name="value">Text, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or null.</param>
    public void Bind(int parameter, object? value)
    {
        ref var kept = ref _values[parameter];
        if (IsSame(kept, value))
        {
            return;
        }

        kept = value;
        switch (value)
        {
            case null:
                Check(raw.sqlite3_bind_null(_statement, parameter));
                break;
            case string text:
                BindText(parameter, text);
                break;
            case long number:
                Check(raw.sqlite3_bind_int64(_statement, parameter, number));
                break;
            case double number:
                Check(raw.sqlite3_bind_double(_statement, parameter, number));
                break;
            case bool flag:
                Check(raw.sqlite3_bind_int64(_statement, parameter, flag ? 1 : 0));
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType().Name} is not provided for.", nameof(value));
        }
    }

    /// <summary>Sets a parameter to bytes.</summary>
    /// <param name="parameter">Its number, from 1.</param>
    /// <param name="bytes">At least one; copied.</param>
    public void BindBytes(int parameter, ReadOnlySpan<byte> bytes)
    {
        _values[parameter] = s_bytes;
        Check(raw.sqlite3_bind_blob(_statement, parameter, bytes));
    }

    /// <summary>Runs it with the parameters set.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            Check(code);
        }

        Check(raw.sqlite3_reset(_statement));
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    static bool IsSame(object? kept, object? value) => ReferenceEquals(kept, value) || (kept, value) switch
    {
        (long one, long other) => one == other,
        (double one, double other) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other),
        (bool one, bool other) => one == other,
        (string one, string other) => one == other,
        _ => false,
    };

    void BindText(int parameter, string text)
    {
        if (text.Length == 0)
        {
            // An empty span would be a null.
            Check(raw.sqlite3_bind_text(_statement, parameter, ""));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
        {
            _text = new byte[most];
        }

        var length = Encoding.UTF8.GetBytes(text, _text);
        Check(raw.sqlite3_bind_text(_statement, parameter, _text.AsSpan(0, length)));
    }

    void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
