namespace GeoCohesion.Data.Build;

/// <summary>How origins are made of districts and population.</summary>
public sealed record OriginOptions
{
    /// <summary>Spacing of the points in a district without population, in metres, 1 at least.</summary>
    public double GridSpacingMeters { get; init; } = 100;

    /// <summary>EPSG code of the metric system in which those points are laid; null for the UTM zone of each district.</summary>
    /// <remarks>A district outside the system's area of use has its points laid in its UTM zone.</remarks>
    public int? GridCrs { get; init; }

    /// <summary>Pieces of cells smaller than this, in square metres, are slivers of drawing and are left out.</summary>
    /// <remarks>
    /// A perimeter is drawn to within some metres. With every resident required, a crumb of a cell, home to a hundredth of a person, would
    /// otherwise decide a verdict.
    /// </remarks>
    public double SmallestPieceSquareMeters { get; init; } = 100;
}
