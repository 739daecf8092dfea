using System.Globalization;
using GeoCohesion.Core;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Crs;

/// <summary>Refuses coordinates that cannot be what their coordinate system says.</summary>
public static class CoordinateCheck
{
    /// <summary>
    /// Files legitimately overflow the registry's areas (a whole region in one conformal conic zone), but not by more, in degrees.
    /// </summary>
    public const double MarginDegrees = 3;

    /// <summary>Refuses a box of coordinates that look swapped, or lie outside the area of use of their system.</summary>
    /// <param name="box">Coordinates as the file gives them; an empty box passes.</param>
    /// <param name="crs">EPSG code, known.</param>
    /// <param name="at">The file, or the feature.</param>
    /// <remarks>
    /// For degrees, which are legal either way round nearly everywhere, swapped means: in no French territory as given, and within one once
    /// swapped.
    /// </remarks>
    /// <exception cref="InputException"><c>coordinates-swapped</c> or <c>outside-crs</c>.</exception>
    public static void Refuse(Envelope box, int crs, SourceLocation at)
    {
        if (box.IsNull)
        {
            return;
        }

        var transform = CrsTransform.ToWgs84(crs);
        var isWithin = IsWithin(transform, box);
        var swapped = new Envelope(box.MinY, box.MaxY, box.MinX, box.MaxX);
        var looksSwapped = transform.IsDegrees
            ? !IsInFrance(box) && IsInFrance(swapped) && IsWithin(transform, swapped)
            : !isWithin && IsWithin(transform, swapped);
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"x from {box.MinX:0.####} to {box.MaxX:0.####} and y from {box.MinY:0.####} to {box.MaxY:0.####}");
        if (looksSwapped)
        {
            throw new InputException(
                "coordinates-swapped",
                $"the coordinates ({found}) look swapped: x must be the "
                    + $"{(transform.IsDegrees ? "longitude and y the latitude" : "easting and y the northing")} in "
                    + $"{CrsNames.Describe(crs)}.",
                at);
        }

        if (!isWithin)
        {
            var area = transform.AreaOfUse;
            var looksLikeDegrees = !transform.IsDegrees && Math.Abs(box.MaxX) <= 180 && Math.Abs(box.MaxY) <= 90;
            var hint = looksLikeDegrees ? " They look like degrees: state EPSG:4326 if they are." : "";
            throw new InputException(
                "outside-crs",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the coordinates ({found}) are outside the area of use of {CrsNames.Describe(crs)}, which is longitudes {area.MinX} "
                        + $"to {area.MaxX} and latitudes {area.MinY} to {area.MaxY}: the coordinate system is not the right one.{hint}"),
                at);
        }
    }

    /// <summary>Whether a WGS84 place is within the area of use of a system, give or take <see cref="MarginDegrees"/>.</summary>
    public static bool IsWithinAreaOfUse(int crs, double longitude, double latitude)
    {
        var area = CrsTransform.ToWgs84(crs).AreaOfUse;
        area.ExpandBy(MarginDegrees);
        return Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90 && area.Contains(longitude, latitude);
    }

    static bool IsWithin(CrsTransform transform, Envelope box) =>
        IsCornerWithin(transform, box.MinX, box.MinY) && IsCornerWithin(transform, box.MaxX, box.MaxY)
        && IsCornerWithin(transform, box.MinX, box.MaxY) && IsCornerWithin(transform, box.MaxX, box.MinY);

    static bool IsCornerWithin(CrsTransform transform, double x, double y)
    {
        var (longitude, latitude) = transform.Apply(x, y);
        return !double.IsNaN(longitude) && IsWithinAreaOfUse(transform.Epsg, longitude, latitude);
    }

    static bool IsInFrance(Envelope box) => CrsCatalog.IsInFrance(box.MinX, box.MinY) && CrsCatalog.IsInFrance(box.MaxX, box.MaxY);
}
