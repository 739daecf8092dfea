namespace GeoCohesion.SampleCity.Geometry;

/// <summary>A hash grid of square buckets: which items lie near a place.</summary>
public sealed class Buckets<T>(double sizeMeters)
{
    readonly Dictionary<(int Column, int Row), List<T>> _items = [];

    /// <summary>Files an item under every bucket that the box of a-b touches.</summary>
    public void Add(Pt a, Pt b, T item)
    {
        foreach (var bucket in Touched(a, b, 0))
        {
            if (!_items.TryGetValue(bucket, out var list))
            {
                _items[bucket] = list = [];
            }

            list.Add(item);
        }
    }

    /// <summary>Items filed near the box of a-b, in order of filing per bucket; an item may come several times.</summary>
    public IEnumerable<T> Near(Pt a, Pt b, double marginMeters)
    {
        foreach (var bucket in Touched(a, b, marginMeters))
        {
            if (_items.TryGetValue(bucket, out var list))
            {
                foreach (var item in list)
                {
                    yield return item;
                }
            }
        }
    }

    IEnumerable<(int Column, int Row)> Touched(Pt a, Pt b, double margin)
    {
        var left = Cell(Math.Min(a.X, b.X) - margin);
        var right = Cell(Math.Max(a.X, b.X) + margin);
        var bottom = Cell(Math.Min(a.Y, b.Y) - margin);
        var top = Cell(Math.Max(a.Y, b.Y) + margin);
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                yield return (column, row);
            }
        }
    }

    int Cell(double meters) => (int)Math.Floor(meters / sizeMeters);
}
