using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>A small study of services: districts are squares in a row, and every time from an origin to a place is given.</summary>
/// <remarks>District d is the square from (d, 0) to (d + 0.9, 0.9) in degrees. A time of -1 is "no way".</remarks>
public sealed class ServiceStudy
{
    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), 4326);

    readonly List<District> _districts = [];
    readonly List<Origin> _origins = [];
    readonly List<ServiceRequirement> _services = [];
    readonly List<(Place Place, int[] WalkSeconds, int[]? TransitSeconds)> _places = [];
    readonly List<Place> _itinerant = [];
    readonly Dictionary<string, IReadOnlyList<string>> _sources = [];

    /// <summary>Whether the run computes public transport.</summary>
    public bool HasTransit { get; set; } = true;

    /// <summary>Whether it computes walking.</summary>
    public bool HasWalk { get; set; } = true;

    /// <summary>Communes, one per district, or none.</summary>
    public IReadOnlyList<Commune> Communes { get; set; } = [];

    /// <summary>Origins without a street.</summary>
    public ISet<int> NotSnapped { get; } = new HashSet<int>();

    /// <summary>Worker threads.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Adds a district with one origin per number of residents; its record names a commune.</summary>
    public ServiceStudy District(string code, string commune, params double[] residents)
    {
        var index = _districts.Count;
        _districts.Add(new District
        {
            Code = code,
            Label = $"Quartier {code}",
            Perimeter = s_wgs84.ToGeometry(new Envelope(index, index + 0.9, 0, 0.9)),
            Source = "districts.geojson",
            Properties = [KeyValuePair.Create("insee_com", commune)],
        });
        for (var i = 0; i < residents.Length; i++)
        {
            _origins.Add(new Origin
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{code}/{i}"),
                District = index,
                Longitude = index + 0.5,
                Latitude = 0.5,
                Residents = residents[i],
                ShareOfCell = 1,
                Shape = Polygon.Empty,
            });
        }

        return this;
    }

    /// <summary>Adds a service of the checklist.</summary>
    public ServiceStudy Service(string name, params string[] classes)
    {
        _services.Add(new ServiceRequirement(name, $"fr:{name}", $"en:{name}", classes));
        return this;
    }

    /// <summary>Says which inputs list a class.</summary>
    public ServiceStudy Source(string className, params string[] names)
    {
        _sources.Add(className, names);
        return this;
    }

    /// <summary>Adds a place with its times from every origin.</summary>
    public ServiceStudy Place(string id, string className, double longitude, double latitude, int[] walkSeconds, int[]? transitSeconds = null)
    {
        _places.Add((NewPlace(id, className, longitude, latitude, ""), walkSeconds, transitSeconds));
        return this;
    }

    /// <summary>Adds a place that comes round.</summary>
    public ServiceStudy Itinerant(string id, string className, double longitude, double latitude, string commune)
    {
        _itinerant.Add(NewPlace(id, className, longitude, latitude, commune) with { IsItinerant = true });
        return this;
    }

    /// <summary>The study.</summary>
    public Study Build()
    {
        var classes = _places.Select(entry => entry.Place.ClassName).Distinct(StringComparer.Ordinal).ToArray();
        var modes = new List<ModeAccess>();
        if (HasWalk)
        {
            modes.Add(Access("walk", classes, entry => entry.WalkSeconds));
        }

        if (HasTransit)
        {
            modes.Add(Access("transit", classes, entry => entry.TransitSeconds ?? entry.WalkSeconds));
        }

        var isSnapped = _origins.Select((_, origin) => !NotSnapped.Contains(origin)).ToArray();
        return new Study
        {
            Rule = new HalfHourRule(),
            WindowRule = WindowRule.Median,
            WalkSpeedKph = 4,
            Districts = _districts,
            Points = _origins,
            OriginCount = _origins.Count,
            Centralities = [],
            Classes = [.. classes.Select(name => new StudyClass(name, name, name, "services"))],
            PlacesByClass = [.. classes.Select(name => _places.Where(entry => entry.Place.ClassName == name).Select(entry => entry.Place).ToArray())],
            ItinerantPlaces = _itinerant,
            Modes = modes,
            PointIsSnapped = modes.ToDictionary(mode => mode.Mode, _ => isSnapped),
            CentralityIsSnapped = modes.ToDictionary(mode => mode.Mode, _ => Array.Empty<bool>()),
            Occasions = [],
            Communes = Communes,
            CommuneOfPoint = Communes.Count > 0 ? [.. _origins.Select(origin => origin.District)] : [],
            Services = _services,
            SourcesByClass = _sources,
            Threads = Threads,
        };
    }

    static Place NewPlace(string id, string className, double longitude, double latitude, string commune) => new()
    {
        Id = id,
        ClassName = className,
        SourceCode = className,
        Name = $"Name of {id}",
        Longitude = longitude,
        Latitude = latitude,
        Source = "/somewhere/list.csv",
        Edition = "2026",
        CommuneCode = commune,
    };

    ModeAccess Access(string mode, string[] classes, Func<(Place Place, int[] WalkSeconds, int[]? TransitSeconds), int[]> secondsOf) => new(
        mode,
        [],
        [.. classes.Select(name =>
        {
            var access = ClassAccess.Of(_origins.Count);
            var ofClass = _places.Where(entry => entry.Place.ClassName == name).ToArray();
            for (var origin = 0; origin < _origins.Count; origin++)
            {
                var (place, seconds) = (-1, TravelTime.Unreached);
                for (var candidate = 0; candidate < ofClass.Length; candidate++)
                {
                    var time = secondsOf(ofClass[candidate])[origin];
                    if (time >= 0 && time < seconds)
                    {
                        (place, seconds) = (candidate, time);
                    }
                }

                (access.NearestPlace[origin], access.NearestSeconds[origin]) = (place, seconds);
            }

            return access;
        })]);
}
