using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>A coordinate system in which a service takes and gives coordinates, in the axis order that the EPSG registry states.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ServedCrs
{
    const int BoxStepsPerSide = 32;

    // Far more than any system has; what is beyond makes projections meaningless, or endless.
    const double LargestMeters = 1e8;

    // Northing comes before easting in the registry; every other projected system that the program knows is the other way round.
    const int EuropeanEqualArea = 3035;

    // Legal systems (decree 2000-1276 with its changes) by the area in which they hold; the first that holds the place is taken.
    static readonly int[] s_legal = [2154, 5490, 2972, 2975, 4471, 4467, 3163, 3296, 3297, 8903];

    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), CrsNames.Wgs84);

    readonly CrsTransform? _from;
    readonly CrsTransform? _to;
    readonly bool _isNorthFirst;

    ServedCrs(string uri, CrsTransform? from, CrsTransform? to)
    {
        (Uri, _from, _to) = (uri, from, to);
        _isNorthFirst = from is { Epsg: EuropeanEqualArea };
    }

    /// <summary>WGS84, longitude then latitude in degrees: the system of every store.</summary>
    public static ServedCrs Crs84 { get; } = new("http://www.opengis.net/def/crs/OGC/1.3/CRS84", null, null);

    /// <summary>Identifier (OGC Name Type Specification).</summary>
    public string Uri { get; }

    /// <summary>EPSG code; null for <see cref="Crs84"/>.</summary>
    public int? Epsg => _from?.Epsg;

    /// <summary>Name for people.</summary>
    public string Name => _from?.Name ?? "WGS 84 (longitude, latitude)";

    /// <summary>Whether coordinates are degrees of longitude and latitude.</summary>
    public bool IsCrs84 => _from is null;

    /// <summary>The system that French law sets for public data around a place; elsewhere the zone of WGS84 / UTM.</summary>
    /// <remarks>A territory that lies near France but not in it states its own.</remarks>
    public static ServedCrs LegalAt(double longitude, double latitude)
    {
        var french = s_legal.Where(
            epsg => CrsTransform.FromWgs84(epsg).AreaOfUse.Contains(longitude, latitude)).Cast<int?>().FirstOrDefault();
        return OfEpsg(french ?? CrsTransform.UtmZoneAt(longitude, latitude));
    }

    /// <summary>A system by its name, e.g. <c>EPSG:2154</c>.</summary>
    /// <exception cref="InputException">The program does not know it (<c>crs-unknown</c>).</exception>
    public static ServedCrs Parse(string name, SourceLocation at) => OfEpsg(CrsNames.Parse(name, at));

    static ServedCrs OfEpsg(int epsg) => new(
        string.Create(CultureInfo.InvariantCulture, $"http://www.opengis.net/def/crs/EPSG/0/{epsg}"),
        CrsTransform.FromWgs84(epsg),
        CrsTransform.ToWgs84(epsg));

    /// <summary>A copy of a stored geometry in this system.</summary>
    public Geometry FromStored(Geometry geometry)
    {
        if (_from is null)
        {
            return geometry;
        }

        var copy = _from.Apply(geometry);
        SwapIfNorthFirst(copy);
        return copy;
    }

    /// <summary>
    /// A copy of a geometry of this system in that of the stores; null where a vertex is outside the domain of the projection.
    /// </summary>
    public Geometry? ToStored(Geometry geometry)
    {
        if (_to is null)
        {
            return geometry;
        }

        if (geometry.Coordinates.Any(coordinate => Math.Abs(coordinate.X) > LargestMeters || Math.Abs(coordinate.Y) > LargestMeters))
        {
            return null;
        }

        var source = geometry.Copy();
        SwapIfNorthFirst(source);
        var copy = _to.Apply(source);
        return copy.Coordinates.All(coordinate => double.IsFinite(coordinate.X) && double.IsFinite(coordinate.Y)) ? copy : null;
    }

    /// <summary>
    /// The area of a box of this system in that of the stores; null where it is outside the domain of the projection. In degrees, a box
    /// whose first longitude is the greater one crosses the antimeridian (RFC 7946, section 5.2); what lies beyond the Earth is left out.
    /// </summary>
    /// <param name="first1">First coordinate of the lower corner.</param>
    /// <param name="second1">Second coordinate of the lower corner; at most <paramref name="second2"/>.</param>
    /// <param name="first2">First coordinate of the upper corner.</param>
    /// <param name="second2">Second coordinate of the upper corner.</param>
    public Geometry? BoxToStored(double first1, double second1, double first2, double second2)
    {
        if (IsCrs84)
        {
            return first1 <= first2
                ? Degrees(first1, first2)
                : s_wgs84.BuildGeometry([Degrees(first1, 180), Degrees(-180, first2)]);

            Geometry Degrees(double west, double east)
            {
                var box = new Envelope(-180, 180, -90, 90).Intersection(new Envelope(west, east, second1, second2));
                return box.IsNull ? s_wgs84.CreatePolygon() : s_wgs84.ToGeometry(box);
            }
        }

        if (first1 == first2 || second1 == second2)
        {
            return ToStored(first1 == first2 && second1 == second2
                ? s_wgs84.CreatePoint(new Coordinate(first1, second1))
                : s_wgs84.CreateLineString([new Coordinate(first1, second1), new Coordinate(first2, second2)]));
        }

        // Edges that are straight here are curved there: they are followed.
        var corners = new[] { (first1, second1), (first2, second1), (first2, second2), (first1, second2), (first1, second1) };
        var outline = new List<Coordinate>();
        for (var side = 0; side < corners.Length - 1; side++)
        {
            var ((fromX, fromY), (toX, toY)) = (corners[side], corners[side + 1]);
            for (var step = 0; step < BoxStepsPerSide; step++)
            {
                var share = (double)step / BoxStepsPerSide;
                outline.Add(new Coordinate(fromX + ((toX - fromX) * share), fromY + ((toY - fromY) * share)));
            }
        }

        outline.Add(outline[0].Copy());
        return ToStored(s_wgs84.CreatePolygon([.. outline])) is { IsValid: true } area ? area : null;
    }

    void SwapIfNorthFirst(Geometry geometry)
    {
        if (_isNorthFirst)
        {
            geometry.Apply(new AxisSwap());
            geometry.GeometryChanged();
        }
    }

    sealed class AxisSwap : IEntireCoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq)
        {
            for (var i = 0; i < seq.Count; i++)
            {
                var (x, y) = (seq.GetX(i), seq.GetY(i));
                seq.SetX(i, y);
                seq.SetY(i, x);
            }
        }
    }
}
