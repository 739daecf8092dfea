using System.Globalization;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>A place where vehicles stop, in one direction.</summary>
/// <param name="Id">As in the feed.</param>
/// <param name="Name">Name.</param>
/// <param name="X">Easting, EPSG:3035.</param>
/// <param name="Y">Northing.</param>
sealed record RegionStop(string Id, string Name, double X, double Y);

/// <summary>One direction of a line.</summary>
/// <param name="Id">Of the line and direction.</param>
/// <param name="Route">Of the line.</param>
/// <param name="RouteType">GTFS: 0 tram, 2 rail, 3 bus.</param>
/// <param name="Direction">0 or 1.</param>
/// <param name="Stops">Indices of stops, in order.</param>
/// <param name="HopSeconds">From each stop to the next.</param>
/// <param name="HeadwaySeconds">Between departures in the middle of the day, before it is adjusted to the number of stop times wanted.</param>
sealed record RegionLine(
    string Id, string Route, int RouteType, int Direction, IReadOnlyList<int> Stops, IReadOnlyList<int> HopSeconds, double HeadwaySeconds);

/// <summary>
/// The lines of generated regions: buses along every second main street of the towns, coaches from each town to its villages, trains from the
/// metropolis to the towns.
/// </summary>
sealed class TransitPlan
{
    const int StopsAtFullScale = 8_000;
    const int StopTimesAtFullScale = 2_000_000;
    const int VillagesPerCoach = 8;
    const double BusMetersPerSecond = 5;
    const double CoachMetersPerSecond = 11;
    const double TrainMetersPerSecond = 24;
    const double Detour = 1.3;
    const int FirstDepartureSeconds = 5 * 3600;
    const int LastDepartureSeconds = 24 * 3600;

    readonly List<RegionStop> _stops = [];
    readonly List<RegionLine> _lines = [];
    readonly double _headwayFactor;

    public TransitPlan(IReadOnlyList<RegionPlan> regions)
    {
        foreach (var region in regions)
        {
            var first = _stops.Count;
            var railStops = AddTrains(region);
            foreach (var hub in region.Hubs)
            {
                AddBuses(region, hub);
            }

            AddCoaches(region, (int)Math.Round(StopsAtFullScale * region.Scale) - (_stops.Count - first));
            MetropolisStations.Add(railStops);
        }

        AddFastTrains(regions);
        KeepSome(regions[0].Size);
        _headwayFactor = Adjust((long)(StopTimesAtFullScale * regions.Sum(region => region.Scale * region.Size.LineShare)));
    }

    /// <summary>Service, how much longer one waits than on a school day, and its days in <c>calendar.txt</c> with the dates from and to.</summary>
    public static IReadOnlyList<(string Id, double Thinning, string Days, string From, string To)> Services { get; } =
    [
        ("SEM-SCO", 1, "1,1,1,1,1,0,0", "20260105", "20260703"),
        ("SEM-VAC", 1 / 0.85, "1,1,1,1,1,0,0", "20260706", "20260828"),
        ("SAM", 1 / 0.6, "0,0,0,0,0,1,0", "20260105", "20260828"),
        ("DIM", 1 / 0.35, "0,0,0,0,0,0,1", "20260105", "20260828"),
    ];

    public IReadOnlyList<RegionStop> Stops => _stops;

    /// <summary>Indices of the stops that lines serve, ascending.</summary>
    public IReadOnlyList<int> ServedStops { get; private set; } = [];

    public IReadOnlyList<RegionLine> Lines => _lines;

    List<int> MetropolisStations { get; } = [];

    /// <summary>How many stop times all trips of all services have.</summary>
    public long StopTimes => CountStopTimes(_headwayFactor);

    /// <summary>Departures of a line on the days of a service, seconds after midnight.</summary>
    public IEnumerable<int> Departures(RegionLine line, double thinning) => Departures(line, thinning, _headwayFactor);

    // More in the rush hours, less in the evening; each line starts a little later than the one before.
    static IEnumerable<int> Departures(RegionLine line, double thinning, double factor)
    {
        var at = FirstDepartureSeconds + Noise.Within(0, 900, 7, line.Stops[0], line.Direction);
        while (at < LastDepartureSeconds)
        {
            yield return (int)at / 60 * 60;
            var hour = at / 3600;
            at += Math.Max(120, line.HeadwaySeconds * thinning * factor * (hour is >= 7 and < 9 or >= 16.5 and < 19 ? 0.65 : hour is < 6 or >= 21 ? 2 : 1));
        }
    }

    long CountStopTimes(double factor) =>
        _lines.Sum(line => Services.Sum(service => (long)Departures(line, service.Thinning, factor).Count() * line.Stops.Count));

    double Adjust(long wanted)
    {
        var (low, high) = (0.05, 20.0);
        for (var i = 0; i < 24; i++)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = CountStopTimes(middle) > wanted ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Both directions of a bus along every second main street, with a pole at each crossing of main streets on either side.</summary>
    void AddBuses(RegionPlan region, Settlement hub)
    {
        const int LineEvery = 2;
        const int FewestStops = 4;
        var half = hub.HalfSide / hub.MainEvery;
        var headway = hub.Kind == SettlementKind.Metropolis ? 480 : 1000;
        foreach (var isNorth in new[] { false, true })
        {
            for (var line = -half / LineEvery * LineEvery; line <= half; line += LineEvery)
            {
                var crossings = Enumerable.Range(-half, (2 * half) + 1)
                    .Select(along => isNorth ? (Column: line, Row: along) : (Column: along, Row: line))
                    .Where(at => hub.Has(at.Column * hub.MainEvery, at.Row * hub.MainEvery))
                    .ToArray();
                if (crossings.Length >= FewestStops)
                {
                    var route = Text($"{region.Number}:{hub.Number}:{(isNorth ? 'N' : 'E')}{line}");
                    var isTram = line == 0 && hub.Kind == SettlementKind.Metropolis;
                    for (var direction = 0; direction < 2; direction++)
                    {
                        int[] stops = [.. (direction == 0 ? crossings : crossings.Reverse()).Select(at => Pole(at.Column, at.Row, direction))];
                        AddLine(route, isTram ? 0 : 3, direction, stops, BusMetersPerSecond * (isTram ? 1.3 : 1), headway * (isTram ? 0.7 : 1));
                    }

                    int Pole(int column, int row, int direction)
                    {
                        var (x, y) = hub.At(column * hub.MainEvery, row * hub.MainEvery);
                        var aside = direction == 0 ? 6 : -6;
                        return AddStop(route + Text($":{column}:{row}:{direction}"), Text($"{hub.Name} {column} {row}"), isNorth ? x + aside : x - 12, isNorth ? y + 12 : y + aside);
                    }
                }
            }
        }
    }

    /// <summary>From each hub a coach to every eight villages of its own, by direction; villages share what stops are left.</summary>
    void AddCoaches(RegionPlan region, int stopsLeft)
    {
        var hubs = region.Hubs.ToArray();
        var villages = region.Settlements.Where(settlement => settlement.Kind == SettlementKind.Village).ToArray();
        var perVillage = Math.Max(2.0, (double)(stopsLeft - hubs.Length) / villages.Length);
        var shared = 1e-6;
        var stopsOfVillage = new Dictionary<Settlement, int[]>();
        foreach (var village in villages)
        {
            var count = (int)(shared + perVillage) - (int)shared;
            shared += perVillage;
            stopsOfVillage.Add(village, [.. Enumerable.Range(0, count).Select(number => VillageStop(village, number))]);
        }

        foreach (var hub in hubs)
        {
            var (hubX, hubY) = hub.At(0, 0);
            var station = AddStop(Text($"{region.Number}:{hub.Number}:gare-routiere"), $"{hub.Name} gare routière", hubX + 20, hubY + 20);
            var groups = villages
                .Where(village => region.HubOf(village.X, village.Y) == hub)
                .OrderBy(village => Math.Atan2(village.Y - hub.Y, village.X - hub.X))
                .Chunk(VillagesPerCoach);
            foreach (var (number, group) in groups.Index())
            {
                int[] outward = [station, .. group.OrderBy(village => hub.DistanceTo(village.X, village.Y)).SelectMany(village => stopsOfVillage[village])];
                var route = Text($"{region.Number}:{hub.Number}:C{number}");
                AddLine(route, 3, 0, outward, CoachMetersPerSecond, 3600);
                AddLine(route, 3, 1, [.. outward.Reverse()], CoachMetersPerSecond, 3600);
            }
        }

        int VillageStop(Settlement village, int number)
        {
            // The centre first, then along its main streets.
            var along = (number + 1) / 2 * (number % 2 == 0 ? 1 : -1);
            while (!village.Has(along * village.MainEvery, 0))
            {
                along -= Math.Sign(along);
            }

            var (x, y) = village.At(along * village.MainEvery, 0);
            return AddStop(Text($"{region.Number}:{village.Number}:{number}"), Text($"{village.Name} {number + 1}"), x + 5, y + 5 + number);
        }
    }

    /// <summary>A train from the metropolis to each town, with two halts on the way.</summary>
    /// <returns>The station of the metropolis.</returns>
    int AddTrains(RegionPlan region)
    {
        const int Halts = 2;
        var countryside = new Countryside(region);
        var metropolis = Station(region.Metropolis);
        foreach (var town in region.Hubs.Skip(1))
        {
            var halts = Enumerable.Range(1, Halts).Select(halt =>
            {
                var share = halt / (Halts + 1.0);
                var (x, y) = countryside.JunctionNear(
                    region.Metropolis.X + ((town.X - region.Metropolis.X) * share), region.Metropolis.Y + ((town.Y - region.Metropolis.Y) * share));
                return AddStop(Text($"{region.Number}:{town.Number}:halte-{halt}"), Text($"Halte {town.Number}-{halt}"), x + 10, y);
            });
            int[] outward = [metropolis, .. halts, Station(town)];
            var route = Text($"{region.Number}:T{town.Number}");
            AddLine(route, 2, 0, outward, TrainMetersPerSecond, 2400);
            AddLine(route, 2, 1, [.. outward.Reverse()], TrainMetersPerSecond, 2400);
        }

        return metropolis;

        int Station(Settlement hub)
        {
            var (x, y) = hub.At(0, 0);
            return AddStop(Text($"{region.Number}:{hub.Number}:gare"), $"Gare de {hub.Name}", x - 30, y - 20);
        }
    }

    void AddFastTrains(IReadOnlyList<RegionPlan> regions)
    {
        if (regions.Count > 1)
        {
            AddLine("GV", 2, 0, [.. MetropolisStations], 2 * TrainMetersPerSecond, 3600);
            AddLine("GV", 2, 1, [.. MetropolisStations.AsEnumerable().Reverse()], 2 * TrainMetersPerSecond, 3600);
        }
    }

    /// <summary>Leaves out the lines that the share does not reach, both directions alike; stops that no line serves any more are not written.</summary>
    void KeepSome(RegionSize size)
    {
        var routes = _lines.Select(line => line.Route).Distinct().ToArray();
        var left = routes
            .OrderBy(route => Noise.Unit(size.Seed, Array.IndexOf(routes, route), 70))
            .Skip((int)Math.Ceiling(size.LineShare * routes.Length))
            .ToHashSet(StringComparer.Ordinal);
        _lines.RemoveAll(line => left.Contains(line.Route));
        ServedStops = [.. _lines.SelectMany(line => line.Stops).Distinct().Order()];
    }

    int AddStop(string id, string name, double x, double y)
    {
        _stops.Add(new RegionStop(id, name, x, y));
        return _stops.Count - 1;
    }

    void AddLine(string route, int type, int direction, int[] stops, double metersPerSecond, double headwaySeconds)
    {
        const int DwellSeconds = 15;
        var hops = stops.Zip(stops.Skip(1), (from, to) =>
        {
            var (dx, dy) = (_stops[to].X - _stops[from].X, _stops[to].Y - _stops[from].Y);
            return DwellSeconds + (int)(Math.Sqrt((dx * dx) + (dy * dy)) * (metersPerSecond > BusMetersPerSecond * 2 ? Detour : 1) / metersPerSecond);
        });
        _lines.Add(new RegionLine(Text($"{route}:{direction}"), route, type, direction, stops, [.. hops], headwaySeconds));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
