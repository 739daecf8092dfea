using System.Collections.Concurrent;
using GeoCohesion.Core;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Stores;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Api.Analysis;

/// <summary>The streets and timetables of a run, searched in on demand. What a search needs is made when first asked for. Thread-safe.</summary>
sealed class LiveNetwork
{
    /// <summary>How far from a street a point may be.</summary>
    public const int SnapRadiusMeters = 500;

    /// <summary>Longest journey by public transport that is searched for.</summary>
    public const int LongestTransitSeconds = 7200;

    const string StreetsFile = "streets.gcnet";
    const string TransitFileName = "timetable.gcnet";
    const int MostTimetables = 8;
    const int PageLength = 10_000;

    readonly ConcurrentDictionary<(string Mode, bool IsByDistance), Lazy<StreetIndex>> _indexes = [];
    readonly ConcurrentDictionary<(string Mode, bool IsByDistance), Lazy<IsochroneSurface>> _surfaces = [];
    readonly Lock _gate = new();

    // The one used last comes last.
    readonly List<(TimetableKey Key, Lazy<IsochroneTimetable> Timetable)> _timetables = [];

    LiveNetwork(StreetNetwork streets, PublicTransport? transport, AreaCensus census, IReadOnlyList<string> classes)
    {
        (Streets, Transport, Census, Classes) = (streets, transport, census, classes);
        StreetModes = [.. streets.GraphByMode.Keys];
    }

    /// <summary>The streets.</summary>
    public StreetNetwork Streets { get; }

    /// <summary>Public transport; null for none.</summary>
    public PublicTransport? Transport { get; }

    /// <summary>Residents and places that areas are counted over.</summary>
    public AreaCensus Census { get; }

    /// <summary>Classes of these places.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Street modes, in ordinal order.</summary>
    public IReadOnlyList<string> StreetModes { get; }

    /// <summary>Modes of public transport.</summary>
    public IReadOnlyList<string> TransitModes => Transport?.Modes ?? [];

    /// <summary>Reads the network of a run; null where it has none.</summary>
    /// <exception cref="InputException">A file of it is damaged (<c>network-file-damaged</c>) or of another version.</exception>
    public static async Task<LiveNetwork?> Load(IFeatureStore store, CancellationToken cancellation)
    {
        StreetNetwork streets;
        await using (var stream = await store.OpenFile(StreetsFile, cancellation))
        {
            if (stream is null)
            {
                return null;
            }

            streets = NetworkFile.Read(stream, new SourceLocation(StreetsFile));
        }

        PublicTransport? transport = null;
        await using (var stream = await store.OpenFile(TransitFileName, cancellation))
        {
            if (stream is not null)
            {
                transport = TransitFile.Read(stream, new SourceLocation(TransitFileName), streets);
            }
        }

        var (census, classes) = await ReadCensus(store, cancellation);
        return new LiveNetwork(streets, transport, census, classes);
    }

    /// <summary>Index of the streets of a mode.</summary>
    public StreetIndex Index(string streetMode, bool isByDistance = false) =>
        _indexes.GetOrAdd((streetMode, isByDistance), key => new Lazy<StreetIndex>(() =>
        {
            var graph = Streets.Graph(key.Mode);
            return new StreetIndex(key.IsByDistance ? graph.ByLength() : graph);
        })).Value;

    /// <summary>Grid that areas of a mode are drawn on.</summary>
    public IsochroneSurface Surface(string mode, bool isByDistance) =>
        _surfaces.GetOrAdd((mode, isByDistance), key => new Lazy<IsochroneSurface>(() => new IsochroneSurface(
            key.Mode,
            [.. TransitVariant.StreetModesOf(key.Mode).Select(streetMode => Index(streetMode, key.IsByDistance))],
            IsochroneQuestion.UsualSpacingMeters(key.Mode),
            IsochroneQuestion.UsualToleranceMeters,
            SnapRadiusMeters,
            Census))).Value;

    /// <summary>Connections of a mode, day and window; those used last are kept.</summary>
    public IsochroneTimetable Timetable(string mode, TimetableDay day, TimeWindow window, SearchDirection direction)
    {
        var key = new TimetableKey(mode, day.Timetable.ServiceDate, window, direction);
        Lazy<IsochroneTimetable> timetable;
        lock (_gate)
        {
            var known = _timetables.FindIndex(entry => entry.Key == key);
            timetable = known >= 0
                ? _timetables[known].Timetable
                : new Lazy<IsochroneTimetable>(() => new IsochroneTimetable(
                    Transport!.Network(mode, day, window, Transport.Options with { MaxDurationSeconds = LongestTransitSeconds }), direction, threads: 1));
            if (known >= 0)
            {
                _timetables.RemoveAt(known);
            }
            else if (_timetables.Count == MostTimetables)
            {
                _timetables.RemoveAt(0);
            }

            _timetables.Add((key, timetable));
        }

        return timetable.Value;
    }

    static async Task<(AreaCensus Census, IReadOnlyList<string> Classes)> ReadCensus(IFeatureStore store, CancellationToken cancellation)
    {
        var (residents, priority, classOfPlace, positions) = (new List<double>(), new List<double>(), new List<int>(), new List<(double, double)>());
        var classes = new List<string>();
        await Read("residents", ["residents", "district"], (at, values) =>
        {
            var count = (double)values[0]!;
            residents.Add(count);
            priority.Add(values[1] is null ? 0 : count);
            positions.Add((at.X, at.Y));
        });
        await Read("places", ["class", "itinerant"], (at, values) =>
        {
            if (values[1] is true)
            {
                return;
            }

            var name = (string)values[0]!;
            var number = classes.IndexOf(name);
            if (number < 0)
            {
                number = classes.Count;
                classes.Add(name);
            }

            classOfPlace.Add(number);
            positions.Add((at.X, at.Y));
        });
        return (new AreaCensus(new AreaPoints([.. residents], [.. priority], [.. classOfPlace], classes.Count), positions), classes);

        async Task Read(string collectionId, string[] properties, Action<Coordinate, object?[]> add)
        {
            if (store.Collections.FirstOrDefault(known => known.Id == collectionId) is not { } collection)
            {
                return;
            }

            var columns = properties.Select(collection.IndexOf).ToArray();
            var after = 0L;
            while (true)
            {
                var page = await store.Read(collection, null, after, PageLength, cancellation);
                foreach (var feature in page)
                {
                    if (feature.Geometry is { } geometry)
                    {
                        add(geometry.Coordinate, [.. columns.Select(column => feature.Values[column])]);
                    }
                }

                if (page.Count < PageLength)
                {
                    return;
                }

                after = page[^1].Key;
            }
        }
    }

    readonly record struct TimetableKey(string Mode, DateOnly Date, TimeWindow Window, SearchDirection Direction);
}
