using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace GeoCohesion.Core.Indicators;

/// <summary>What a share of a commune is taken from.</summary>
public enum ShareSource
{
    /// <summary>There is nothing to take it from.</summary>
    Unknown,

    /// <summary>Residents of the district over the commune's inhabitants as its source gives them.</summary>
    Population,

    /// <summary>Residents of the district over those of all cells read in the commune.</summary>
    Cells,

    /// <summary>Places inside the perimeter over places in the commune.</summary>
    Places,
}

/// <summary>A commune that residents of a district live in.</summary>
/// <param name="Commune">Index of the commune.</param>
/// <param name="Origins">Indices of the district's origins in it.</param>
/// <param name="WholeResidents">Residents of the commune, in the unit of the origins; above 0.</param>
/// <param name="Share">Share of the commune's residents who are the district's, 0 to 1; NaN when it is not known.</param>
/// <param name="Source">What it is taken from.</param>
public sealed record DistrictCommune(int Commune, IReadOnlyList<int> Origins, double WholeResidents, double Share, ShareSource Source);

/// <summary>Which part of its communes a district is: of their residents, and of their places.</summary>
public sealed class DistrictShares
{
    readonly Study _study;
    readonly double[] _cellResidents;
    readonly double[] _pointResidents;
    readonly STRtree<(Coordinate At, int Class, double Capacity)> _places = new();
    readonly Dictionary<int, double[]> _placesOfCommune = [];

    /// <summary>Adds up residents per commune and indexes places.</summary>
    public DistrictShares(Study study)
    {
        _study = study;
        _cellResidents = ResidentsByCommune(study, ofCells: true);
        _pointResidents = ResidentsByCommune(study, ofCells: false);
        for (var c = 0; c < study.PlacesByClass.Count; c++)
        {
            foreach (var place in study.PlacesByClass[c])
            {
                var at = new Coordinate(place.Longitude, place.Latitude);
                _places.Insert(new Envelope(at), (at, c, place.Capacity));
            }
        }

        _places.Build();
    }

    /// <summary>Communes that residents of a district live in, in the order of the study.</summary>
    /// <param name="originsOfDistrict">Indices of its origins.</param>
    public IReadOnlyList<DistrictCommune> CommunesOf(IReadOnlyList<int> originsOfDistrict) =>
    [
        .. originsOfDistrict
            .Where(origin => _study.CommuneOfPoint[origin] >= 0)
            .GroupBy(origin => _study.CommuneOfPoint[origin])
            .OrderBy(group => group.Key)
            .Select(group => Of(group.Key, [.. group])),
    ];

    DistrictCommune Of(int commune, IReadOnlyList<int> origins)
    {
        // Where there is no population, an origin is one of many equal points and not a number of people.
        if (origins.Any(origin => _study.Points[origin].Cell is null))
        {
            var points = _pointResidents[commune] + _cellResidents[commune];
            return new DistrictCommune(commune, origins, points, double.NaN, ShareSource.Unknown);
        }

        // Census and grid do not agree to the last resident, and a share above 1 would be neither's.
        var population = _study.Communes[commune].Population ?? 0;
        var whole = Math.Max(population, _cellResidents[commune]);
        return new DistrictCommune(
            commune,
            origins,
            whole,
            Math.Min(1, origins.Sum(origin => _study.Points[origin].Residents) / whole),
            population >= _cellResidents[commune] ? ShareSource.Population : ShareSource.Cells);
    }

    /// <summary>Share of a commune's places that stand inside a district; NaN when the commune has none.</summary>
    /// <param name="district">Index of the district.</param>
    /// <param name="commune">Index of the commune.</param>
    /// <param name="classes">Per class of the study, whether it counts.</param>
    public double OfPlaces(int district, int commune, bool[] classes)
    {
        if (!_placesOfCommune.TryGetValue(commune, out var whole))
        {
            _placesOfCommune.Add(commune, whole = CapacityIn(_study.Communes[commune].Shape, null));
        }

        var inside = CapacityIn(_study.Districts[district].Perimeter, _study.Communes[commune].Shape);
        return Sum(inside) / Sum(whole);

        double Sum(double[] byClass) => byClass.Where((_, c) => classes[c]).Sum();
    }

    double[] CapacityIn(Geometry shape, Geometry? andShape)
    {
        var capacity = new double[_study.Classes.Count];
        var prepared = PreparedGeometryFactory.Prepare(shape);
        var other = andShape is null ? null : PreparedGeometryFactory.Prepare(andShape);
        var around = _places.Query(shape.EnvelopeInternal);
        foreach (var (at, placeClass, size) in around.OrderBy(place => place.At).ThenBy(place => place.Class))
        {
            var point = shape.Factory.CreatePoint(at);
            capacity[placeClass] += prepared.Covers(point) && other?.Covers(point) != false ? size : 0;
        }

        return capacity;
    }

    /// <summary>
    /// Residents of cells, or points without one, per commune; of perimeters of several generations, which overlap, the most populous.
    /// </summary>
    static double[] ResidentsByCommune(Study study, bool ofCells)
    {
        var surroundings = new double[study.Communes.Count];
        var byGeneration = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        for (var i = 0; i < study.Points.Count; i++)
        {
            var point = study.Points[i];
            if (study.CommuneOfPoint[i] < 0 || point.Cell is not null != ofCells)
            {
                continue;
            }

            var sums = surroundings;
            if (i < study.OriginCount && !byGeneration.TryGetValue(study.Districts[point.District].Generation, out sums!))
            {
                byGeneration.Add(study.Districts[point.District].Generation, sums = new double[study.Communes.Count]);
            }

            sums[study.CommuneOfPoint[i]] += point.Residents;
        }

        return
        [
            .. surroundings.Select((residents, commune) =>
                residents + byGeneration.Values.Select(sums => sums[commune]).DefaultIfEmpty().Max()),
        ];
    }
}
