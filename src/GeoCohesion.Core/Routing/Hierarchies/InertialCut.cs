namespace GeoCohesion.Core.Routing.Hierarchies;

/// <summary>Cuts a cell in two by a least set of vertices between its outer quarters, in the best of four directions.</summary>
static class InertialCut
{
    /// <summary>Side of vertices before the cut.</summary>
    public const byte Lower = 0;

    /// <summary>Side of vertices behind the cut.</summary>
    public const byte Upper = 1;

    /// <summary>The cut itself.</summary>
    public const byte Separator = 2;

    static readonly (int East, int North)[] s_directions = [(1, 0), (0, 1), (1, 1), (1, -1)];

    /// <summary>Per vertex of a cell, its side.</summary>
    /// <param name="cell">What is to be cut.</param>
    /// <param name="threads">Directions tried at a time; the cut is the same for any number.</param>
    public static byte[] Best(DissectionCell cell, int threads)
    {
        var best = new BestCut(cell.Count);
        if (threads == 1)
        {
            var flow = new CellFlow(cell);
            for (var direction = 0; direction < s_directions.Length; direction++)
            {
                Try(direction, flow, best);
            }
        }
        else
        {
            Parallel.For(
                0,
                s_directions.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => new CellFlow(cell),
                (direction, _, flow) => Try(direction, flow, best),
                _ => { });
        }

        return best.Side;
    }

    static CellFlow Try(int direction, CellFlow flow, BestCut best)
    {
        if (flow.TryFill(s_directions[direction].East, s_directions[direction].North, best.MostWays))
        {
            best.Offer(direction, flow);
        }

        return flow;
    }

    /// <summary>The cut with the least vertices for each vertex of its smaller side; of equal ones that of the first direction.</summary>
    sealed class BestCut(int cellCount)
    {
        readonly Lock _lock = new();
        double _score = double.MaxValue;
        int _direction;

        /// <summary>Sides of the best cut so far.</summary>
        public byte[] Side { get; private set; } = [];

        /// <summary>A cut of more vertices is worse than the best so far, even if it halves the cell.</summary>
        public int MostWays
        {
            get
            {
                lock (_lock)
                {
                    return (int)Math.Min(_score * cellCount / 2, int.MaxValue);
                }
            }
        }

        public void Offer(int direction, CellFlow flow)
        {
            var side = flow.Sides(out var lower, out var separator);
            var score = separator / (Math.Min(lower, side.Length - lower - separator) + 0.5);
            lock (_lock)
            {
                if (score < _score || (score == _score && direction < _direction))
                {
                    (_score, _direction, Side) = (score, direction, side);
                }
            }
        }
    }
}
