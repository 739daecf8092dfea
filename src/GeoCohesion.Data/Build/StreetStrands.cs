using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build;

/// <summary>
/// A line of known nodes that a mode may travel: a way, a piece of one that is cut at missing nodes, or a ring of an area.
/// </summary>
/// <param name="Nodes">Node indices, no two neighbours the same, at least two.</param>
/// <param name="ForwardKph">0 where not allowed.</param>
/// <param name="BackwardKph">0 where not allowed.</param>
/// <param name="Traits">What it is.</param>
/// <param name="Way">Index of the way, or -1 where the tags are a relation's.</param>
/// <param name="OsmId">Id of the way or relation.</param>
/// <param name="IsOpenSpace">Whether it is the whole outline of an area without holes, which can be crossed.</param>
readonly record struct StreetStrand(
    int[] Nodes, double ForwardKph, double BackwardKph, LinkTraits Traits, int Way, long OsmId, bool IsOpenSpace);

/// <summary>Asks a mode about every way, and about the rings of multipolygons.</summary>
static class StreetStrands
{
    /// <summary>All strands of a mode, by way, then by relation.</summary>
    public static List<StreetStrand> Read(OsmElements osm, IStreetMode mode, StreetSpeeds speeds, NoticeLog notices, out int wayCount)
    {
        var strands = new List<StreetStrand>();
        var isUsed = new bool[osm.WayCount];
        wayCount = 0;
        for (var way = 0; way < osm.WayCount; way++)
        {
            var use = mode.Read(osm.WayTags(way), speeds);
            if (!use.IsUsable)
            {
                continue;
            }

            if (use.UnreadLimit is { } limit)
            {
                notices.Add(
                    "street-limit-unread",
                    NoticeSeverity.Information,
                    new SourceLocation(osm.Files[0].Path, Field: mode.Name),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"way {osm.WayId[way]} has maxspeed '{limit}', which is not a speed; that of its class is taken."));
            }

            isUsed[way] = true;
            wayCount++;
            var isArea = (use.Traits & LinkTraits.Area) != 0;
            Add(strands, osm, way, Timed(osm, way, use), way, osm.WayId[way], isArea);
        }

        for (var relation = 0; relation < osm.RelationCount; relation++)
        {
            var tags = osm.RelationTags(relation);
            if (tags.Is("type", "multipolygon") && mode.Read(tags, speeds) is { IsUsable: true } use)
            {
                wayCount++;
                var members = osm.RelationMembers(relation);
                foreach (var member in members)
                {
                    // Outlines of holes are walked along too: what lies in them is often entered from the area.
                    if (member.Type == OsmMemberType.Way && osm.FindWay(member.Id) is var way and >= 0 && !isUsed[way])
                    {
                        Add(strands, osm, way, use, -1, osm.RelationId[relation], members.Length == 1);
                    }
                }
            }
        }

        return strands;
    }

    /// <summary>Speeds that follow from the time the whole way takes, where the map says it.</summary>
    static StreetUse Timed(OsmElements osm, int way, StreetUse use)
    {
        const double KphPerMillimeterPerSecond = 0.0036;
        const double SlowestKph = 1;
        if (use.WholeWaySeconds <= 0)
        {
            return use;
        }

        long millimeters = 0;
        var nodes = osm.WayNodes(way);
        for (var i = 1; i < nodes.Length; i++)
        {
            if (nodes[i - 1] == OsmElements.MissingNode || nodes[i] == OsmElements.MissingNode)
            {
                // The time is that of the whole way, of which a part is not in the files.
                return use;
            }

            millimeters += Geodesy.DistanceMillimeters(
                osm.NodeLongitudeE7[nodes[i - 1]], osm.NodeLatitudeE7[nodes[i - 1]],
                osm.NodeLongitudeE7[nodes[i]], osm.NodeLatitudeE7[nodes[i]]);
        }

        var kph = millimeters * KphPerMillimeterPerSecond / use.WholeWaySeconds;
        return kph < SlowestKph
            ? use
            : use with { ForwardKph = use.ForwardKph > 0 ? kph : 0, BackwardKph = use.BackwardKph > 0 ? kph : 0 };
    }

    static void Add(List<StreetStrand> strands, OsmElements osm, int way, StreetUse use, int owner, long osmId, bool isArea)
    {
        var nodes = osm.WayNodes(way);
        var piece = new List<int>(nodes.Length);
        for (var i = 0; i <= nodes.Length; i++)
        {
            if (i < nodes.Length && nodes[i] != OsmElements.MissingNode)
            {
                if (piece.Count == 0 || piece[^1] != nodes[i])
                {
                    piece.Add(nodes[i]);
                }

                continue;
            }

            if (piece.Count >= 2)
            {
                var isClosed = piece.Count == nodes.Length && piece[0] == piece[^1];
                strands.Add(new StreetStrand([.. piece], use.ForwardKph, use.BackwardKph, use.Traits, owner, osmId, isArea && isClosed));
            }

            piece.Clear();
        }
    }
}
