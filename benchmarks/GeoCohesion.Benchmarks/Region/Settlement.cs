namespace GeoCohesion.Benchmarks.Region;

/// <summary>How large a settlement is.</summary>
enum SettlementKind
{
    Village,
    Town,
    Metropolis,
}

/// <summary>A village, a town or the metropolis: a round piece of a crooked lattice of streets, every few of which are main ones.</summary>
/// <remarks>Coordinates are metres in EPSG:3035, in which the population grid is laid.</remarks>
sealed class Settlement
{
    /// <summary>Nodes per place of the lattice: the junction, and one in the middle of the street to the east and to the north.</summary>
    public const int NodesPerPlace = 3;

    const double Crookedness = 0.22;

    readonly ulong _seed;
    readonly double _cos;
    readonly double _sin;

    public Settlement(int number, string name, SettlementKind kind, double x, double y, double radiusMeters, double inhabitants, ulong seed)
    {
        (Number, Name, Kind, X, Y, Inhabitants, _seed) = (number, name, kind, x, y, inhabitants, seed);
        (SpacingMeters, MainEvery) = kind == SettlementKind.Village ? (VillageSpacingMeters, 5) : (TownSpacingMeters, 8);
        HalfSide = Math.Max(MainEvery, (int)(radiusMeters / SpacingMeters));
        var angle = Noise.Within(-0.7, 0.7, seed, number, 1);
        (_sin, _cos) = Math.SinCos(angle);
    }

    public int Number { get; }

    public string Name { get; }

    public SettlementKind Kind { get; }

    public double X { get; }

    public double Y { get; }

    public double Inhabitants { get; }

    /// <summary>About from one street to the next.</summary>
    public double SpacingMeters { get; }

    /// <summary>Every how many streets one is a main street.</summary>
    public int MainEvery { get; }

    /// <summary>Streets on each side of the middle one.</summary>
    public int HalfSide { get; }

    public double RadiusMeters => HalfSide * SpacingMeters;

    /// <summary>Id of the first OSM node; set when ids are dealt out.</summary>
    public long FirstNodeId { get; set; }

    /// <summary>Ids taken, whether there is such a node or not.</summary>
    public long NodeIds => (long)Side * Side * NodesPerPlace;

    int Side => (2 * HalfSide) + 1;

    const double VillageSpacingMeters = 46;
    const double TownSpacingMeters = 36;

    /// <summary>Whether a junction of the lattice stands inside.</summary>
    public bool Has(int column, int row) => (column * column) + (row * row) <= HalfSide * HalfSide;

    public bool IsMain(int line) => line % MainEvery == 0;

    /// <summary>Whether the street from a junction to its neighbour to the east (or north) is there: all main ones, most others.</summary>
    public bool HasStreet(int column, int row, bool isNorth)
    {
        const double Missing = 0.27;
        return Has(column, row) && (isNorth ? Has(column, row + 1) : Has(column + 1, row))
            && (IsMain(isNorth ? column : row) || Noise.Unit(_seed, Number, Key(column, row), isNorth ? 3 : 2) >= Missing);
    }

    /// <summary>Whether that street bends in the middle.</summary>
    public bool Bends(int column, int row, bool isNorth) => Noise.Unit(_seed, Number, Key(column, row), isNorth ? 5 : 4) < 0.4;

    public long NodeId(int column, int row, int node = 0) =>
        FirstNodeId + ((((long)(row + HalfSide) * Side) + column + HalfSide) * NodesPerPlace) + node;

    /// <summary>Where a junction stands.</summary>
    public (double X, double Y) At(int column, int row)
    {
        var key = Key(column, row);
        var x = (column + Noise.Within(-Crookedness, Crookedness, _seed, Number, key, 6)) * SpacingMeters;
        var y = (row + Noise.Within(-Crookedness, Crookedness, _seed, Number, key, 7)) * SpacingMeters;
        return (X + (x * _cos) - (y * _sin), Y + (x * _sin) + (y * _cos));
    }

    /// <summary>Where a street bends.</summary>
    public (double X, double Y) Bend(int column, int row, bool isNorth)
    {
        var (fromX, fromY) = At(column, row);
        var (toX, toY) = isNorth ? At(column, row + 1) : At(column + 1, row);
        var aside = Noise.Within(-0.1, 0.1, _seed, Number, Key(column, row), isNorth ? 9 : 8);
        return (((fromX + toX) / 2) - (aside * (toY - fromY)), ((fromY + toY) / 2) + (aside * (toX - fromX)));
    }

    /// <summary>The crossing of main streets near a point, within the settlement.</summary>
    public (int Column, int Row) MainCrossingNear(double x, double y)
    {
        var (dx, dy) = (x - X, y - Y);
        var column = ((dx * _cos) + (dy * _sin)) / SpacingMeters / MainEvery;
        var row = ((dy * _cos) - (dx * _sin)) / SpacingMeters / MainEvery;
        var (c, r) = ((int)Math.Round(column), (int)Math.Round(row));
        while (!Has(c * MainEvery, r * MainEvery))
        {
            c -= Math.Sign(c);
            r -= Math.Sign(r);
        }

        return (c * MainEvery, r * MainEvery);
    }

    public double DistanceTo(double x, double y) => Math.Sqrt(((x - X) * (x - X)) + ((y - Y) * (y - Y)));

    static long Key(int column, int row) => ((long)row << 32) ^ (uint)column;
}
