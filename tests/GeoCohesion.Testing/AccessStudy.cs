using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>A study of places around points, from tables of travel times that a test writes down or draws.</summary>
/// <remarks>Points of districts first, by district; then surroundings (district -1).</remarks>
public sealed class AccessStudy
{
    public const int SearchLimitSeconds = 7200;

    static readonly Polygon s_square = new GeometryFactory(new PrecisionModel(), 4326).CreatePolygon(
        [new(3, 46), new(3.1, 46), new(3.1, 46.1), new(3, 46.1), new(3, 46)]);

    readonly List<Origin> _points = [];
    readonly List<StudyClass> _classes = [];
    readonly List<Place[]> _places = [];
    readonly List<(string Mode, int[][][] Seconds)> _modes = [];

    public IReadOnlyList<Basket> Baskets { get; init; } = [];

    public IReadOnlyList<CatchmentScheme> Schemes { get; init; } = [];

    public IReadOnlyList<Decay> Decays { get; init; } = Decay.Defaults;

    public AccessStudy Point(int district, double residents, params double[] residentsByAge)
    {
        _points.Add(new Origin
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"p{_points.Count}"),
            District = district,
            Longitude = 3,
            Latitude = 46,
            Residents = residents,
            ShareOfCell = 1,
            Shape = s_square,
            Cell = residentsByAge.Length == 0 ? null : new PopulationCell
            {
                Id = "cell",
                Shape = s_square,
                Crs = 4326,
                Residents = residents,
                ResidentsByAge = residentsByAge,
            },
        });
        return this;
    }

    public AccessStudy Class(string name, string group, params double[] capacities)
    {
        _classes.Add(new StudyClass(name, name + "-fr", name + "-en", group));
        _places.Add([.. capacities.Select((capacity, i) => new Place
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{name}{i}"),
            ClassName = name,
            SourceCode = "",
            Name = "",
            Longitude = 3,
            Latitude = 46,
            Capacity = capacity,
            Source = "test",
        })]);
        return this;
    }

    /// <summary>A mode: per class, per point, seconds to each place.</summary>
    public AccessStudy Mode(string name, params int[][][] secondsByClass)
    {
        _modes.Add((name, secondsByClass));
        return this;
    }

    public Study Build()
    {
        var originCount = _points.Count(point => point.District >= 0);
        var plan = new AccessPlan
        {
            ClassNames = [.. _classes.Select(placeClass => placeClass.Name)],
            CapacitiesByClass = [.. _places.Select(places => places.Select(place => place.Capacity).ToArray())],
            CountedPoints = originCount,
            Decays = Decays,
            Schemes = Schemes,
        };
        return new Study
        {
            Rule = new HalfHourRule(),
            WindowRule = WindowRule.Median,
            WalkSpeedKph = 4,
            Districts = [.. _points.Where(point => point.District >= 0).Select(point => point.District).Distinct().Select(DistrictOf)],
            Points = _points,
            OriginCount = originCount,
            Centralities = [],
            Classes = _classes,
            PlacesByClass = _places,
            ItinerantPlaces = [],
            Modes = [.. _modes.Select(mode => new ModeAccess(
                mode.Mode, [], [.. mode.Seconds.Select((seconds, i) => Columns(plan, mode.Mode, i, seconds))], SearchLimitSeconds))],
            PointIsSnapped = _modes.ToDictionary(mode => mode.Mode, _ => _points.Select(_ => true).ToArray()),
            CentralityIsSnapped = _modes.ToDictionary(mode => mode.Mode, _ => Array.Empty<bool>()),
            Occasions = [],
            Baskets = Baskets,
            CatchmentSchemes = Schemes,
        };
    }

    /// <summary>The value of a column in the row of an id.</summary>
    public static object? Value(ResultTable table, string id, string column) =>
        table.Rows.Single(row => (string?)row[0] == id)[table.ColumnIndex(column)];

    /// <summary>Travel times drawn from a seed: ties, limits hit exactly, pairs without a way.</summary>
    public static int[][] RandomSeconds(Random random, int points, int places) =>
    [
        .. Enumerable.Range(0, points).Select(_ => Enumerable.Range(0, places).Select(_ => random.Next(6) switch
        {
            0 => TravelTime.Unreached,
            1 => 300 * random.Next(1, 8),
            2 => random.Next(10),
            _ => random.Next(4500),
        }).ToArray()),
    ];

    static District DistrictOf(int district) => new()
    {
        Code = string.Create(CultureInfo.InvariantCulture, $"D{district}"),
        Label = "Quartier",
        Perimeter = s_square,
        Source = "test",
    };

    static ClassAccess Columns(AccessPlan plan, string mode, int classIndex, int[][] secondsByPoint)
    {
        var reachSeconds = plan.ReachSeconds(mode, classIndex);
        var access = ClassAccess.Of(
            secondsByPoint.Length, plan.CountedPoints, plan.Decays, reachSeconds < 0 ? null : new PlaceReach(secondsByPoint.Length, reachSeconds));
        var capacities = plan.CapacitiesByClass[classIndex];
        var (reached, weights) = (new ReachedPlaces(), new DecayTable(plan.Decays));
        for (var point = 0; point < secondsByPoint.Length; point++)
        {
            reached.Take(secondsByPoint[point]);
            access.SetNearest(point, reached, capacities);
            access.Reach?.Set(point, reached);
            if (point < plan.CountedPoints)
            {
                access.Count(point, reached, capacities, weights);
            }
        }

        return access;
    }
}
