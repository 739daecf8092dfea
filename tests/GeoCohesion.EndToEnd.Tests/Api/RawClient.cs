using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>A client that sends whatever bytes it is told to, and reads answers by the letter of HTTP/1.1; for tests only.</summary>
sealed class RawClient(int port) : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    static readonly TimeSpan s_patienceWithRubbish = TimeSpan.FromMilliseconds(300);

    static readonly byte[] s_last = Encoding.ASCII.GetBytes("\r\n\r\nGET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    readonly byte[] _buffer = new byte[1 << 16];
    Socket? _socket;
    int _start;
    int _end;

    /// <summary>Sends a sound request and reads its answer to the end; gives its status.</summary>
    public async Task<int> Ask(byte[] request, bool isHead)
    {
        // The service may have closed the connection after the answer before: then once more.
        for (var isFresh = _socket is null; ; isFresh = true)
        {
            await Connect();
            try
            {
                await _socket!.SendAsync(request);
                if (await Answer(isHead) is { } status)
                {
                    return status;
                }
            }
            catch (SocketException) when (!isFresh)
            {
            }

            Close();
            if (isFresh)
            {
                return 0;
            }
        }
    }

    /// <summary>
    /// Sends bytes that may be no request, and after them a sound one that ends the connection; gives the status of the first answer, or 0 where there
    /// is none.
    /// </summary>
    public async Task<int> Throw(byte[] bytes)
    {
        Close();
        await Connect();
        var status = 0;
        try
        {
            await _socket!.SendAsync(bytes);
            await _socket.SendAsync(s_last);
            while (await Fill(s_patienceWithRubbish))
            {
                var text = Encoding.ASCII.GetString(_buffer, 0, Math.Min(_end, 32));
                status = status == 0 && text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && text.Length > 12 ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : status;
                (_start, _end) = (0, status == 0 ? _end : 0);
            }

            return status;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The service closed the connection, or still waits for a body that will not come.
            return status;
        }
        finally
        {
            Close();
        }
    }

    public void Dispose() => Close();

    async Task Connect()
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(IPAddress.Loopback, port);
        }
    }

    void Close()
    {
        _socket?.Dispose();
        (_socket, _start, _end) = (null, 0, 0);
    }

    async Task<int?> Answer(bool isHead)
    {
        if (await Line() is not { } first)
        {
            return null;
        }

        var status = int.Parse(first.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var (length, isChunked, closes) = (-1L, false, false);
        while (await Line() is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? long.Parse(header.AsSpan(15), CultureInfo.InvariantCulture) : length;
            isChunked |= header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
            closes |= header.StartsWith("Connection: close", StringComparison.OrdinalIgnoreCase);
        }

        if (!isHead && status is not (204 or 304))
        {
            if (isChunked)
            {
                while (long.Parse((await Line())!.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var chunk and > 0)
                {
                    await Skip(chunk + 2);
                }

                await Line();
            }
            else
            {
                await Skip(Math.Max(0, length));
            }
        }

        if (closes)
        {
            Close();
        }

        return status;
    }

    async Task<string?> Line()
    {
        while (true)
        {
            var at = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            if (at >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, at - _start).TrimEnd('\r');
                _start = at + 1;
                return line;
            }

            if (!await Fill())
            {
                return null;
            }
        }
    }

    async Task Skip(long bytes)
    {
        while (bytes > 0)
        {
            if (_start == _end && !await Fill())
            {
                throw new InvalidDataException("The answer ends before its end.");
            }

            var taken = (int)Math.Min(bytes, _end - _start);
            (_start, bytes) = (_start + taken, bytes - taken);
        }
    }

    Task<bool> Fill() => Fill(s_patience);

    async Task<bool> Fill(TimeSpan limit)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        using var patience = new CancellationTokenSource(limit);
        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end), patience.Token);
        _end += read;
        return read > 0;
    }
}
