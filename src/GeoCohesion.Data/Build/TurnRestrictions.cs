using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Build;

/// <summary>A turn that is forbidden, or the only one allowed, after a sequence of link directions.</summary>
/// <param name="Path">Link directions travelled, each leading to the next; the first is the street one comes from.</param>
/// <param name="Target">Link direction taken next.</param>
/// <param name="IsOnly">Whether the target is the only one allowed; else it is forbidden.</param>
readonly record struct TurnRule(int[] Path, int Target, bool IsOnly);

/// <summary>Reads turn restrictions and builds them into a graph by splitting vertices.</summary>
/// <remarks>
/// Vertices become pairs (vertex, longest sequence just travelled that some rule begins with), as in the automaton of Aho and Corasick
/// (Efficient string matching, 1975) over link directions. A plain search on the split graph then obeys all rules, those with a via way
/// too, and several rules from the same street add up. U-turns are allowed unless a rule forbids them; an <c>only_</c> rule does.
/// </remarks>
static class TurnRestrictions
{
    /// <summary>Reads the restrictions that bind a mode.</summary>
    /// <param name="osm">Elements.</param>
    /// <param name="mode">Whom they bind.</param>
    /// <param name="draft">Streets before merging.</param>
    /// <param name="vertexOfNode">Per node, its vertex, or -1.</param>
    /// <param name="notices">Told of each restriction left out.</param>
    /// <param name="leftOut">How many were left out.</param>
    public static List<TurnRule> Read(
        OsmElements osm, IStreetMode mode, StreetDraft draft, int[] vertexOfNode, NoticeLog notices, out int leftOut)
    {
        leftOut = 0;
        var rules = new List<TurnRule>();
        if (mode.RestrictionKeys.Count == 0)
        {
            return rules;
        }

        var linksOfWay = LinksOfWays(osm, draft);
        for (var relation = 0; relation < osm.RelationCount; relation++)
        {
            var tags = osm.RelationTags(relation);
            if (!tags.Is("type", "restriction"))
            {
                continue;
            }

            var key = mode.RestrictionKeys.FirstOrDefault(candidate => tags[candidate] is not null);
            var kind = key is null ? null : tags[key];
            var exceptions = tags["except"]?.Split(';', StringSplitOptions.TrimEntries) ?? [];
            if (exceptions.Any(mode.RestrictionExceptions.Contains) || (kind is null && !HasCondition(tags, mode)))
            {
                continue;
            }

            var reason = kind is null || tags["day_on"] is not null || tags["hour_on"] is not null
                ? "it holds at certain hours only"
                : new Resolution(osm, draft, vertexOfNode, linksOfWay, relation, kind, rules).Resolve();
            if (reason is not null)
            {
                leftOut++;
                notices.Add(
                    "street-restriction-left-out",
                    NoticeSeverity.Information,
                    new SourceLocation(osm.Files[0].Path, Field: mode.Name),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"turn restriction {osm.RelationId[relation]} ({kind ?? "conditional"}) is left out: {reason}."));
            }
        }

        return rules;
    }

    /// <summary>The rules in terms of merged links.</summary>
    public static List<TurnRule> Translate(List<TurnRule> rules, int[] mergedOf)
    {
        var translated = new List<TurnRule>(rules.Count);
        foreach (var rule in rules)
        {
            var path = new List<int>();
            foreach (var linkDirection in rule.Path)
            {
                if (path.Count == 0 || path[^1] != mergedOf[linkDirection])
                {
                    path.Add(mergedOf[linkDirection]);
                }
            }

            translated.Add(new TurnRule([.. path], mergedOf[rule.Target], rule.IsOnly));
        }

        return translated;
    }

    /// <summary>Splits vertices so that only allowed turns are left.</summary>
    /// <param name="draft">Streets after merging; the copies of vertices are added to it.</param>
    /// <param name="rules">What holds.</param>
    /// <param name="originalOf">Per vertex, copies included, the vertex it is a copy of (or itself).</param>
    public static DraftEdges Expand(StreetDraft draft, List<TurnRule> rules, out int[] originalOf)
    {
        var plain = draft.EdgesByTail();
        var plainCount = draft.VertexCount;
        var states = new RuleStates(draft, rules);
        var original = Enumerable.Range(0, plainCount).ToList();
        for (var state = 1; state < states.Count; state++)
        {
            var vertex = states.Vertex(state);
            original.Add(vertex);
            draft.AddVertex(draft.VertexLongitudeE7[vertex], draft.VertexLatitudeE7[vertex]);
        }

        var first = new List<int> { 0 };
        var head = new List<int>(plain.Head.Length);
        var linkDirections = new List<int>(plain.Head.Length);
        for (var vertex = 0; vertex < original.Count; vertex++)
        {
            var state = Math.Max(0, vertex - plainCount + 1);
            for (var edge = plain.FirstOut[original[vertex]]; edge < plain.FirstOut[original[vertex] + 1]; edge++)
            {
                if (states.Allows(state, plain.LinkDirection[edge]))
                {
                    var next = states.Next(state, plain.LinkDirection[edge]);
                    head.Add(next == 0 ? plain.Head[edge] : plainCount + next - 1);
                    linkDirections.Add(plain.LinkDirection[edge]);
                }
            }

            first.Add(head.Count);
        }

        originalOf = [.. original];
        return new DraftEdges([.. first], [.. head], [.. linkDirections]);
    }

    static bool HasCondition(OsmTags tags, IStreetMode mode) => mode.RestrictionKeys.Any(key => tags[key + ":conditional"] is not null);

    static Dictionary<int, List<int>> LinksOfWays(OsmElements osm, StreetDraft draft)
    {
        var links = new Dictionary<int, List<int>>();
        for (var relation = 0; relation < osm.RelationCount; relation++)
        {
            if (!osm.RelationTags(relation).Is("type", "restriction"))
            {
                continue;
            }

            foreach (var member in osm.RelationMembers(relation))
            {
                if (member.Type == OsmMemberType.Way && osm.FindWay(member.Id) is var way and >= 0)
                {
                    links.TryAdd(way, []);
                }
            }
        }

        for (var link = 0; link < draft.Links.Count; link++)
        {
            if (links.TryGetValue(draft.Links[link].Way, out var list))
            {
                list.Add(link);
            }
        }

        return links;
    }

    /// <summary>One relation, on its way to rules.</summary>
    sealed class Resolution(
        OsmElements osm,
        StreetDraft draft,
        int[] vertexOfNode,
        Dictionary<int, List<int>> linksOfWay,
        int relation,
        string kind,
        List<TurnRule> rules)
    {
        const string WithoutEffect = "the turn it speaks of is not possible in this mode";

        /// <summary>Adds the rules; says why not where there are none.</summary>
        public string? Resolve()
        {
            var isOnly = kind.StartsWith("only_", StringComparison.Ordinal);
            if (!isOnly && !kind.StartsWith("no_", StringComparison.Ordinal))
            {
                return "its kind is not known";
            }

            var (from, to, viaWays, viaNodes) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
            foreach (var member in osm.RelationMembers(relation))
            {
                var isWay = member.Type == OsmMemberType.Way;
                var index = isWay ? osm.FindWay(member.Id) : member.Type == OsmMemberType.Node ? osm.FindNode(member.Id) : -1;
                var list = (member.Role, isWay) switch
                {
                    ("from", true) => from,
                    ("to", true) => to,
                    ("via", true) => viaWays,
                    ("via", false) => viaNodes,
                    _ => null,
                };
                if (list is not null && index < 0)
                {
                    return "a member is not in the files";
                }

                list?.Add(index);
            }

            if (from.Count == 0 || to.Count == 0 || viaWays.Count + viaNodes.Count != 1)
            {
                return viaWays.Count > 1 ? "it has several via members" : "it lacks a from, via or to member";
            }

            var count = rules.Count;
            string? reason = null;
            foreach (var fromWay in from)
            {
                foreach (var toWay in to)
                {
                    var why = viaNodes.Count == 1
                        ? AddAtNode(fromWay, vertexOfNode[viaNodes[0]], toWay, isOnly)
                        : AddAlongWay(fromWay, viaWays[0], toWay, isOnly);
                    reason ??= why;
                }
            }

            return rules.Count > count ? null : reason;
        }

        string? AddAtNode(int fromWay, int vertex, int toWay, bool isOnly)
        {
            if (vertex < 0)
            {
                return WithoutEffect;
            }

            var arriving = Directions(fromWay, vertex, arrives: true);
            var leaving = Directions(toWay, vertex, arrives: false);
            if (arriving.Count > 1 || leaving.Count > 1)
            {
                return "a way passes through the via node, so that it does not say which turn is meant";
            }

            if (arriving.Count == 0 || leaving.Count == 0)
            {
                return WithoutEffect;
            }

            rules.Add(new TurnRule([arriving[0]], leaving[0], isOnly));
            return null;
        }

        string? AddAlongWay(int fromWay, int viaWay, int toWay, bool isOnly)
        {
            // The via way is travelled from where it meets the from way to where it meets the to way; both directions are tried.
            var found = 0;
            foreach (var direction in (ReadOnlySpan<int>)[0, 1])
            {
                var links = linksOfWay.GetValueOrDefault(viaWay, []);
                var path = new List<int>();
                for (var i = 0; i < links.Count; i++)
                {
                    var linkDirection = (2 * links[direction == 0 ? i : links.Count - 1 - i]) + direction;
                    var link = draft.Links[linkDirection >> 1];
                    var isJoined = path.Count == 0 || draft.Links[path[^1] >> 1].Head(direction) == link.Tail(direction);
                    if (link.Kph(direction) == 0 || !isJoined)
                    {
                        path.Clear();
                        break;
                    }

                    path.Add(linkDirection);
                }

                if (path.Count == 0)
                {
                    continue;
                }

                var arriving = Directions(fromWay, draft.Links[path[0] >> 1].Tail(direction), arrives: true);
                var leaving = Directions(toWay, draft.Links[path[^1] >> 1].Head(direction), arrives: false);
                if (arriving.Count == 1 && leaving.Count == 1)
                {
                    rules.Add(new TurnRule([arriving[0], .. path], leaving[0], isOnly));
                    found++;
                }
            }

            return found > 0 ? null : WithoutEffect;
        }

        List<int> Directions(int way, int vertex, bool arrives)
        {
            var directions = new List<int>();
            foreach (var link in linksOfWay.GetValueOrDefault(way, []))
            {
                for (var direction = 0; direction < 2; direction++)
                {
                    var end = arrives ? draft.Links[link].Head(direction) : draft.Links[link].Tail(direction);
                    if (end == vertex && draft.Links[link].Kph(direction) > 0)
                    {
                        directions.Add((2 * link) + direction);
                    }
                }
            }

            return directions;
        }
    }

    /// <summary>The beginnings of rules as states; state 0 is "nothing of interest was travelled".</summary>
    sealed class RuleStates
    {
        readonly Dictionary<(int State, int LinkDirection), int> _child = [];
        readonly List<int> _vertex = [-1];
        readonly List<int> _fallback = [0];
        readonly List<HashSet<int>> _forbidden = [[]];
        readonly List<HashSet<int>?> _only = [null];

        public RuleStates(StreetDraft draft, List<TurnRule> rules)
        {
            foreach (var rule in rules)
            {
                var state = 0;
                foreach (var linkDirection in rule.Path)
                {
                    state = ChildOf(state, linkDirection, draft.Links[linkDirection >> 1].Head(linkDirection & 1));
                }

                if (rule.IsOnly)
                {
                    (_only[state] ??= []).Add(rule.Target);
                }
                else
                {
                    _forbidden[state].Add(rule.Target);
                }
            }

            // Breadth first: the fallback of a state is shorter than the state.
            var pending = new Queue<int>([0]);
            var childrenOf = _child.OrderBy(pair => pair.Value).ToLookup(pair => pair.Key.State);
            while (pending.TryDequeue(out var state))
            {
                foreach (var (key, child) in childrenOf[state])
                {
                    _fallback[child] = state == 0 ? 0 : Next(_fallback[state], key.LinkDirection);
                    pending.Enqueue(child);
                }
            }
        }

        public int Count => _vertex.Count;

        public int Vertex(int state) => _vertex[state];

        /// <summary>State after a link direction was travelled from a state.</summary>
        public int Next(int state, int linkDirection)
        {
            while (true)
            {
                if (_child.TryGetValue((state, linkDirection), out var child))
                {
                    return child;
                }

                if (state == 0)
                {
                    return 0;
                }

                state = _fallback[state];
            }
        }

        public bool Allows(int state, int linkDirection)
        {
            for (; state != 0; state = _fallback[state])
            {
                if (_forbidden[state].Contains(linkDirection) || _only[state]?.Contains(linkDirection) == false)
                {
                    return false;
                }
            }

            return true;
        }

        int ChildOf(int state, int linkDirection, int vertex)
        {
            if (!_child.TryGetValue((state, linkDirection), out var child))
            {
                child = _vertex.Count;
                _child.Add((state, linkDirection), child);
                _vertex.Add(vertex);
                _fallback.Add(0);
                _forbidden.Add([]);
                _only.Add(null);
            }

            return child;
        }
    }
}
