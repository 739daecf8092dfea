using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Stores;

/// <summary>Keeps the background of maps in one file, beside the streets that were built from the same input.</summary>
/// <remarks>A <see cref="ColumnFile"/>: build key, then columns of the features. Equal backgrounds give equal bytes.</remarks>
public static class BackgroundFile
{
    /// <summary>Format version written, and the only one read.</summary>
    public const int FormatVersion = 1;

    static readonly ColumnFile s_file = new("GEOCOHB\n", FormatVersion, "map background");

    /// <summary>Writes a background, or replaces the one that is there; killed at any moment, the old file stays.</summary>
    /// <exception cref="InputException">The file cannot be written there (<c>file-unwritable</c>).</exception>
    public static void Write(string path, string buildKey, IReadOnlyList<BackgroundFeature> features)
    {
        var wkb = new WKBWriter();
        var shapes = new MemoryStream();
        var lengths = new int[features.Count];
        for (var i = 0; i < lengths.Length; i++)
        {
            var shape = wkb.Write(features[i].Shape);
            shapes.Write(shape);
            lengths[i] = shape.Length;
        }

        AtomicFile.Write(path, stream => s_file.Write(stream, writer =>
        {
            writer.Text(buildKey);
            writer.Texts([.. features.Select(feature => feature.Id)]);
            writer.Texts([.. features.Select(feature => feature.Class)]);
            writer.Texts([.. features.Select(feature => feature.Name)]);
            writer.Column<byte>([.. features.Select(feature => (byte)feature.Kind)]);
            writer.Column<byte>([.. features.Select(feature => (byte)feature.Rank)]);
            writer.Column<int>(lengths);
            writer.Column<byte>(shapes.GetBuffer().AsSpan(0, (int)shapes.Length));
        }));
    }

    /// <summary>Reads a background.</summary>
    /// <returns>Null where there is none of this key, or it is damaged: it can be built anew.</returns>
    public static IReadOnlyList<BackgroundFeature>? TryRead(string path, string buildKey)
    {
        if (!s_file.TryReadFirstText(path, out var key) || key != buildKey)
        {
            return null;
        }

        using var stream = InputFile.OpenRead(path);
        try
        {
            var (ids, classes, names, kinds, ranks, lengths, bytes) = s_file.Read(stream, new SourceLocation(path), reader =>
            {
                _ = reader.Text();
                return (reader.Texts(), reader.Texts(), reader.Texts(), reader.Column<byte>(), reader.Column<byte>(), reader.Column<int>(), reader.Column<byte>());
            });
            var wkb = new WKBReader();
            var features = new BackgroundFeature[ids.Length];
            var next = 0;
            for (var i = 0; i < features.Length; i++)
            {
                var shape = wkb.Read(bytes[next..(next + lengths[i])]);
                shape.SRID = 4326;
                features[i] = new BackgroundFeature(ids[i], (BackgroundKind)kinds[i], classes[i], ranks[i], names[i], shape);
                next += lengths[i];
            }

            return features;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
