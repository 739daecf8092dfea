using GeoCohesion.Core.Network;

namespace GeoCohesion.Testing;

/// <summary>Street graphs drawn from a seed.</summary>
public static class RandomStreets
{
    /// <summary>
    /// A small graph with everything that is awkward: edges of no time, ties, parallel links, loops, one-way traps, parts without
    /// connection,
    /// links without edges, and several edges per direction of a link, between different vertices and of different times.
    /// </summary>
    public static StreetGraph Awkward(Random random)
    {
        var sketch = new StreetSketch();
        var vertexCount = 1 + random.Next(random.Next(3) == 0 ? 40 : 10);
        for (var vertex = 0; vertex < vertexCount; vertex++)
        {
            sketch.AddVertex(random.Next(100_000), 450_000_000 + random.Next(100_000));
        }

        // Few distinct times make many ties; long ones make a queue jump.
        int[] times = random.Next(4) switch
        {
            0 => [0, 1],
            1 => [0, 1, 2, 3, 1000],
            2 => [0, 7, 5_000, 60_000, 61_000, 3_000_000],
            _ => [.. Enumerable.Range(0, 20).Select(_ => random.Next(120_000))],
        };
        var linkCount = 1 + random.Next(2 * vertexCount);
        for (var i = 0; i < linkCount; i++)
        {
            var (a, b) = (random.Next(vertexCount), random.Next(vertexCount));
            var length = random.Next(4) == 0 ? 1 + random.Next(3) : 1 + random.Next(200_000);
            var link = sketch.AddLink(a, b, length);
            var kind = random.Next(6);
            if (kind != 0)
            {
                AddCopies(a, b, link, against: false);
            }

            if (kind > 1)
            {
                AddCopies(b, a, link, against: true);
            }
        }

        return sketch.Build();

        void AddCopies(int tail, int head, int link, bool against)
        {
            var milliseconds = times[random.Next(times.Length)];
            sketch.AddEdge(tail, head, milliseconds, link, against);
            while (random.Next(4) == 0)
            {
                sketch.AddEdge(
                    random.Next(2) == 0 ? tail : random.Next(vertexCount),
                    random.Next(2) == 0 ? head : random.Next(vertexCount),
                    random.Next(3) == 0 ? times[random.Next(times.Length)] : milliseconds,
                    link,
                    against);
            }
        }
    }

    /// <summary>A position anywhere, ends included, with and without a connector; now and then not snapped.</summary>
    public static StreetPosition Position(Random random, StreetGraph graph)
    {
        var link = random.Next(graph.LinkCount);
        var length = graph.LinkLengthMillimeters[link];
        var offset = random.Next(5) switch { 0 => 0, 1 => length, 2 => length / 2, _ => random.Next(length + 1) };
        return random.Next(20) == 0 ? StreetPosition.None : new StreetPosition(link, offset, random.Next(2) == 0 ? 0 : random.Next(5000));
    }

    public static StreetPosition[] Positions(Random random, StreetGraph graph, int count)
    {
        var positions = new StreetPosition[count];
        for (var i = 0; i < count; i++)
        {
            // Neighbours and namesakes on purpose.
            positions[i] = i > 0 && random.Next(6) == 0 ? positions[random.Next(i)] : Position(random, graph);
        }

        return positions;
    }

    /// <summary>
    /// A city on a shaken grid with a block of 70 m on average, a tenth of its streets missing and a tenth one-way, vertices in the order
    /// of
    /// 16 x 16 blocks (near ones are near in memory, as after a Hilbert order).
    /// </summary>
    /// <param name="seed">Same seed, same city.</param>
    /// <param name="side">Vertices along each side; a multiple of 16.</param>
    /// <param name="speedKph">Of every street.</param>
    public static StreetGraph City(int seed, int side, double speedKph = 4)
    {
        const int Block = 16;
        var random = new Random(seed);
        var sketch = new StreetSketch { ConnectorSpeedKph = 4 };
        var vertexAt = new int[side, side];
        for (var tile = 0; tile < side / Block * (side / Block); tile++)
        {
            for (var within = 0; within < Block * Block; within++)
            {
                var column = (tile % (side / Block) * Block) + (within % Block);
                var row = (tile / (side / Block) * Block) + (within / Block);
                vertexAt[column, row] = sketch.AddVertex(
                    91_000_000 + (column * 9000) + random.Next(-3500, 3500),
                    454_000_000 + (row * 6300) + random.Next(-2500, 2500));
            }
        }

        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                if (column + 1 < side)
                {
                    AddStreet(vertexAt[column, row], vertexAt[column + 1, row]);
                }

                if (row + 1 < side)
                {
                    AddStreet(vertexAt[column, row], vertexAt[column, row + 1]);
                }
            }
        }

        return sketch.Build();

        void AddStreet(int a, int b)
        {
            var kind = random.Next(20);
            if (kind < 2)
            {
                return;
            }

            var link = sketch.AddLink(a, b);
            var milliseconds = sketch.TraversalMilliseconds(link, speedKph);
            sketch.AddEdge(a, b, milliseconds, link);
            if (kind > 3)
            {
                sketch.AddEdge(b, a, milliseconds, link, against: true);
            }
        }
    }
}
