using BenchmarkDotNet.Attributes;
using GeoCohesion.Benchmarks.Streets;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Algorithm.Hull;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace GeoCohesion.Benchmarks.Isochrones;

/// <summary>Areas within 30 minutes on one thread, geometry included; an operation is one origin. Walking and by bicycle, points every
/// 20 m.</summary>
[MemoryDiagnoser]
public class IsochroneBenchmarks
{
    const int Origins = 4;
    const int LimitMilliseconds = 1_800_000;
    const int SpacingMillimeters = 20_000;
    const int ToleranceMillimeters = 100_000;

    StreetPosition[] _origins = [];
    StreetIndex _index = null!;
    PlainStreetSearch _plain = null!;
    AreaIsochrone _area = null!;
    NetworkIsochrone _network = null!;

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases => StreetCases.Names.Where(name => name != "milan-car");

    [GlobalSetup]
    public void Setup()
    {
        var graph = StreetCases.Graph(Case);
        _origins = StreetCases.Positions(graph, Origins, seed: 1);
        _index = new StreetIndex(graph);
        _plain = new PlainStreetSearch(graph);
        _area = new AreaIsochrone(new StreetRaster(_index, SpacingMillimeters, ToleranceMillimeters), SearchDirection.Forward, 2500);
        _network = new NetworkIsochrone(graph, SearchDirection.Forward);
        foreach (var origin in _origins)
        {
            var area = Area(origin);
            if (!area.IsValid || area.IsEmpty)
            {
                throw new InvalidOperationException($"The area around {origin} is not valid.");
            }

            // The same times by plain Dijkstra at the same points: the areas must be equal but for the places of corners between points.
            var squares = SurfaceArea.SquareMeters((MultiPolygon)Squares(origin));
            if (Math.Abs((SurfaceArea.SquareMeters(area) / squares) - 1) > 0.03)
            {
                throw new InvalidOperationException(
                    $"The area around {origin} is {SurfaceArea.SquareMeters(area)} m2, of squares {squares} m2.");
            }
        }
    }

    /// <summary>What mapping front ends do: vertices reached, and a concave hull around them. It has no holes and jumps rivers.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Origins)]
    public void PlainConcaveHull()
    {
        foreach (var origin in _origins)
        {
            _plain.Run(origin, LimitMilliseconds);
            var graph = _index.Graph;
            var points = new List<Coordinate>();
            for (var vertex = 0; vertex < graph.VertexCount; vertex++)
            {
                if (_plain.VertexMilliseconds[vertex] <= LimitMilliseconds)
                {
                    points.Add(new Coordinate(graph.VertexLongitudeE7[vertex] / 1e7, graph.VertexLatitudeE7[vertex] / 1e7));
                }
            }

            new ConcaveHull(GeometryFactory.Default.CreateMultiPointFromCoords([.. points])) { MaximumEdgeLength = 0.003 }.GetHull();
        }
    }

    /// <summary>A grid of points, each snapped and read, and the union of the squares within the limit.</summary>
    [Benchmark(OperationsPerInvoke = Origins)]
    public void PlainGridAndUnion()
    {
        foreach (var origin in _origins)
        {
            Squares(origin);
        }
    }

    [Benchmark(OperationsPerInvoke = Origins)]
    public void AreaOnRaster()
    {
        foreach (var origin in _origins)
        {
            Area(origin);
        }
    }

    /// <summary>The same with nothing snapped before: what a single question costs.</summary>
    [Benchmark(OperationsPerInvoke = Origins)]
    public void AreaOnNewRaster()
    {
        foreach (var origin in _origins)
        {
            var raster = new StreetRaster(_index, SpacingMillimeters, ToleranceMillimeters);
            new AreaIsochrone(raster, SearchDirection.Forward, 2500).Run([origin], [LimitMilliseconds]);
        }
    }

    [Benchmark(OperationsPerInvoke = Origins)]
    public void StreetParts()
    {
        foreach (var origin in _origins)
        {
            _network.Run([origin], LimitMilliseconds);
            _network.Parts(LimitMilliseconds);
        }
    }

    MultiPolygon Area(StreetPosition origin) => _area.Run([origin], [LimitMilliseconds])[0];

    Geometry Squares(StreetPosition origin)
    {
        _plain.Run(origin, LimitMilliseconds);
        var graph = _index.Graph;
        var box = new Envelope();
        for (var vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            if (_plain.VertexMilliseconds[vertex] <= LimitMilliseconds)
            {
                box.ExpandToInclude(graph.VertexLongitudeE7[vertex], graph.VertexLatitudeE7[vertex]);
            }
        }

        var (east, north) = Geodesy.MillimetersPerE7(box.Centre.Y);
        var (stepX, stepY) = (SpacingMillimeters / east, SpacingMillimeters / north);
        box.ExpandBy(1.5 * ToleranceMillimeters / east, 1.5 * ToleranceMillimeters / north);
        var squares = new List<Geometry>();
        for (var y = box.MinY; y < box.MaxY; y += stepY)
        {
            for (var x = box.MinX; x < box.MaxX; x += stepX)
            {
                var position = _index.Snap(x / 1e7, y / 1e7, ToleranceMillimeters);
                if (position.IsSnapped && Read(position) <= LimitMilliseconds)
                {
                    squares.Add(GeometryFactory.Default.ToGeometry(
                        new Envelope((x - (stepX / 2)) / 1e7, (x + (stepX / 2)) / 1e7, (y - (stepY / 2)) / 1e7, (y + (stepY / 2)) / 1e7)));
                }
            }
        }

        var union = CascadedPolygonUnion.Union(squares);
        return union as MultiPolygon ?? GeometryFactory.Default.CreateMultiPolygon([(Polygon)union]);

        long Read(StreetPosition position)
        {
            var best = (long)TravelTime.Unreached;
            foreach (var direction in (ReadOnlySpan<int>)[0, 1])
            {
                var length = graph.LinkLengthMillimeters[position.Link];
                var offset = direction == 0 ? position.OffsetMillimeters : length - position.OffsetMillimeters;
                foreach (var edge in graph.EdgesOfLinkDirection((position.Link * 2) + direction))
                {
                    var part = StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], 0, offset, length);
                    best = Math.Min(best, (long)_plain.VertexMilliseconds[graph.EdgeTail[edge]] + part);
                }
            }

            return best + graph.ConnectorMilliseconds(position.ConnectorMillimeters);
        }
    }
}
