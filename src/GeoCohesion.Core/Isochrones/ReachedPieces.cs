namespace GeoCohesion.Core.Isochrones;

/// <summary>A piece of a reached street between two limits.</summary>
/// <param name="Part">The piece, with the times at its ends.</param>
/// <param name="Limit">Index of the shortest limit that holds it.</param>
public readonly record struct ReachedPiece(ReachedPart Part, int Limit)
{
    /// <summary>Length along the street.</summary>
    public int LengthMillimeters => Part.ToMillimeters - Part.FromMillimeters;
}

/// <summary>Cuts reached streets where their time passes a limit, so that each piece belongs to one.</summary>
public static class ReachedPieces
{
    /// <summary>Cuts at whole millimetres; parts without length, which cannot be drawn, are left out.</summary>
    /// <param name="parts">Within the longest limit.</param>
    /// <param name="limitsMilliseconds">Ascending.</param>
    public static List<ReachedPiece> Cut(ReadOnlySpan<ReachedPart> parts, int[] limitsMilliseconds)
    {
        var pieces = new List<ReachedPiece>();
        foreach (var part in parts)
        {
            var grows = part.FromMilliseconds <= part.ToMilliseconds;
            var (least, most) = grows ? (part.FromMilliseconds, part.ToMilliseconds) : (part.ToMilliseconds, part.FromMilliseconds);
            var rest = part;
            var limit = IndexOf(least);
            for (; limitsMilliseconds[limit] < most; limit++)
            {
                // From the end that is reached first to where time passes the limit.
                var share = (limitsMilliseconds[limit] - part.FromMilliseconds) / (double)(part.ToMilliseconds - part.FromMilliseconds);
                var at = part.FromMillimeters + (int)Math.Round(share * (part.ToMillimeters - part.FromMillimeters));
                var milliseconds = limitsMilliseconds[limit];
                var before = rest with { ToMillimeters = at, ToMilliseconds = milliseconds };
                var after = rest with { FromMillimeters = at, FromMilliseconds = milliseconds };
                Add(grows ? before : after, limit);
                rest = grows ? after : before;
            }

            Add(rest, limit);
        }

        return pieces;

        int IndexOf(int milliseconds)
        {
            var index = Array.BinarySearch(limitsMilliseconds, milliseconds);
            return index >= 0 ? index : ~index;
        }

        void Add(ReachedPart piece, int limit)
        {
            if (piece.FromMillimeters < piece.ToMillimeters)
            {
                pieces.Add(new ReachedPiece(piece, limit));
            }
        }
    }
}
