using System.Globalization;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>From degrees to metres on a plane, such that shapes are not squashed.</summary>
sealed class MapProjection
{
    const double MetersPerDegree = 111_320;

    // What lies farther from an area of use than this many degrees is drawn in another system.
    const double ToleratedDegrees = 1;

    // Wider than this, no zone of UTM is made for it.
    const double WidestZoneDegrees = 9;

    readonly CrsTransform? _transform;
    readonly double _latitude;

    MapProjection(CrsTransform? transform, double latitude) => (_transform, _latitude) = (transform, latitude);

    /// <summary>Name of the system, with its EPSG code; null for one of the place itself.</summary>
    public string? Name => _transform is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{_transform.Name} (EPSG:{_transform.Epsg})");

    /// <summary>The system that was asked for, or the zone of UTM, where they hold; else degrees in proportion at the middle.</summary>
    /// <param name="extent">What is drawn, degrees.</param>
    /// <param name="epsg">The legal system of the territory, or null.</param>
    public static MapProjection For(Envelope extent, int? epsg)
    {
        var zone = extent.Width <= WidestZoneDegrees ? CrsTransform.UtmZoneAt(extent.Centre.X, extent.Centre.Y) : (int?)null;
        foreach (var code in new[] { epsg, zone }.OfType<int>())
        {
            var transform = CrsTransform.FromWgs84(code);
            var area = transform.AreaOfUse;
            area.ExpandBy(ToleratedDegrees);
            if (!transform.IsDegrees && area.Contains(extent))
            {
                return new MapProjection(transform, extent.Centre.Y);
            }
        }

        return new MapProjection(null, extent.Centre.Y);
    }

    /// <summary>Easting and northing of a place.</summary>
    public (double X, double Y) Apply(double longitude, double latitude) => _transform is not null
        ? _transform.Apply(longitude, latitude)
        : (longitude * MetersPerDegree * Math.Cos(_latitude * Math.PI / 180), latitude * MetersPerDegree);

    /// <summary>Box around a box of degrees.</summary>
    public Envelope Apply(Envelope degrees)
    {
        if (_transform is not null)
        {
            return _transform.Apply(degrees);
        }

        var ((west, south), (east, north)) = (Apply(degrees.MinX, degrees.MinY), Apply(degrees.MaxX, degrees.MaxY));
        return new Envelope(west, east, south, north);
    }

    /// <summary>Box of degrees around a box of metres.</summary>
    public Envelope Unapply(Envelope meters)
    {
        if (_transform is not null)
        {
            return CrsTransform.ToWgs84(_transform.Epsg).Apply(meters);
        }

        var perDegree = MetersPerDegree * Math.Cos(_latitude * Math.PI / 180);
        return new Envelope(meters.MinX / perDegree, meters.MaxX / perDegree, meters.MinY / MetersPerDegree, meters.MaxY / MetersPerDegree);
    }
}
