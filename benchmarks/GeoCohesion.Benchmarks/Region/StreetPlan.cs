using System.Globalization;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Writes the streets of generated regions, their railways and rivers, as OpenStreetMap has them.</summary>
static class StreetPlan
{
    const double RoadNodeEveryMeters = 2_000;
    const int JunctionEvery = 5;
    const int RailwayNodes = 40;

    /// <summary>Writes the file.</summary>
    /// <returns>Numbers of nodes and ways.</returns>
    public static (long Nodes, long Ways) Write(string path, IReadOnlyList<RegionPlan> regions)
    {
        using var osm = new OsmFileWriter(path);
        var countrysides = DealOutIds(regions, out var firstFreeId);
        foreach (var (region, countryside) in regions.Zip(countrysides))
        {
            foreach (var settlement in region.Settlements)
            {
                WriteNodes(osm, settlement);
            }

            for (var row = 0; row < countryside.Side; row++)
            {
                for (var column = 0; column < countryside.Side; column++)
                {
                    var (id, inside) = countryside.Node(column, row);
                    if (inside is null)
                    {
                        osm.Node(id, countryside.At(column, row));
                    }
                }
            }
        }

        var roads = Roads(regions, countrysides, firstFreeId);
        foreach (var (id, at) in roads.SelectMany(road => road.OwnNodes))
        {
            osm.Node(id, at);
        }

        osm.EndBlock();
        foreach (var (region, countryside) in regions.Zip(countrysides))
        {
            foreach (var settlement in region.Settlements)
            {
                WriteStreets(osm, settlement, region.Seed);
            }

            WriteLanes(osm, countryside);
        }

        foreach (var road in roads)
        {
            osm.Way(road.Nodes, road.Tags);
        }

        return (osm.Nodes, osm.Ways);
    }

    static Countryside[] DealOutIds(IReadOnlyList<RegionPlan> regions, out long next)
    {
        next = 1;
        var countrysides = new Countryside[regions.Count];
        for (var i = 0; i < regions.Count; i++)
        {
            foreach (var settlement in regions[i].Settlements)
            {
                settlement.FirstNodeId = next;
                next += settlement.NodeIds;
            }

            countrysides[i] = new Countryside(regions[i]) { FirstNodeId = next };
            next += countrysides[i].NodeIds;
        }

        return countrysides;
    }

    static void WriteNodes(OsmFileWriter osm, Settlement settlement)
    {
        for (var row = -settlement.HalfSide; row <= settlement.HalfSide; row++)
        {
            for (var column = -settlement.HalfSide; column <= settlement.HalfSide; column++)
            {
                if (settlement.Has(column, row))
                {
                    osm.Node(settlement.NodeId(column, row), settlement.At(column, row));
                    Bend(column, row, false);
                    Bend(column, row, true);
                }
            }
        }

        void Bend(int column, int row, bool isNorth)
        {
            if (settlement.HasStreet(column, row, isNorth) && settlement.Bends(column, row, isNorth))
            {
                osm.Node(settlement.NodeId(column, row, isNorth ? 2 : 1), settlement.Bend(column, row, isNorth));
            }
        }
    }

    /// <summary>A way per run of streets of one kind along a line of the lattice, of a few at most.</summary>
    static void WriteStreets(OsmFileWriter osm, Settlement settlement, ulong seed)
    {
        const int StreetsPerWay = 6;
        var nodes = new List<long>();
        foreach (var isNorth in new[] { false, true })
        {
            for (var line = -settlement.HalfSide; line <= settlement.HalfSide; line++)
            {
                for (var along = -settlement.HalfSide; along <= settlement.HalfSide; along++)
                {
                    var (column, row) = isNorth ? (line, along) : (along, line);
                    if (nodes.Count > 0 && (along % StreetsPerWay == 0 || !settlement.HasStreet(column, row, isNorth)))
                    {
                        End(line, along - 1, isNorth);
                    }

                    if (settlement.HasStreet(column, row, isNorth))
                    {
                        if (nodes.Count == 0)
                        {
                            nodes.Add(settlement.NodeId(column, row));
                        }

                        if (settlement.Bends(column, row, isNorth))
                        {
                            nodes.Add(settlement.NodeId(column, row, isNorth ? 2 : 1));
                        }

                        nodes.Add(isNorth ? settlement.NodeId(column, row + 1) : settlement.NodeId(column + 1, row));
                    }
                }
            }
        }

        void End(int line, int along, bool isNorth)
        {
            var block = (int)Math.Floor((double)along / StreetsPerWay);
            var kind = Noise.Unit(seed, settlement.Number, ((long)line << 20) ^ block, isNorth ? 41 : 40);
            var name = Text($"Rue {settlement.Number}.{(isNorth ? 'N' : 'E')}{line}");
            osm.Way([.. nodes], settlement.IsMain(line)
                ? [("highway", line == 0 ? "secondary" : "tertiary"), ("name", name), ("maxspeed", "50"), ("lit", "yes"), ("surface", "asphalt")]
                : kind switch
                {
                    < 0.10 => [("highway", "footway"), ("surface", "paving_stones")],
                    < 0.12 => [("highway", "steps")],
                    < 0.16 => [("highway", "pedestrian"), ("name", name)],
                    < 0.22 => [("highway", "service")],
                    < 0.34 => [("highway", "living_street"), ("name", name)],
                    < 0.48 => [("highway", "residential"), ("name", name), ("maxspeed", "30"), ("oneway", "yes")],
                    _ => [("highway", "residential"), ("name", name), ("maxspeed", "30"), ("lit", "yes")],
                });
            nodes.Clear();
        }
    }

    static void WriteLanes(OsmFileWriter osm, Countryside countryside)
    {
        foreach (var isNorth in new[] { false, true })
        {
            for (var line = 0; line < countryside.Side; line++)
            {
                for (var along = 0; along < countryside.Side; along++)
                {
                    var (column, row) = isNorth ? (line, along) : (along, line);
                    if (!countryside.HasLane(column, row, isNorth))
                    {
                        continue;
                    }

                    var (from, fromIn) = countryside.Node(column, row);
                    var (to, toIn) = isNorth ? countryside.Node(column, row + 1) : countryside.Node(column + 1, row);
                    if (from != to && (fromIn is null || fromIn != toIn))
                    {
                        osm.Way([from, to], Countryside.IsMain(line)
                            ? [("highway", "secondary"), ("ref", Text($"D{line}")), ("maxspeed", "80"), ("surface", "asphalt")]
                            : [("highway", "unclassified"), ("surface", "asphalt")]);
                    }
                }
            }
        }
    }

    /// <summary>From the metropolis to each town a main road, a dual carriageway for cars and a railway; a river; between regions a motorway.</summary>
    static List<Road> Roads(IReadOnlyList<RegionPlan> regions, Countryside[] countrysides, long nextId)
    {
        var roads = new List<Road>();
        foreach (var (region, countryside) in regions.Zip(countrysides))
        {
            var metropolis = (region.Metropolis.X, region.Metropolis.Y);
            foreach (var town in region.Hubs.Skip(1))
            {
                var steps = Math.Max(2, (int)(town.DistanceTo(metropolis.X, metropolis.Y) / RoadNodeEveryMeters));
                var along = Enumerable.Range(0, steps + 1).Select(i => Between(metropolis, (town.X, town.Y), (double)i / steps)).ToArray();
                long[] shared = [.. along.Select(at => countryside.NodeNear(at.X, at.Y)).Distinct()];
                roads.Add(new Road(shared, [], [("highway", "primary"), ("ref", Text($"D{900 + town.Number}")), ("maxspeed", "80")]));

                // Meets other roads every ten kilometres and at its ends.
                var own = new List<(long, (double, double))>();
                long[] fast =
                [
                    .. along.Select((at, i) => i % JunctionEvery == 0 || i == steps ? countryside.NodeNear(at.X, at.Y) : Own(own, (at.X + 150, at.Y + 150))),
                ];
                roads.Add(new Road(fast, own, [("highway", "trunk"), ("motorroad", "yes"), ("foot", "no"), ("bicycle", "no"), ("maxspeed", "110")]));
                roads.Add(Line(metropolis, (town.X, town.Y), [("railway", "rail"), ("usage", "main")]));
            }

            var (west, south) = (region.West, region.South + (region.SideMeters * 0.4));
            roads.Add(Line((west, south), (west + region.SideMeters, south + (region.SideMeters * 0.15)), [("waterway", "river"), ("name", "La Belle")]));
        }

        for (var i = 1; i < regions.Count; i++)
        {
            var (from, to) = (regions[i - 1].Metropolis, regions[i].Metropolis);
            var own = new List<(long, (double, double))>();
            long[] nodes =
            [
                countrysides[i - 1].NodeNear(from.X, from.Y),
                .. Enumerable.Range(1, RailwayNodes - 1).Select(step => Own(own, Between((from.X, from.Y), (to.X, to.Y), (double)step / RailwayNodes))),
                countrysides[i].NodeNear(to.X, to.Y),
            ];
            roads.Add(new Road(nodes, own, [("highway", "motorway"), ("maxspeed", "130")]));
        }

        return roads;

        Road Line((double X, double Y) from, (double X, double Y) to, (string, string)[] tags)
        {
            var own = new List<(long, (double, double))>();
            long[] nodes = [.. Enumerable.Range(0, RailwayNodes + 1).Select(step => Own(own, Between(from, to, (double)step / RailwayNodes)))];
            return new Road(nodes, own, tags);
        }

        long Own(List<(long, (double, double))> own, (double, double) at)
        {
            own.Add((nextId, at));
            return nextId++;
        }
    }

    static (double X, double Y) Between((double X, double Y) from, (double X, double Y) to, double share) =>
        (from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Road(long[] Nodes, IReadOnlyList<(long Id, (double X, double Y) At)> OwnNodes, (string Key, string Value)[] Tags);
}
