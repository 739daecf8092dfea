using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Streets;

/// <summary>The sheet on which streets are drawn one after the other; it finds what is already there.</summary>
public sealed class Drawing
{
    readonly List<Street> _streets = [];
    readonly Buckets<(Street Street, Pt A, Pt B)> _ground = new(100);

    public IReadOnlyList<Street> Streets => _streets;

    public Street Add(Street street)
    {
        _streets.Add(street);
        if (street.Level == 0)
        {
            for (var i = 0; i + 1 < street.Points.Count; i++)
            {
                _ground.Add(street.Points[i], street.Points[i + 1], (street, street.Points[i], street.Points[i + 1]));
            }
        }

        return street;
    }

    /// <summary>Where a-b first meets a street on the ground, beyond <paramref name="beyondMeters"/>; null if it meets none.</summary>
    public (Pt At, Street Street)? FirstMet(Pt a, Pt b, double beyondMeters)
    {
        var length = Pt.Distance(a, b);
        var best = double.MaxValue;
        (Pt, Street)? found = null;
        foreach (var (street, c, d) in _ground.Near(a, b, 0))
        {
            if (Segments.TryCross(a, b, c, d, out var share, out _) && share * length > beyondMeters && share < best)
            {
                best = share;
                found = (Pt.Between(a, b, share), street);
            }
        }

        return found;
    }

    /// <summary>The nearest point on a street on the ground that is wanted; null beyond the radius.</summary>
    public (Pt At, Street Street)? Nearest(Pt p, double radiusMeters, Func<Street, bool> wanted)
    {
        var best = radiusMeters;
        (Pt, Street)? found = null;
        foreach (var (street, a, b) in _ground.Near(p, p, radiusMeters))
        {
            if (wanted(street))
            {
                var (share, distance) = Segments.Nearest(a, b, p);
                if (distance < best)
                {
                    best = distance;
                    found = (Pt.Between(a, b, share), street);
                }
            }
        }

        return found;
    }
}
