namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Puts the rows of a table in order of an owner, then of a sequence number, as <c>stop_times.txt</c> and <c>shapes.txt</c> mean them.</summary>
static class RowOrder
{
    /// <summary>Groups rows by owner; rows of equal sequence keep the order of the file.</summary>
    /// <param name="owner">Per row, 0 to <paramref name="ownerCount"/> - 1.</param>
    /// <param name="sequence">Per row.</param>
    /// <param name="ownerCount">Number of owners.</param>
    /// <returns>CSR: rows of owner o are <c>Order[First[o] .. First[o + 1]]</c>.</returns>
    /// <remarks>A counting sort; the rows of an owner are sorted by comparison only where the file has them out of order.</remarks>
    public static (int[] First, int[] Order) Group(ColumnBuilder<int> owner, ColumnBuilder<int> sequence, int ownerCount)
    {
        var first = new int[ownerCount + 1];
        for (var row = 0; row < owner.Count; row++)
        {
            first[owner[row] + 1]++;
        }

        for (var i = 0; i < ownerCount; i++)
        {
            first[i + 1] += first[i];
        }

        var next = first.AsSpan(0, ownerCount).ToArray();
        var order = new int[owner.Count];
        for (var row = 0; row < order.Length; row++)
        {
            order[next[owner[row]]++] = row;
        }

        for (var i = 0; i < ownerCount; i++)
        {
            var rows = order.AsSpan(first[i], first[i + 1] - first[i]);
            for (var position = 1; position < rows.Length; position++)
            {
                if (sequence[rows[position]] < sequence[rows[position - 1]])
                {
                    rows.Sort((left, right) => (sequence[left], left).CompareTo((sequence[right], right)));
                    break;
                }
            }
        }

        return (first, order);
    }
}
