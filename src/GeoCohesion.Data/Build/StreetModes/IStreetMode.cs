using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>How a mode may use a way.</summary>
/// <param name="ForwardKph">Speed in the direction of the way, km/h; 0 where that is not allowed.</param>
/// <param name="BackwardKph">Speed against the direction of the way, km/h; 0 where that is not allowed.</param>
/// <param name="Traits">What the way is.</param>
public readonly record struct StreetUse(double ForwardKph, double BackwardKph, LinkTraits Traits)
{
    /// <summary>The mode may not use the way at all.</summary>
    public static StreetUse None => default;

    /// <summary>Seconds that the whole way takes where the map says so (ferries), instead of the speeds; else 0.</summary>
    public double WholeWaySeconds { get; init; }

    /// <summary>A speed limit that could not be understood, or null.</summary>
    public string? UnreadLimit { get; init; }

    /// <summary>Whether the mode may use the way in some direction.</summary>
    public bool IsUsable => ForwardKph > 0 || BackwardKph > 0;
}

/// <summary>A way of moving along streets: what tags mean for it. Adding one is adding one file.</summary>
public interface IStreetMode : INamed
{
    /// <summary>Tags of turn restrictions that bind this mode, the most specific first; none where they do not bind it.</summary>
    IReadOnlyList<string> RestrictionKeys { get; }

    /// <summary>Values of <c>except</c> that free this mode from a restriction.</summary>
    IReadOnlyList<string> RestrictionExceptions { get; }

    /// <summary>Access and speed in both directions.</summary>
    /// <param name="way">Tags of a way, or of a multipolygon for its rings.</param>
    /// <param name="speeds">Speeds that the user set.</param>
    StreetUse Read(OsmTags way, StreetSpeeds speeds);

    /// <summary>Whether the mode passes a node of a way: false for a barrier that stops it.</summary>
    bool Passes(OsmTags node);
}
