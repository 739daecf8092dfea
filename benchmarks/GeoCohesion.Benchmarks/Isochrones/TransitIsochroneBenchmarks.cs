using BenchmarkDotNet.Attributes;
using GeoCohesion.Benchmarks.Transit;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace GeoCohesion.Benchmarks.Isochrones;

/// <summary>Areas by public transport over two hours of departures, on one thread, geometry included; an operation is one place. Porto
/// Alegre, points every 40 m. Streets, timetable and points are loaded before.</summary>
[MemoryDiagnoser]
public class TransitIsochroneBenchmarks
{
    const int Places = 2;
    const int SpacingMillimeters = 40_000;
    const int ToleranceMillimeters = 100_000;
    const int StepSeconds = 60;

    readonly List<(Coordinate At, StreetPosition Position)> _points = [];
    TransitOnStreets _city = null!;
    TransitAreaIsochrone _isochrone = null!;
    MinuteScans _scans = null!;
    StopWalks _access = null!;
    StreetPosition[] _places = [];
    DepartureRule _rule;
    int[] _times = [];
    double _stepX;
    double _stepY;

    [Params("median", "p85", "worst")]
    public string Rule { get; set; } = "";

    [Params(30, 45)]
    public int Minutes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var name = BenchmarkScope.IsSmoke ? "sample" : "porto-alegre";
        _city = TransitOnStreets.Of(name) ?? throw new RealDataMissingException(name);
        if (!DepartureRule.TryParse(Rule, out _rule))
        {
            throw new InvalidOperationException(Rule);
        }

        var options = new TransitOptions { BoardingSlackSeconds = 60, MaxDurationSeconds = 7200 };
        var table = ConnectionTable.ForDepartures(_city.Timetable, _city.Footpaths, _city.Window, options);
        var streets = _city.Streets(SpacingMillimeters, ToleranceMillimeters);
        _isochrone = new TransitAreaIsochrone(table, SearchDirection.Forward, [streets], 0);
        _scans = new MinuteScans(table, _city.Window.Count / StepSeconds);
        var random = new Random(7);
        _places = new StreetPosition[Places];
        for (var i = 0; i < Places; i++)
        {
            var stop = _city.Timetable.Stops[random.Next(_city.Timetable.StopCount)];
            _places[i] = _city.Index.Snap(stop.Longitude + 0.001, stop.Latitude, 500_000);
        }

        _access = StopWalkBuilder.ToStops(_city.Doors, _places, TransitOnStreets.LongestWalkSeconds, 1);
        SnapPoints(streets.Raster);
        for (var place = 0; place < Places; place++)
        {
            var (exact, sampled) = (SurfaceArea.SquareMeters(Area(place)), SurfaceArea.SquareMeters(Sampled(place)));
            Console.WriteLine($"// {Rule}, {Minutes} min, place {place}: {exact / 1e6:0.00} km2, sampled {sampled / 1e6:0.00} km2");
            if (Math.Abs((sampled / exact) - 1) > 0.1)
            {
                throw new InvalidOperationException("The two areas differ by more than a tenth.");
            }
        }
    }

    /// <summary>A time for each minute at each vertex, by a connection scan and Dijkstra's algorithm from the stops; the rule of these at
    /// each point, and the union of the squares within the limit.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Places)]
    public void EachMinute()
    {
        for (var place = 0; place < Places; place++)
        {
            Sampled(place);
        }
    }

    [Benchmark(OperationsPerInvoke = Places)]
    public void Exact()
    {
        for (var place = 0; place < Places; place++)
        {
            Area(place);
        }
    }

    MultiPolygon Area(int place) => _isochrone.Run([[_places[place]]], _city.Window, _rule, [60 * Minutes])[0];

    void SnapPoints(StreetRaster raster)
    {
        var graph = _city.Index.Graph;
        var box = new Envelope();
        for (var point = 0; point < graph.PointLatitudeE7.Length; point++)
        {
            box.ExpandToInclude(graph.PointLongitudeE7[point], graph.PointLatitudeE7[point]);
        }

        (_stepX, _stepY) = (raster.StepLongitudeE7, raster.StepLatitudeE7);
        for (var y = Math.Floor(box.MinY / _stepY) * _stepY; y <= box.MaxY; y += _stepY)
        {
            for (var x = Math.Floor(box.MinX / _stepX) * _stepX; x <= box.MaxX; x += _stepX)
            {
                var position = _city.Index.Snap(x / 1e7, y / 1e7, ToleranceMillimeters);
                if (position.IsSnapped)
                {
                    _points.Add((new Coordinate(x, y), position));
                }
            }
        }
    }

    MultiPolygon Sampled(int place)
    {
        var graph = _city.Index.Graph;
        var (minutes, stops, limit) = (_city.Window.Count / StepSeconds, _city.Timetable.StopCount, 60_000 * Minutes);
        _scans.Run(_access[place], StepSeconds);
        if (_times.Length == 0)
        {
            _times = new int[graph.VertexCount * minutes];
        }

        Array.Fill(_times, TravelTime.Unreached);
        var queue = new PriorityQueue<int, int>();
        for (var minute = 0; minute < minutes; minute++)
        {
            Enter(_places[place], 0, minute);
            for (var stop = 0; stop < stops; stop++)
            {
                var arrival = _scans.ArrivalSeconds[(minute * stops) + stop];
                var after = (arrival - _city.Window.FromSeconds - (minute * StepSeconds)) * 1000L;
                if (after <= limit)
                {
                    foreach (var door in _city.Doors.ExitsOf(stop))
                    {
                        Enter(door, (int)after, minute);
                    }
                }
            }

            while (queue.TryDequeue(out var vertex, out var milliseconds))
            {
                if (milliseconds <= _times[(vertex * minutes) + minute])
                {
                    for (var edge = graph.FirstOut[vertex]; edge < graph.FirstOut[vertex + 1]; edge++)
                    {
                        Lower(graph.Head[edge], milliseconds + graph.TraversalMilliseconds[edge], minute);
                    }
                }
            }
        }

        var needed = _rule.SecondsNeeded(minutes);
        var squares = new List<Geometry>();
        var at = new int[minutes];
        foreach (var (point, position) in _points)
        {
            Array.Fill(at, TravelTime.Unreached);
            var length = graph.LinkLengthMillimeters[position.Link];
            foreach (var against in (ReadOnlySpan<int>)[0, 1])
            {
                var offset = against == 0 ? position.OffsetMillimeters : length - position.OffsetMillimeters;
                foreach (var edge in graph.EdgesOfLinkDirection((position.Link * 2) + against))
                {
                    var part = StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], 0, offset, length);
                    for (var minute = 0; minute < minutes; minute++)
                    {
                        at[minute] = Math.Min(at[minute], _times[(graph.EdgeTail[edge] * minutes) + minute] + part);
                    }
                }
            }

            var rest = limit - graph.ConnectorMilliseconds(position.ConnectorMillimeters);
            if (at.Count(milliseconds => milliseconds <= rest) >= needed)
            {
                squares.Add(GeometryFactory.Default.ToGeometry(new Envelope(
                    (point.X - (_stepX / 2)) / 1e7, (point.X + (_stepX / 2)) / 1e7, (point.Y - (_stepY / 2)) / 1e7, (point.Y + (_stepY / 2)) / 1e7)));
            }
        }

        var union = CascadedPolygonUnion.Union(squares);
        return union as MultiPolygon ?? GeometryFactory.Default.CreateMultiPolygon([(Polygon)union]);

        void Enter(StreetPosition position, int milliseconds, int minute)
        {
            var length = graph.LinkLengthMillimeters[position.Link];
            milliseconds += graph.ConnectorMilliseconds(position.ConnectorMillimeters);
            foreach (var against in (ReadOnlySpan<int>)[0, 1])
            {
                var offset = against == 0 ? position.OffsetMillimeters : length - position.OffsetMillimeters;
                foreach (var edge in graph.EdgesOfLinkDirection((position.Link * 2) + against))
                {
                    var part = StreetGraph.PartMilliseconds(graph.TraversalMilliseconds[edge], offset, length, length);
                    Lower(graph.Head[edge], milliseconds + part, minute);
                }
            }
        }

        void Lower(int vertex, int milliseconds, int minute)
        {
            ref var time = ref _times[(vertex * minutes) + minute];
            if (milliseconds <= limit && milliseconds < time)
            {
                time = milliseconds;
                queue.Enqueue(vertex, milliseconds);
            }
        }
    }
}
