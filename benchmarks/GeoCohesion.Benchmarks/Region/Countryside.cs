namespace GeoCohesion.Benchmarks.Region;

/// <summary>The lanes between the settlements: a wide crooked lattice over the whole region. Where it meets a settlement, it leads to its main streets.</summary>
sealed class Countryside
{
    /// <summary>About from one lane to the next.</summary>
    public const double SpacingMeters = 450;

    const double Crookedness = 0.28;
    const int MainEvery = 8;

    readonly RegionPlan _plan;

    public Countryside(RegionPlan plan) => (_plan, Side) = (plan, (int)(plan.SideMeters / SpacingMeters));

    /// <summary>Places of the lattice in each direction.</summary>
    public int Side { get; }

    /// <summary>Id of the first OSM node; set when ids are dealt out.</summary>
    public long FirstNodeId { get; set; }

    public long NodeIds => (long)Side * Side;

    public static bool IsMain(int line) => line % MainEvery == MainEvery / 2;

    /// <summary>Whether the lane from a junction to its neighbour to the east (or north) is there.</summary>
    public bool HasLane(int column, int row, bool isNorth) =>
        (isNorth ? row : column) + 1 < Side
        && (IsMain(isNorth ? column : row) || Noise.Unit(_plan.Seed, column, row, isNorth ? 31 : 30) > 0.3);

    /// <summary>Where a junction stands when no settlement is there.</summary>
    public (double X, double Y) At(int column, int row) => (
        _plan.West + ((column + 0.5 + Noise.Within(-Crookedness, Crookedness, _plan.Seed, column, row, 32)) * SpacingMeters),
        _plan.South + ((row + 0.5 + Noise.Within(-Crookedness, Crookedness, _plan.Seed, column, row, 33)) * SpacingMeters));

    /// <summary>The OSM node of a junction, and the settlement that it is in, if any.</summary>
    public (long NodeId, Settlement? In) Node(int column, int row)
    {
        var (x, y) = At(column, row);
        if (_plan.SettlementAt(x, y) is not { } settlement)
        {
            return (FirstNodeId + ((long)row * Side) + column, null);
        }

        var (c, r) = settlement.MainCrossingNear(x, y);
        return (settlement.NodeId(c, r), settlement);
    }

    /// <summary>The OSM node nearest to a point, roughly.</summary>
    public long NodeNear(double x, double y) => Node(Place(x - _plan.West), Place(y - _plan.South)).NodeId;

    /// <summary>The junction of <see cref="NodeNear"/>, moved into the settlement it is in.</summary>
    public (double X, double Y) JunctionNear(double x, double y)
    {
        var at = At(Place(x - _plan.West), Place(y - _plan.South));
        if (_plan.SettlementAt(at.X, at.Y) is not { } settlement)
        {
            return at;
        }

        var (column, row) = settlement.MainCrossingNear(at.X, at.Y);
        return settlement.At(column, row);
    }

    int Place(double meters) => Math.Clamp((int)(meters / SpacingMeters), 0, Side - 1);
}
