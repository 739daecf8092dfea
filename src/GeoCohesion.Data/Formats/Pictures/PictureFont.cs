using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GeoCohesion.Data.Formats.Pictures;

/// <summary>The font of pictures (Inter, SIL Open Font License 1.1): which files hold it, and how wide its texts are.</summary>
/// <remarks>
/// Widths come from the files that are built into the program (WOFF 1.0, W3C Recommendation 2012), so that the same drawing has the same
/// layout on every machine. Thread-safe.
/// </remarks>
public sealed class PictureFont
{
    /// <summary>Name of the family.</summary>
    public const string Family = "Inter";

    // A narrow space, which the font lacks, is drawn as a space that does not break, which it has.
    const int NarrowSpace = 0x202F;
    const int Space = 0x00A0;

    // What letters that no file has are taken to be wide, in shares of the size: that of an "n".
    const double UnknownWidth = 0.6;

    static readonly Lazy<PictureFont> s_regular = new(() => new PictureFont(400));
    static readonly Lazy<PictureFont> s_semibold = new(() => new PictureFont(600));

    readonly Face[] _faces;

    PictureFont(int weight)
    {
        FileNames = [$"pictures/inter-{weight}-latin.woff", $"pictures/inter-{weight}-latin-ext.woff"];
        _faces = [.. FileNames.Select(name => Face.Read(Bytes(name)))];
    }

    /// <summary>Names of the embedded files, the first that has a letter draws it.</summary>
    public IReadOnlyList<string> FileNames { get; }

    /// <summary>The font in a weight.</summary>
    public static PictureFont Of(PictureFontWeight weight) => weight == PictureFontWeight.Semibold ? s_semibold.Value : s_regular.Value;

    /// <summary>Content of an embedded file.</summary>
    public static byte[] Bytes(string fileName)
    {
        using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream(fileName)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The letter that stands for one that the font lacks, else the letter itself.</summary>
    public static Rune Drawn(Rune letter) => letter.Value == NarrowSpace ? new Rune(Space) : letter;

    /// <summary>Number of the file that has a letter, or null.</summary>
    public int? FileOf(Rune letter)
    {
        var number = Array.FindIndex(_faces, face => face.Has(letter));
        return number < 0 ? null : number;
    }

    /// <summary>Width of a text at a size, in the unit of the size.</summary>
    public double Width(string text, double size) => size * text.EnumerateRunes()
        .Select(Drawn)
        .Sum(letter => _faces.FirstOrDefault(face => face.Has(letter))?.Width(letter) ?? UnknownWidth);

    /// <summary>Breaks a text between words into lines that are not wider than something; a word that is stays whole.</summary>
    public IReadOnlyList<string> Lines(string text, double size, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, size) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>Widths of letters, from the tables cmap and hmtx of one file.</summary>
    sealed class Face
    {
        const int HeaderLength = 44;
        const int EntryLength = 20;

        readonly Dictionary<int, double> _widthByLetter = [];

        public static Face Read(ReadOnlySpan<byte> woff)
        {
            var face = new Face();
            var (cmap, hmtx) = (Table(woff, "cmap"), Table(woff, "hmtx"));
            double unitsPerEm = BinaryPrimitives.ReadUInt16BigEndian(Table(woff, "head").AsSpan(18));
            var widths = BinaryPrimitives.ReadUInt16BigEndian(Table(woff, "hhea").AsSpan(34));
            foreach (var (letter, glyph) in Glyphs(cmap))
            {
                face._widthByLetter[letter] = BinaryPrimitives.ReadUInt16BigEndian(hmtx.AsSpan(4 * Math.Min(glyph, widths - 1))) / unitsPerEm;
            }

            return face;
        }

        public bool Has(Rune letter) => _widthByLetter.ContainsKey(letter.Value);

        public double Width(Rune letter) => _widthByLetter[letter.Value];

        static byte[] Table(ReadOnlySpan<byte> woff, string tag)
        {
            var count = BinaryPrimitives.ReadUInt16BigEndian(woff[12..]);
            for (var i = 0; i < count; i++)
            {
                var entry = woff[(HeaderLength + (i * EntryLength))..];
                if (Encoding.ASCII.GetString(entry[..4]) == tag)
                {
                    var (offset, packed) = (BinaryPrimitives.ReadInt32BigEndian(entry[4..]), BinaryPrimitives.ReadInt32BigEndian(entry[8..]));
                    var table = new byte[BinaryPrimitives.ReadInt32BigEndian(entry[12..])];
                    var bytes = woff.Slice(offset, packed).ToArray();
                    if (packed == table.Length)
                    {
                        return bytes;
                    }

                    using var stream = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
                    stream.ReadExactly(table);
                    return table;
                }
            }

            throw new InvalidDataException($"The font has no table {tag}.");
        }

        /// <summary>Letters with their glyphs, of the subtable for the Basic Multilingual Plane (format 4).</summary>
        static List<(int Letter, int Glyph)> Glyphs(byte[] cmap)
        {
            const int Format = 4;
            var subtables = Word(2);
            for (var i = 0; i < subtables; i++)
            {
                var at = (int)BinaryPrimitives.ReadUInt32BigEndian(cmap.AsSpan(4 + (8 * i) + 4));
                if (Word(at) == Format)
                {
                    return Segments(at);
                }
            }

            throw new InvalidDataException("The font has no table of letters that can be read.");

            int Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(cmap.AsSpan(offset));

            List<(int, int)> Segments(int at)
            {
                var glyphs = new List<(int, int)>();
                var bytes = Word(at + 6);
                var (ends, starts, deltas, offsets) = (at + 14, at + 16 + bytes, at + 16 + (2 * bytes), at + 16 + (3 * bytes));
                for (var segment = 0; segment < bytes; segment += 2)
                {
                    var (start, end) = (Word(starts + segment), Word(ends + segment));
                    var (delta, offset) = (Word(deltas + segment), Word(offsets + segment));
                    for (var letter = start; letter <= end && letter < 0xFFFF; letter++)
                    {
                        var glyph = offset == 0 ? letter : Word(offsets + segment + offset + (2 * (letter - start)));
                        glyph = glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
                        if (glyph != 0)
                        {
                            glyphs.Add((letter, glyph));
                        }
                    }
                }

                return glyphs;
            }
        }
    }
}
