using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build.StreetModes;

/// <summary>In a wheelchair: on foot, without what is known not to be passable. Rules and speeds: docs/streets.md.</summary>
/// <remarks>At walking speed, so that a longer time than on foot is due to the detour alone.</remarks>
public sealed class Wheelchair : IStreetMode
{
    /// <inheritdoc/>
    public string Name => "wheelchair";

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionKeys => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestrictionExceptions => [];

    /// <inheritdoc/>
    public StreetUse Read(OsmTags way, StreetSpeeds speeds)
    {
        var use = Walk.ReadOnFoot(way, speeds);
        var isKnownToPass = (use.Traits & LinkTraits.WheelchairYes) != 0;
        var isKnownToFail = (use.Traits & LinkTraits.WheelchairNo) != 0
            || (!isKnownToPass && way["smoothness"] is ("very_bad" or "horrible" or "very_horrible" or "impassable"));
        return isKnownToFail ? StreetUse.None : use;
    }

    /// <inheritdoc/>
    public bool Passes(OsmTags node) =>
        Walk.PassesOnFoot(node) && (node["wheelchair"] is "yes" or "designated"
            || !(node.Is("wheelchair", "no") || node["barrier"] is (
                "stile" or "turnstile" or "full-height_turnstile" or "kissing_gate" or "horse_stile" or "cattle_grid"
                or "log" or "debris" or "jersey_barrier")));
}
