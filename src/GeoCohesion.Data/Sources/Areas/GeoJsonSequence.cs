using System.Text;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>
/// Reads GeoJSON text sequences: features between record separators (RFC 8142), or one on each line (newline-delimited GeoJSON).
/// </summary>
static class GeoJsonSequence
{
    const byte RecordSeparator = 0x1E;
    const byte LineFeed = 0x0A;

    /// <summary>Reads all features of a file.</summary>
    /// <exception cref="Core.InputException">As of <see cref="GeoJsonAreas.Read(string, int?, NoticeLog)"/>.</exception>
    public static AreaTable Read(string path, NoticeLog notices) => GeoJsonAreas.Read(Collection(AreaFile.ReadBytes(path)), path, null, notices);

    /// <summary>The same features as one collection; its lines keep their numbers.</summary>
    static byte[] Collection(byte[] bytes)
    {
        var separator = bytes.Contains(RecordSeparator) ? RecordSeparator : LineFeed;
        using var collection = new MemoryStream(bytes.Length + 128);
        collection.Write("{\"type\":\"FeatureCollection\",\"features\":["u8);
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        var isFirst = true;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf(separator);
            var record = bytes.AsSpan(start, length < 0 ? bytes.Length - start : length);
            start += record.Length + 1;
            if (record.ContainsAnyExcept(" \t\r\n"u8))
            {
                if (!isFirst)
                {
                    collection.WriteByte((byte)',');
                }

                isFirst = false;
            }

            collection.Write(record);
            if (separator == LineFeed)
            {
                collection.WriteByte(LineFeed);
            }
        }

        collection.Write("]}"u8);
        return collection.ToArray();
    }
}
