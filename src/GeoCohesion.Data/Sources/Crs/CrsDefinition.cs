using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Crs;

/// <summary>The projections that the coordinate systems of French open data use.</summary>
enum CrsProjection
{
    /// <summary>None: degrees, longitude then latitude.</summary>
    Degrees,

    /// <summary>Lambert conformal conic with two standard parallels.</summary>
    LambertConic,

    /// <summary>Transverse Mercator.</summary>
    TransverseMercator,

    /// <summary>Lambert azimuthal equal-area.</summary>
    AzimuthalEqualArea,

    /// <summary>Spherical Mercator of web maps.</summary>
    WebMercator,
}

/// <summary>A coordinate system: a projection with its parameters, in degrees and metres, and where it may be used.</summary>
sealed record CrsDefinition
{
    public required int Epsg { get; init; }

    public required string Name { get; init; }

    /// <summary>Key of the geodetic datum in <see cref="CrsCatalog"/>.</summary>
    public required string Datum { get; init; }

    public required CrsProjection Projection { get; init; }

    /// <summary>Longitudes (X) and latitudes (Y) of the EPSG registry's area of use, WGS84 degrees.</summary>
    public required Envelope AreaOfUse { get; init; }

    public double CentralMeridian { get; init; }

    public double LatitudeOfOrigin { get; init; }

    /// <summary>The greater in absolute value comes first: ProjNET's own conic is as exact as PROJ's in that order.</summary>
    public double StandardParallel1 { get; init; }

    public double StandardParallel2 { get; init; }

    public double ScaleFactor { get; init; } = 1;

    public double FalseEastingMeters { get; init; }

    public double FalseNorthingMeters { get; init; }

    /// <summary>WGS84's ellipsoid and GRS80's differ by a tenth of a millimetre at the pole; each system keeps its own.</summary>
    public double InverseFlattening => Datum == CrsCatalog.Wgs84Datum ? 298.257223563 : 298.257222101;
}
