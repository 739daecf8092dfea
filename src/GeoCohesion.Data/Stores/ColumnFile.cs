using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources;

namespace GeoCohesion.Data.Stores;

/// <summary>A file of texts, numbers and columns under one checksum.</summary>
/// <remarks>
/// Layout, little-endian: magic (8 bytes), format version (int32), SHA-256 of all that follows (32 bytes), then what the writer wrote. A text or column is
/// its number of entries or bytes (int64) and its content. Read once from start to end, straight into the columns; nothing of it is used before the
/// checksum is found right.
/// </remarks>
/// <param name="magic">First bytes, 8 ASCII characters.</param>
/// <param name="formatVersion">Format version written, and the only one read.</param>
/// <param name="noun">What the file holds, in English, for messages.</param>
sealed class ColumnFile(string magic, int formatVersion, string noun)
{
    const int ChecksumLength = 32;

    readonly byte[] _magic = Encoding.ASCII.GetBytes(magic);

    int VersionAt => _magic.Length;

    int ChecksumAt => VersionAt + sizeof(int);

    int PrologueLength => ChecksumAt + ChecksumLength;

    /// <summary>Writes to a stream that stands at its start and can go back there.</summary>
    public void Write(Stream stream, Action<ColumnWriter> write)
    {
        var prologue = new byte[PrologueLength];
        stream.Write(prologue);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        write(new ColumnWriter(stream, hash));
        _magic.CopyTo(prologue, 0);
        BinaryPrimitives.WriteInt32LittleEndian(prologue.AsSpan(VersionAt), formatVersion);
        hash.GetHashAndReset(prologue.AsSpan(ChecksumAt));
        stream.Position = 0;
        stream.Write(prologue);
    }

    /// <summary>Reads the whole.</summary>
    /// <param name="stream">Stands at its start; knows its length.</param>
    /// <param name="at">Named in errors.</param>
    /// <param name="read">Takes everything that was written, in the same order; must not use it yet.</param>
    /// <exception cref="InputException">
    /// It is not such a file (<c>network-file-foreign</c>), is of another format version (<c>network-file-version</c>), or is damaged or cut off
    /// (<c>network-file-damaged</c>).
    /// </exception>
    public T Read<T>(Stream stream, SourceLocation at, Func<ColumnReader, T> read)
    {
        var prologue = new byte[PrologueLength];
        var count = stream.ReadAtLeast(prologue, prologue.Length, throwOnEndOfStream: false);
        if (count == 0 || !prologue.AsSpan(0, Math.Min(count, _magic.Length)).SequenceEqual(_magic.AsSpan(0, Math.Min(count, _magic.Length))))
        {
            throw new InputException("network-file-foreign", $"this is not a GeoCohesion {noun}; delete it and build the network again.", at);
        }

        if (count < prologue.Length)
        {
            throw ColumnReader.Damaged(noun, at);
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(prologue.AsSpan(VersionAt));
        if (version != formatVersion)
        {
            throw new InputException(
                "network-file-version",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the {noun} is of format version {version}; this program reads version {formatVersion}: build the network again."),
                at);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new ColumnReader(stream, hash, noun, at);
        var result = read(reader);
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        hash.GetHashAndReset(checksum);
        return reader.Left == 0 && checksum.SequenceEqual(prologue.AsSpan(ChecksumAt)) ? result : throw ColumnReader.Damaged(noun, at);
    }

    /// <summary>Reads only the first text, to see whether the file is still the one wanted.</summary>
    /// <param name="path">It may be missing.</param>
    /// <param name="text">The text, or empty.</param>
    /// <returns>False where there is no such file of this format version. The checksum is looked at by <see cref="Read"/> only.</returns>
    public bool TryReadFirstText(string path, out string text)
    {
        text = "";
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = InputFile.OpenRead(path);
        var prologue = new byte[PrologueLength];
        if (stream.ReadAtLeast(prologue, prologue.Length, throwOnEndOfStream: false) < prologue.Length
            || !prologue.AsSpan().StartsWith(_magic) || BinaryPrimitives.ReadInt32LittleEndian(prologue.AsSpan(VersionAt)) != formatVersion)
        {
            return false;
        }

        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            text = new ColumnReader(stream, hash, noun, new SourceLocation(path)).Text();
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
