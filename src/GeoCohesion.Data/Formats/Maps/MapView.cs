using GeoCohesion.Data.Formats.Pictures;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>The part of the Earth that a map shows, and where each place of it lies on the picture.</summary>
sealed class MapView
{
    // Less than what can be seen; written coordinates have one decimal.
    const double SimplifyUnits = 0.15;

    // How far beyond the frame shapes are kept, so that their outlines do not run along it.
    const double BeyondFrame = 12;

    // Share of the frame that is left empty around what is drawn.
    const double Margin = 0.05;

    // The WGS84 ellipsoid.
    const double EquatorMeters = 6_378_137;
    const double EccentricitySquared = 0.00669437999014;

    readonly MapProjection _projection;
    readonly double _metersPerUnit;
    readonly (double X, double Y) _origin;
    readonly Envelope _kept;

    /// <summary>A view that holds a box.</summary>
    /// <param name="extent">What is to be seen, degrees.</param>
    /// <param name="projection">Made for it.</param>
    /// <param name="frame">Where on the picture.</param>
    public MapView(Envelope extent, MapProjection projection, PictureBox frame)
    {
        (_projection, Frame) = (projection, frame);
        var box = projection.Apply(extent);
        _metersPerUnit = MetersPerUnit(box, frame.Width, frame.Height);
        _origin = (
            box.Centre.X - (_metersPerUnit * (frame.X + (frame.Width / 2))),
            box.Centre.Y + (_metersPerUnit * (frame.Y + (frame.Height / 2))));
        _kept = new Envelope(frame.X, frame.X + frame.Width, frame.Y, frame.Y + frame.Height);
        _kept.ExpandBy(BeyondFrame);
        var (west, north) = (_origin.X + (_metersPerUnit * frame.X), _origin.Y - (_metersPerUnit * frame.Y));
        Extent = projection.Unapply(
            new Envelope(west, west + (_metersPerUnit * frame.Width), north, north - (_metersPerUnit * frame.Height)));

        const double Step = 1e-4;
        var centre = extent.Centre;
        var (here, east, up) = (
            projection.Apply(centre.X, centre.Y), projection.Apply(centre.X + Step, centre.Y), projection.Apply(centre.X, centre.Y + Step));
        var latitude = centre.Y * Math.PI / 180;
        var ground = Step * Math.PI / 180 * EquatorMeters * Math.Cos(latitude)
            / Math.Sqrt(1 - (EccentricitySquared * Math.Pow(Math.Sin(latitude), 2)));
        GroundMetersPerUnit = _metersPerUnit * ground / Math.Sqrt(Math.Pow(east.X - here.X, 2) + Math.Pow(east.Y - here.Y, 2));
        NorthRadians = Math.Atan2(up.X - here.X, up.Y - here.Y);
        Zoom = Math.Log2(2 * Math.PI * EquatorMeters / 512 * Math.Cos(latitude) / GroundMetersPerUnit);
    }

    /// <summary>Where the map is on the picture.</summary>
    public PictureBox Frame { get; }

    /// <summary>All that is seen, degrees.</summary>
    public Envelope Extent { get; }

    /// <summary>Metres on the ground that a unit comes to in the middle, from west to east.</summary>
    public double GroundMetersPerUnit { get; }

    /// <summary>Direction of north in the middle, clockwise from up.</summary>
    public double NorthRadians { get; }

    /// <summary>The zoom of web maps (tiles of 512) at which this scale holds.</summary>
    public double Zoom { get; }

    /// <summary>Height of a frame of some width in which a box stands well, within bounds.</summary>
    public static double HeightFor(Envelope extent, MapProjection projection, double width, double least, double most)
    {
        var box = projection.Apply(extent);
        return Math.Clamp(width * (box.Width > 0 ? box.Height / box.Width : 1), least, most);
    }

    /// <summary>Where a place lies; null where the projection is not defined.</summary>
    public PicturePoint? Point(Coordinate place)
    {
        var (x, y) = _projection.Apply(place.X, place.Y);
        return double.IsNaN(x) ? null : new PicturePoint((x - _origin.X) / _metersPerUnit, (_origin.Y - y) / _metersPerUnit);
    }

    /// <summary>Places of points, in their order; those far outside are left out.</summary>
    public IReadOnlyList<PicturePoint> Points(IEnumerable<Geometry?> shapes) =>
    [
        .. shapes.OfType<Geometry>().Where(shape => shape.Dimension == Dimension.Point).SelectMany(shape => shape.Coordinates)
            .Select(Point).OfType<PicturePoint>().Where(point => _kept.Contains(point.X, point.Y)),
    ];

    /// <summary>Outlines of the polygons among some shapes: outer rings one way round, holes the other.</summary>
    public PictureShape Areas(IEnumerable<Geometry?> shapes)
    {
        var contours = new List<PicturePoint[]>();
        foreach (var polygon in shapes.SelectMany(Parts).OfType<Polygon>())
        {
            Ring(polygon.ExteriorRing, isHole: false);
            foreach (var hole in polygon.InteriorRings)
            {
                Ring(hole, isHole: true);
            }
        }

        return new PictureShape(contours, isClosed: true);

        void Ring(LineString ring, bool isHole)
        {
            var points = Inside(Project(ring));
            if (points.Length < 3)
            {
                return;
            }

            var simple = DouglasPeuckerLineSimplifier.Simplify([.. points, points[0].Copy()], SimplifyUnits);
            if (simple.Length >= 4)
            {
                var isRight = Orientation.IsCCW(simple) == isHole;
                contours.Add([.. (isRight ? simple : simple.Reverse()).Skip(1).Select(point => new PicturePoint(point.X, point.Y))]);
            }
        }
    }

    /// <summary>The lines among some shapes, and outlines of polygons if asked for.</summary>
    public PictureShape Lines(IEnumerable<Geometry?> shapes)
    {
        var contours = new List<PicturePoint[]>();
        foreach (var line in shapes.SelectMany(Parts).OfType<LineString>())
        {
            contours.AddRange(Pieces(Project(line)));
        }

        return new PictureShape(contours, isClosed: false);
    }

    /// <summary>A line as the picture has it, whole, with its corners; for those who cut it further.</summary>
    public Coordinate[] Project(LineString line)
    {
        var points = new List<Coordinate>(line.NumPoints);
        foreach (var place in line.Coordinates)
        {
            if (Point(place) is { } point)
            {
                points.Add(new Coordinate(point.X, point.Y));
            }
        }

        return [.. points];
    }

    /// <summary>The pieces of a line on the picture that lie in the frame, without corners that nobody sees.</summary>
    public IEnumerable<PicturePoint[]> Pieces(Coordinate[] line)
    {
        var piece = new List<Coordinate>();
        for (var i = 1; i < line.Length; i++)
        {
            if (Clip(line[i - 1], line[i]) is not var (from, to))
            {
                continue;
            }

            if (piece.Count > 0 && !piece[^1].Equals2D(from))
            {
                yield return Simple(piece);
                piece.Clear();
            }

            if (piece.Count == 0)
            {
                piece.Add(from);
            }

            piece.Add(to);
        }

        if (piece.Count > 1)
        {
            yield return Simple(piece);
        }

        static PicturePoint[] Simple(List<Coordinate> piece) =>
            [.. DouglasPeuckerLineSimplifier.Simplify([.. piece], SimplifyUnits).Select(point => new PicturePoint(point.X, point.Y))];
    }

    /// <summary>Metres of the projection that a unit comes to, so that a box with its margin fits into a frame.</summary>
    static double MetersPerUnit(Envelope box, double width, double height)
    {
        const double Least = 0.05;
        return Math.Max(Least, Math.Max(box.Width / (width * (1 - (2 * Margin))), box.Height / (height * (1 - (2 * Margin)))));
    }

    static IEnumerable<Geometry> Parts(Geometry? shape) => shape switch
    {
        null => [],
        GeometryCollection collection => collection.Geometries.SelectMany(Parts),
        _ => [shape],
    };

    /// <summary>The part of a segment in the frame (Liang and Barsky, 1984), or null.</summary>
    (Coordinate From, Coordinate To)? Clip(Coordinate from, Coordinate to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var (first, last) = (0.0, 1.0);
        if (!Side(-dx, from.X - _kept.MinX)
            || !Side(dx, _kept.MaxX - from.X)
            || !Side(-dy, from.Y - _kept.MinY)
            || !Side(dy, _kept.MaxY - from.Y))
        {
            return null;
        }

        return (At(first), At(last));

        bool Side(double towards, double distance)
        {
            if (towards == 0)
            {
                return distance >= 0;
            }

            var share = distance / towards;
            (first, last) = towards < 0 ? (Math.Max(first, share), last) : (first, Math.Min(last, share));
            return first <= last;
        }

        Coordinate At(double share) => share switch
        {
            0 => from,
            1 => to,
            _ => new Coordinate(from.X + (share * dx), from.Y + (share * dy)),
        };
    }

    /// <summary>A ring cut to the frame, side by side (Sutherland and Hodgman, 1974); not closed.</summary>
    Coordinate[] Inside(Coordinate[] ring)
    {
        var points = ring.Length > 1 && ring[0].Equals2D(ring[^1]) ? ring[..^1] : ring;
        if (points.All(point => _kept.Contains(point)))
        {
            return points;
        }

        (bool IsX, double Bound, bool IsLower)[] sides =
            [(true, _kept.MinX, true), (true, _kept.MaxX, false), (false, _kept.MinY, true), (false, _kept.MaxY, false)];
        foreach (var (isX, bound, isLower) in sides)
        {
            var cut = new List<Coordinate>();
            for (var i = 0; i < points.Length; i++)
            {
                var (from, to) = (points[i == 0 ? points.Length - 1 : i - 1], points[i]);
                var (a, b) = isX ? (from.X, to.X) : (from.Y, to.Y);
                var (isFromIn, isToIn) = isLower ? (a >= bound, b >= bound) : (a <= bound, b <= bound);
                if (isFromIn != isToIn)
                {
                    var share = (bound - a) / (b - a);
                    cut.Add(isX
                        ? new Coordinate(bound, from.Y + (share * (to.Y - from.Y)))
                        : new Coordinate(from.X + (share * (to.X - from.X)), bound));
                }

                if (isToIn)
                {
                    cut.Add(to);
                }
            }

            points = [.. cut];
        }

        return points;
    }
}
