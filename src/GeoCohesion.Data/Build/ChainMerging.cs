namespace GeoCohesion.Data.Build;

/// <summary>Joins links that meet end to end where nothing changes: same speeds in both directions, same traits, no other street.</summary>
static class ChainMerging
{
    /// <summary>The merged streets, with the same vertices (some now unused), and where each link went.</summary>
    /// <param name="draft">Streets.</param>
    /// <param name="isProtected">Per vertex, whether it must stay, e.g. because a turn is restricted there.</param>
    /// <param name="mergedOf">Per link direction (<c>link * 2 + direction</c>), the link direction it became a part of.</param>
    public static StreetDraft Merge(StreetDraft draft, bool[] isProtected, out int[] mergedOf)
    {
        var passes = PassedVertices(draft, isProtected, out var otherEnd);
        var merged = new StreetDraft();
        merged.VertexLongitudeE7.AddRange(draft.VertexLongitudeE7);
        merged.VertexLatitudeE7.AddRange(draft.VertexLatitudeE7);
        mergedOf = new int[2 * draft.Links.Count];
        var done = new bool[draft.Links.Count];

        // Chains that end somewhere first, then rings, from which any vertex may be the end.
        for (var round = 0; round < 2; round++)
        {
            for (var link = 0; link < draft.Links.Count; link++)
            {
                if (done[link])
                {
                    continue;
                }

                if (round == 1 || !passes[draft.Links[link].From])
                {
                    Follow(draft, merged, 2 * link, passes, otherEnd, done, mergedOf);
                }
                else if (!passes[draft.Links[link].To])
                {
                    Follow(draft, merged, (2 * link) + 1, passes, otherEnd, done, mergedOf);
                }
            }
        }

        return merged;
    }

    /// <summary>
    /// Per vertex, whether a chain passes through it; and per link direction, the link direction that goes on from its head there.
    /// </summary>
    static bool[] PassedVertices(StreetDraft draft, bool[] isProtected, out int[] otherEnd)
    {
        const int MoreThanTwo = 3;
        var degree = new byte[draft.VertexCount];
        var leaving = new int[2 * draft.VertexCount];
        otherEnd = new int[2 * draft.Links.Count];
        for (var linkDirection = 0; linkDirection < 2 * draft.Links.Count; linkDirection++)
        {
            var tail = draft.Links[linkDirection >> 1].Tail(linkDirection & 1);
            if (degree[tail] < 2)
            {
                leaving[(2 * tail) + degree[tail]] = linkDirection;
            }

            degree[tail] = (byte)Math.Min(MoreThanTwo, degree[tail] + 1);
        }

        var passes = new bool[draft.VertexCount];
        for (var vertex = 0; vertex < draft.VertexCount; vertex++)
        {
            var (a, b) = (leaving[2 * vertex], leaving[(2 * vertex) + 1]);
            if (degree[vertex] != 2 || isProtected[vertex] || a >> 1 == b >> 1)
            {
                continue;
            }

            var (first, second) = (draft.Links[a >> 1], draft.Links[b >> 1]);
            var (intoA, intoB) = (first.Kph((a & 1) ^ 1), second.Kph((b & 1) ^ 1));
            if (first.Traits == second.Traits && intoA == second.Kph(b & 1) && intoB == first.Kph(a & 1))
            {
                passes[vertex] = true;
                (otherEnd[a ^ 1], otherEnd[b ^ 1]) = (b, a);
            }
        }

        return passes;
    }

    static void Follow(StreetDraft draft, StreetDraft merged, int start, bool[] passes, int[] otherEnd, bool[] done, int[] mergedOf)
    {
        var first = draft.Links[start >> 1];
        var (forwardKph, backwardKph) = (first.Kph(start & 1), first.Kph((start & 1) ^ 1));
        var link = merged.Links.Count;
        var firstPoint = merged.PointLongitudeE7.Count;
        var linkDirection = start;
        long length = 0;
        while (true)
        {
            var part = draft.Links[linkDirection >> 1];
            done[linkDirection >> 1] = true;
            length += part.LengthMillimeters;
            AddPoints(draft, merged, part, linkDirection & 1, skipFirst: linkDirection != start);
            mergedOf[linkDirection] = 2 * link;
            mergedOf[linkDirection ^ 1] = (2 * link) + 1;
            if (!passes[part.Head(linkDirection & 1)])
            {
                break;
            }

            var next = otherEnd[linkDirection];
            if (done[next >> 1] || !DraftLink.Fits(length + draft.Links[next >> 1].LengthMillimeters, forwardKph, backwardKph))
            {
                break;
            }

            linkDirection = next;
        }

        merged.Links.Add(first with
        {
            From = first.Tail(start & 1),
            To = draft.Links[linkDirection >> 1].Head(linkDirection & 1),
            LengthMillimeters = (int)length,
            ForwardKph = forwardKph,
            BackwardKph = backwardKph,
            FirstPoint = firstPoint,
            PointCount = merged.PointLongitudeE7.Count - firstPoint,
        });
    }

    static void AddPoints(StreetDraft draft, StreetDraft merged, DraftLink part, int direction, bool skipFirst)
    {
        for (var i = skipFirst ? 1 : 0; i < part.PointCount; i++)
        {
            var point = part.FirstPoint + (direction == 0 ? i : part.PointCount - 1 - i);
            merged.PointLongitudeE7.Add(draft.PointLongitudeE7[point]);
            merged.PointLatitudeE7.Add(draft.PointLatitudeE7[point]);
        }
    }
}
