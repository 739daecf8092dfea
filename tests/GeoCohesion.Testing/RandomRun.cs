using System.Globalization;
using System.Security.Cryptography;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>A finished run of random tables: values of every kind, nulls, texts that could be taken for SQL, geometries of every type.</summary>
public sealed class RandomRun
{
    /// <summary>Name of a served file of every run.</summary>
    public const string ServedName = "network.bin";

    // Letters that sort otherwise by code points than in dictionaries or in UTF-16, and all that means something in SQL or patterns.
    static readonly string[] s_letters = ["a", "A", "b", "B", "é", "É", "z", "Z", "%", "_", "\\", "'", "\"", " ", ";", "-", "\uFFFD", "\U0001F600", "1", "$1"];

    static readonly GeometryFactory s_factory = new(new PrecisionModel(), 4326);

    readonly Random _random;
    readonly int _seed;

    RandomRun(int seed, int rowCount)
    {
        _random = new Random(seed);
        _seed = seed;
        Served = new byte[20_000_000 / 1000 * (1 + (seed % 7))];
        _random.NextBytes(Served);
        Tables =
        [
            Table("shapes", "Geometry", rowCount, () => _random.Next(5) switch
            {
                0 => null,
                1 => Point(),
                2 => Line(),
                3 => s_factory.CreateMultiPoint([Point(), Point()]),
                _ => Area(),
            }),
            Table("points", "Point", rowCount, () => _random.Next(9) == 0 ? null : Point()),
            Table("areas", "MultiPolygon", rowCount / 3, () => s_factory.CreateMultiPolygon([Area()])),
            Table("a_layer_with_a_name_that_is_longer_than_a_database_takes_first", "LineString", 7, Line),
            Table("a_layer_with_a_name_that_is_longer_than_a_database_takes_second", "LineString", 5, Line),
            Table("empty", "Point", 0, Point),
            Plain(rowCount),
        ];
    }

    /// <summary>Its tables.</summary>
    public IReadOnlyList<ResultTable> Tables { get; }

    /// <summary>Bytes of <see cref="ServedName"/>.</summary>
    public byte[] Served { get; }

    /// <summary>Makes the tables of a seed.</summary>
    public static RandomRun Of(int seed, int rowCount = 240) => new(seed, rowCount);

    /// <summary>Publishes the run to a folder.</summary>
    public void Write(string path)
    {
        using var folder = RunFolder.Open(path);
        const string Provenance = """
            {"program": {"version": "1.2"}, "territory": {"name": "Ville", "crs": "EPSG:2154"}, "parameters": {"transit": {"date": "2026-03-10"}}, "attribution": ["A", "B"]
            """;
        GeoPackageFile.Write(folder.Stage(PublishedRun.GeoPackageName), Tables, Provenance + "}", new DateOnly(2026, 1, 1));
        var text = folder.Stage("shapes.csv");
        File.WriteAllText(text, $"id\n{_seed}\n");
        File.WriteAllBytes(Path.Combine(folder.BuildPath, ServedName), Served);
        var outputs = string.Join(", ", new[] { (PublishedRun.GeoPackageName, "application/geopackage+sqlite3", Path.Combine(path, ".partial", PublishedRun.GeoPackageName)), ("shapes.csv", "text/csv", text) }
            .Select(file => $$"""{"file": "{{file.Item1}}", "layer": "", "title": "T", "mediaType": "{{file.Item2}}", "rows": 0, "sha256": "{{Hash(File.ReadAllBytes(file.Item3))}}"}"""));
        File.WriteAllText(
            folder.Stage(RunFolder.ManifestName),
            $$"""{{Provenance}}, "outputs": [{{outputs}}], "servedFiles": [{"name": "{{ServedName}}", "sha256": "{{Hash(Served)}}"}]}""");
        folder.Publish();
    }

    /// <summary>A text of a few letters, perhaps of none.</summary>
    public static string Letters(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => s_letters[random.Next(s_letters.Length)]));

    static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    ResultTable Table(string name, string geometryType, int rowCount, Func<Geometry?> geometry)
    {
        var table = new ResultTable(
            name,
            "Formes d’été",
            [
                ResultColumn.Text("id", "Id"),
                ResultColumn.Text("kind", "Kind"),
                ResultColumn.Text("other \"kind\" $1", "Another kind"),
                ResultColumn.Seconds("seconds", "Time"),
                ResultColumn.Whole("big", "", "Great numbers"),
                ResultColumn.Real("share", "share 0-1", "Share"),
                ResultColumn.Flag("flag", "Flag"),
                ResultColumn.Flag("other_flag", "Another flag"),
            ],
            geometryType);
        for (var row = 0; row < rowCount; row++)
        {
            table.Add(
                geometry(),
                string.Create(CultureInfo.InvariantCulture, $"{name}/{row}'\"é"),
                OrNull<object>(() => Letters(_random, 2)),
                OrNull<object>(() => Letters(_random, 2)),
                OrNull<object>(() => (long)_random.Next(20)),
                OrNull<object>(() => _random.Next(3) == 0 ? long.MaxValue - _random.Next(2) : _random.NextInt64(-5, 5)),
                OrNull<object>(() => _random.Next(41) / 8.0),
                OrNull<object>(() => _random.Next(2) == 0),
                OrNull<object>(() => _random.Next(2) == 0));
        }

        return table;
    }

    ResultTable Plain(int rowCount)
    {
        var table = new ResultTable("plain", "Lignes", [ResultColumn.Text("kind", "Kind, many times the same"), ResultColumn.Whole("number", "", "Number")], null);
        for (var row = 0; row < rowCount; row++)
        {
            table.Add(null, "same", (long)_random.Next(9));
        }

        return table;
    }

    T? OrNull<T>(Func<T> value) => _random.Next(6) == 0 ? default : value();

    // On a grid, so that shapes touch in corners and along edges.
    Coordinate At() => new(2 + (_random.Next(21) / 10.0), 46 + (_random.Next(21) / 10.0));

    Point Point() => s_factory.CreatePoint(At());

    LineString Line()
    {
        var (from, to) = (At(), At());
        return s_factory.CreateLineString([from, from.Equals2D(to) ? new Coordinate(to.X + 0.1, to.Y) : to]);
    }

    Polygon Area()
    {
        var (corner, size) = (At(), (1 + _random.Next(5)) / 10.0);
        return (Polygon)s_factory.ToGeometry(new Envelope(corner.X, corner.X + size, corner.Y, corner.Y + size));
    }
}
