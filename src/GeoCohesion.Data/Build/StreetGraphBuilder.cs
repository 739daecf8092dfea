using System.Globalization;
using System.Runtime.InteropServices;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build;

/// <summary>How a graph is built; only tests ask for anything but the default.</summary>
/// <param name="Islands">What is too small to stay.</param>
/// <param name="MergesChains">Whether links that meet end to end are joined.</param>
readonly record struct StreetBuildOptions(IslandRule Islands, bool MergesChains)
{
    public static StreetBuildOptions Default => new(IslandRule.Default, MergesChains: true);
}

/// <summary>Builds the street graph of a mode from OpenStreetMap elements.</summary>
/// <remarks>The result depends on the elements and the speeds only. Thread-safe: modes can be built side by side from the same
/// elements.</remarks>
public static class StreetGraphBuilder
{
    const long MillimetersPerMeter = 1000;

    /// <summary>Builds a graph.</summary>
    /// <param name="osm">Read with <see cref="OsmInterest.Streets"/> at least.</param>
    /// <param name="mode">What tags mean.</param>
    /// <param name="speeds">Speeds that the user set.</param>
    /// <param name="notices">Told of what was left out.</param>
    /// <param name="report">Counts of what went in and what was left out.</param>
    public static StreetGraph Build(
        OsmElements osm, IStreetMode mode, StreetSpeeds speeds, NoticeLog notices, out StreetBuildReport report) =>
        Build(osm, mode, speeds, notices, StreetBuildOptions.Default, out report);

    /// <summary>Builds a graph with options.</summary>
    internal static StreetGraph Build(
        OsmElements osm, IStreetMode mode, StreetSpeeds speeds, NoticeLog notices, StreetBuildOptions options, out StreetBuildReport report)
    {
        var kept = WorthKeeping(osm, mode, speeds, notices, options.Islands, out var vertexOfNode, out var counts);
        var rules = TurnRestrictions.Read(osm, mode, kept, vertexOfNode, notices, out var restrictionsLeftOut);
        var merged = kept;
        if (options.MergesChains)
        {
            merged = ChainMerging.Merge(kept, VerticesOf(rules, kept), out var mergedOf);
            rules = TurnRestrictions.Translate(rules, mergedOf);
        }

        var edges = TurnRestrictions.Expand(merged, rules, out var originalOf);
        var stays = edges.Head.Length == 0
            ? new bool[merged.VertexCount]
            : rules.Count > 0
                ? IslandPruning.VerticesToKeep(merged, edges, options.Islands)
                : VerticesWithLinks(merged);
        var graph = StreetNumbering.Number(merged, edges, stays, originalOf, mode.Name, speeds.WalkKph);
        report = new StreetBuildReport
        {
            Mode = mode.Name,
            Speeds = speeds.ToString(),
            WayCount = counts.WayCount,
            VertexCount = graph.VertexCount,
            EdgeCount = graph.EdgeCount,
            LinkCount = graph.LinkCount,
            LengthMeters = Sum(graph.LinkLengthMillimeters) / MillimetersPerMeter,
            BarrierCount = counts.BarrierCount,
            CrossingCount = counts.CrossingCount,
            RestrictionCount = rules.Count,
            RestrictionsLeftOut = restrictionsLeftOut,
            PrunedIslandCount = counts.Islands.Count,
            PrunedVertexCount = counts.PrunedVertexCount,

            // Links that only a turn restriction makes into traps are pruned after the islands.
            PrunedLinkCount = counts.PrunedLinkCount + merged.Links.Count - graph.LinkCount,
            PrunedMeters = counts.Islands.Sum(island => island.LengthMeters),
            LargestPruned = [.. counts.Islands.Take(StreetBuildReport.IslandsListed)],
        };
        AddNotices(osm, report, notices);
        return graph;
    }

    /// <summary>What was found and left out on the way to the links that are kept.</summary>
    readonly record struct DraftCounts(
        int WayCount, int BarrierCount, int CrossingCount, int PrunedVertexCount, int PrunedLinkCount, List<StreetIsland> Islands);

    /// <summary>The streets without islands.</summary>
    /// <remarks>A method of its own, so that strands and the draft with islands are not held while what is kept is merged and numbered.</remarks>
    static StreetDraft WorthKeeping(
        OsmElements osm, IStreetMode mode, StreetSpeeds speeds, NoticeLog notices, IslandRule rule, out int[] vertexOfNode, out DraftCounts counts)
    {
        var strands = StreetStrands.Read(osm, mode, speeds, notices, out var wayCount);
        var draft = Split(osm, strands, mode, notices, out vertexOfNode, out var barrierCount, out var crossingCount);
        var keep = IslandPruning.VerticesToKeep(draft, draft.EdgesByTail(), rule);
        var links = CollectionsMarshal.AsSpan(draft.Links);
        var isPruned = new bool[links.Length];
        for (var link = 0; link < links.Length; link++)
        {
            isPruned[link] = !keep[links[link].From] || !keep[links[link].To];
        }

        counts = new DraftCounts(
            wayCount,
            barrierCount,
            crossingCount,
            keep.Count(isKept => !isKept),
            isPruned.Count(pruned => pruned),
            IslandPruning.Islands(draft, isPruned));
        return WithoutPruned(draft, isPruned);
    }

    static long Sum(ReadOnlySpan<int> values)
    {
        long sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    static void AddNotices(OsmElements osm, StreetBuildReport report, NoticeLog notices)
    {
        var at = new SourceLocation(string.Join(", ", osm.Files.Select(file => file.Path)), Field: report.Mode);
        if (report.LinkCount == 0)
        {
            notices.Add(
                "street-none", NoticeSeverity.Error, at, $"the files hold no streets for mode '{report.Mode}'; nothing will be reached by it.");
        }

        if (report.PrunedLinkCount > 0)
        {
            notices.Add(
                "street-islands-pruned",
                NoticeSeverity.Information,
                at,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.PrunedIslandCount} parts of the streets that cannot be reached or left were pruned: "
                    + $"{report.PrunedVertexCount} vertices, {report.PrunedLinkCount} links, {report.PrunedMeters} m."));
        }
    }

    /// <summary>Cuts strands where they meet, end, or are barred.</summary>
    static StreetDraft Split(
        OsmElements osm,
        List<StreetStrand> strands,
        IStreetMode mode,
        NoticeLog notices,
        out int[] vertexOfNode,
        out int barrierCount,
        out int crossingCount)
    {
        var uses = CountUses(osm, strands);
        var isBarred = FindBarred(osm, mode, uses, out barrierCount);
        vertexOfNode = new int[osm.NodeCount];
        vertexOfNode.AsSpan().Fill(-1);
        var draft = new StreetDraft();
        foreach (var strand in strands)
        {
            SplitStrand(osm, strand, uses, isBarred, vertexOfNode, draft, notices);
        }

        crossingCount = 0;
        foreach (var strand in strands)
        {
            if (strand.IsOpenSpace)
            {
                crossingCount += CrossArea(osm, strand, vertexOfNode, draft);
            }
        }

        return draft;
    }

    /// <summary>Per node 0, 1, or 2 where it must be a vertex: an end, or used more than once.</summary>
    static byte[] CountUses(OsmElements osm, List<StreetStrand> strands)
    {
        var uses = new byte[osm.NodeCount];
        foreach (var strand in strands)
        {
            foreach (var node in strand.Nodes)
            {
                uses[node] = (byte)Math.Min(2, uses[node] + 1);
            }

            uses[strand.Nodes[0]] = 2;
            uses[strand.Nodes[^1]] = 2;
        }

        return uses;
    }

    static bool[] FindBarred(OsmElements osm, IStreetMode mode, byte[] uses, out int barrierCount)
    {
        var isBarred = new bool[osm.NodeCount];
        barrierCount = 0;
        for (var tagged = 0; tagged < osm.TaggedNodeCount; tagged++)
        {
            var tags = osm.TaggedNodeTags(tagged);
            if (tags["barrier"] is not null && osm.FindNode(osm.TaggedNodeId[tagged]) is var node and >= 0
                && uses[node] > 0 && !mode.Passes(tags))
            {
                isBarred[node] = true;
                barrierCount++;
            }
        }

        return isBarred;
    }

    static void SplitStrand(
        OsmElements osm, StreetStrand strand, byte[] uses, bool[] isBarred, int[] vertexOfNode, StreetDraft draft, NoticeLog notices)
    {
        // A barred node gives every street that comes to it an end of its own.
        int VertexAt(int node) =>
            isBarred[node] ? draft.AddVertex(osm.NodeLongitudeE7[node], osm.NodeLatitudeE7[node])
            : vertexOfNode[node] >= 0 ? vertexOfNode[node]
            : vertexOfNode[node] = draft.AddVertex(osm.NodeLongitudeE7[node], osm.NodeLatitudeE7[node]);

        var start = 0;
        for (var i = 1; i < strand.Nodes.Length; i++)
        {
            if (uses[strand.Nodes[i]] < 2 && !isBarred[strand.Nodes[i]])
            {
                continue;
            }

            var nodes = strand.Nodes.AsSpan(start, i - start + 1);
            start = i;
            long length = 0;
            for (var n = 1; n < nodes.Length; n++)
            {
                length += Geodesy.DistanceMillimeters(
                    osm.NodeLongitudeE7[nodes[n - 1]], osm.NodeLatitudeE7[nodes[n - 1]],
                    osm.NodeLongitudeE7[nodes[n]], osm.NodeLatitudeE7[nodes[n]]);
            }

            length = Math.Max(1, length);
            if (!DraftLink.Fits(length, strand.ForwardKph, strand.BackwardKph))
            {
                notices.Add(
                    "street-link-too-long",
                    NoticeSeverity.Warning,
                    new SourceLocation(osm.Files[0].Path),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"way {strand.OsmId} has a piece of {length / MillimetersPerMeter} m without a junction; it is left out."));
                continue;
            }

            var from = VertexAt(nodes[0]);
            var to = VertexAt(nodes[^1]);
            draft.Links.Add(new DraftLink(
                from,
                to,
                (int)length,
                strand.ForwardKph,
                strand.BackwardKph,
                strand.Traits,
                strand.Way,
                strand.OsmId,
                draft.PointLongitudeE7.Count,
                nodes.Length));
            foreach (var node in nodes)
            {
                draft.PointLongitudeE7.Add(osm.NodeLongitudeE7[node]);
                draft.PointLatitudeE7.Add(osm.NodeLatitudeE7[node]);
            }
        }
    }

    static int CrossArea(OsmElements osm, StreetStrand strand, int[] vertexOfNode, StreetDraft draft)
    {
        var (x, y) = (new int[strand.Nodes.Length], new int[strand.Nodes.Length]);
        var entries = new List<int>();
        for (var i = 0; i < strand.Nodes.Length; i++)
        {
            (x[i], y[i]) = (osm.NodeLongitudeE7[strand.Nodes[i]], osm.NodeLatitudeE7[strand.Nodes[i]]);
            if (i < strand.Nodes.Length - 1 && vertexOfNode[strand.Nodes[i]] >= 0)
            {
                entries.Add(i);
            }
        }

        var pairs = AreaCrossings.Find(x, y, CollectionsMarshal.AsSpan(entries));
        foreach (var (a, b) in pairs)
        {
            var length = (int)Math.Max(1, Geodesy.DistanceMillimeters(x[a], y[a], x[b], y[b]));
            draft.Links.Add(new DraftLink(
                vertexOfNode[strand.Nodes[a]],
                vertexOfNode[strand.Nodes[b]],
                length,
                strand.ForwardKph,
                strand.BackwardKph,
                strand.Traits,
                -1,
                strand.OsmId,
                draft.PointLongitudeE7.Count,
                2));
            draft.PointLongitudeE7.AddRange([x[a], x[b]]);
            draft.PointLatitudeE7.AddRange([y[a], y[b]]);
        }

        return pairs.Count;
    }

    static StreetDraft WithoutPruned(StreetDraft draft, bool[] isPruned)
    {
        var kept = new StreetDraft
        {
            Links = [.. draft.Links.Where((_, link) => !isPruned[link])],
            PointLongitudeE7 = draft.PointLongitudeE7,
            PointLatitudeE7 = draft.PointLatitudeE7,
        };
        kept.VertexLongitudeE7.AddRange(draft.VertexLongitudeE7);
        kept.VertexLatitudeE7.AddRange(draft.VertexLatitudeE7);
        return kept;
    }

    static bool[] VerticesOf(List<TurnRule> rules, StreetDraft draft)
    {
        var isProtected = new bool[draft.VertexCount];
        foreach (var rule in rules)
        {
            isProtected[draft.Links[rule.Path[0] >> 1].Head(rule.Path[0] & 1)] = true;
            isProtected[draft.Links[rule.Target >> 1].Tail(rule.Target & 1)] = true;
        }

        return isProtected;
    }

    static bool[] VerticesWithLinks(StreetDraft draft)
    {
        var has = new bool[draft.VertexCount];
        foreach (var link in draft.Links)
        {
            has[link.From] = true;
            has[link.To] = true;
        }

        return has;
    }
}
