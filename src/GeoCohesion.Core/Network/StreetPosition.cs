namespace GeoCohesion.Core.Network;

/// <summary>A point snapped to the street network: a position along a link, and the walk from the point to it.</summary>
/// <param name="Link">Index of the link; <see cref="NoLink"/> where nothing is within the snapping radius.</param>
/// <param name="OffsetMillimeters">From the first end of the link, along its geometry.</param>
/// <param name="ConnectorMillimeters">Straight line from the point to the position; walked at <see cref="StreetGraph.ConnectorSpeedKph"/>.</param>
public readonly record struct StreetPosition(int Link, int OffsetMillimeters, int ConnectorMillimeters)
{
    /// <summary>Value of <see cref="Link"/> for a point that did not snap.</summary>
    public const int NoLink = -1;

    /// <summary>A point that did not snap.</summary>
    public static StreetPosition None => new(NoLink, 0, 0);

    /// <summary>Whether the point snapped.</summary>
    public bool IsSnapped => Link != NoLink;
}
