using System.Runtime.InteropServices;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Access to a class of places as columns of a file.</summary>
static class AccessColumns
{
    // Of the rows of a catchment; a piece of them, and one row more, is held twice while it is written or read.
    const int PairsPerPiece = 1 << 18;

    /// <summary>Writes all columns.</summary>
    public static void Write(ColumnWriter writer, ClassAccess access)
    {
        foreach (var column in WholeColumns(access))
        {
            writer.Column<int>(column);
        }

        foreach (var column in RealColumns(access))
        {
            writer.Column<double>(column);
        }

        if (access.Reach is not { } reach)
        {
            return;
        }

        writer.Number(reach.PointCount);
        var (counts, places, seconds) = (new List<int>(), new List<int>(), new List<ushort>());
        for (var point = 0; point < reach.PointCount;)
        {
            counts.Clear();
            places.Clear();
            seconds.Clear();
            for (; point < reach.PointCount && places.Count < PairsPerPiece; point++)
            {
                counts.Add(reach.PlacesOf(point).Length);
                places.AddRange(reach.PlacesOf(point));
                seconds.AddRange(reach.SecondsOf(point));
            }

            writer.Column<int>(CollectionsMarshal.AsSpan(counts));
            writer.Column<int>(CollectionsMarshal.AsSpan(places));
            writer.Column<ushort>(CollectionsMarshal.AsSpan(seconds));
        }
    }

    /// <summary>Fills empty columns.</summary>
    /// <param name="reader">Stands where they were written.</param>
    /// <param name="access">Columns of the same plan, to be filled.</param>
    /// <returns>The same, or null where they do not fit.</returns>
    public static ClassAccess? Read(ColumnReader reader, ClassAccess access)
    {
        foreach (var column in WholeColumns(access))
        {
            if (!Fill(reader.Column<int>(), column))
            {
                return null;
            }
        }

        foreach (var column in RealColumns(access))
        {
            if (!Fill(reader.Column<double>(), column))
            {
                return null;
            }
        }

        if (access.Reach is not { } reach)
        {
            return access;
        }

        if (reader.Number() != reach.PointCount)
        {
            return null;
        }

        var point = 0;
        while (point < reach.PointCount)
        {
            var (counts, places, seconds) = (reader.Column<int>(), reader.Column<int>(), reader.Column<ushort>());
            if (counts.Length == 0 || counts.Length > reach.PointCount - point || Array.Exists(counts, count => count < 0) || places.Length != seconds.Length || counts.Sum(count => (long)count) != places.Length)
            {
                return null;
            }

            var next = 0;
            foreach (var count in counts)
            {
                reach.Set(point++, places.AsSpan(next, count), seconds.AsSpan(next, count));
                next += count;
            }
        }

        return access;
    }

    static IEnumerable<int[]> WholeColumns(ClassAccess access) => [access.NearestPlace, access.NearestSeconds, access.SecondSeconds, access.ThirdSeconds];

    static IEnumerable<double[]> RealColumns(ClassAccess access) => [.. access.CountWithin, .. access.Opportunities];

    static bool Fill<T>(T[] from, T[] to)
    {
        if (from.Length != to.Length)
        {
            return false;
        }

        from.CopyTo(to, 0);
        return true;
    }
}
