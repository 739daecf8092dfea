using System.Text;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Places;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Tests.Sources.Places;

/// <summary>A file of places with the given text, read by a source; the folder goes with the object.</summary>
sealed class PlaceFile : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-places-").FullName;

    public NoticeLog Notices { get; } = new();

    public static Envelope Lannion { get; } = new(-3.55, -3.40, 48.70, 48.78);

    public string Write(string name, string text, Encoding? encoding = null)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return path;
    }

    public IReadOnlyList<Place> Read(
        IPlaceSource source,
        string name,
        string text,
        Func<PlaceSourceOptions, PlaceSourceOptions>? change = null)
    {
        var options = new PlaceSourceOptions { Path = Write(name, text), Format = source.Name };
        return source.Read(change is null ? options : change(options), PlaceClasses.Default, Notices);
    }

    public Notice Example(string code) => Notices.Summarize().Single(summary => summary.Code == code).Examples[0];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
