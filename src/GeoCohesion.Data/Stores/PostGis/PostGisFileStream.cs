using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>Reads a file of a run from its parts, a window at a time; between the windows nothing of the database is held.</summary>
sealed class PostGisFileStream(NpgsqlDataSource source, int runId, PostGisRunFile file) : PositionedStream(file.Length)
{
    // Small enough for many slow clients at once, large enough that the way to the server does not count.
    const int WindowLength = 256 << 10;

    byte[] _window = [];
    long _windowStart;

    /// <inheritdoc/>
    protected override int ReadAt(long position, Span<byte> buffer)
    {
        if (!IsInWindow(position))
        {
            using var command = Window(position);
            try
            {
                Take(position, command.ExecuteScalar());
            }
            catch (NpgsqlException e) when (PostGisStore.Meaning(e) is { } meaning)
            {
                throw meaning;
            }
        }

        return Copy(position, buffer);
    }

    /// <inheritdoc/>
    protected override async ValueTask<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (!IsInWindow(position))
        {
            await using var command = Window(position);
            try
            {
                Take(position, await command.ExecuteScalarAsync(cancellation));
            }
            catch (NpgsqlException e) when (PostGisStore.Meaning(e) is { } meaning)
            {
                throw meaning;
            }
        }

        return Copy(position, buffer.Span);
    }

    bool IsInWindow(long position) => position >= _windowStart && position < _windowStart + _window.Length;

    NpgsqlCommand Window(long position)
    {
        // Parts are kept uncompressed, so that the server reads only what is asked for of one.
        var command = source.CreateCommand(
            $"SELECT substring(content FROM $4 FOR $5) FROM {PostGisSchema.Name}.run_files WHERE run_id = $1 AND name = $2 AND part = $3");
        var (part, start) = ((int)(position / PostGisSchema.PartLength), (int)(position % PostGisSchema.PartLength) + 1);
        command.Parameters.Add(new NpgsqlParameter { Value = runId, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter { Value = file.Name, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = part, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter { Value = start, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter { Value = WindowLength, NpgsqlDbType = NpgsqlDbType.Integer });
        return command;
    }

    void Take(long position, object? content)
    {
        _window = content is byte[] { Length: > 0 } bytes
            ? bytes
            : throw new EndOfStreamException($"The run no longer has all of {file.Name}.");
        _windowStart = position;
    }

    int Copy(long position, Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _windowStart + _window.Length - position);
        _window.AsSpan((int)(position - _windowStart), count).CopyTo(buffer);
        return count;
    }
}
