using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Data.Build;

/// <summary>A link before it is numbered: an undirected piece of street between two vertices.</summary>
/// <param name="From">Vertex at its first point.</param>
/// <param name="To">Vertex at its last point.</param>
/// <param name="LengthMillimeters">Above 0.</param>
/// <param name="ForwardKph">From first to last point; 0 where not allowed.</param>
/// <param name="BackwardKph">From last to first point; 0 where not allowed.</param>
/// <param name="Traits">What it is.</param>
/// <param name="Way">Index of the OSM way it is a part of, or -1 for a ring of a relation or a line across an area.</param>
/// <param name="OsmId">Id of the way, or of the relation.</param>
/// <param name="FirstPoint">First of its points in the draft's columns.</param>
/// <param name="PointCount">Number of its points, both ends included.</param>
readonly record struct DraftLink(
    int From,
    int To,
    int LengthMillimeters,
    double ForwardKph,
    double BackwardKph,
    LinkTraits Traits,
    int Way,
    long OsmId,
    int FirstPoint,
    int PointCount)
{
    /// <summary>Longest time along a link; beyond it, sums of times would come near "not reached".</summary>
    public const int LongestMilliseconds = 500_000_000;

    /// <summary>Longest link: 500 km.</summary>
    public const int LongestMillimeters = 500_000_000;

    /// <summary>Speed in a direction: 0 along the link, 1 against it.</summary>
    public double Kph(int direction) => direction == 0 ? ForwardKph : BackwardKph;

    /// <summary>Vertex that a direction leaves.</summary>
    public int Tail(int direction) => direction == 0 ? From : To;

    /// <summary>Vertex that a direction leads to.</summary>
    public int Head(int direction) => direction == 0 ? To : From;

    /// <summary>Whether a length at these speeds has times that can be counted with.</summary>
    public static bool Fits(long lengthMillimeters, double forwardKph, double backwardKph)
    {
        const double MillisecondsPerMillimeterAtOneKph = 3.6;
        var slowest = forwardKph > 0 && backwardKph > 0 ? Math.Min(forwardKph, backwardKph) : Math.Max(forwardKph, backwardKph);
        return lengthMillimeters <= LongestMillimeters
            && lengthMillimeters * MillisecondsPerMillimeterAtOneKph <= slowest * LongestMilliseconds;
    }
}

/// <summary>Streets of one mode while they are being built.</summary>
sealed class StreetDraft
{
    public List<int> VertexLongitudeE7 { get; } = [];

    public List<int> VertexLatitudeE7 { get; } = [];

    public List<DraftLink> Links { get; init; } = [];

    public List<int> PointLongitudeE7 { get; init; } = [];

    public List<int> PointLatitudeE7 { get; init; } = [];

    public int VertexCount => VertexLongitudeE7.Count;

    public int AddVertex(int longitudeE7, int latitudeE7)
    {
        VertexLongitudeE7.Add(longitudeE7);
        VertexLatitudeE7.Add(latitudeE7);
        return VertexLongitudeE7.Count - 1;
    }

    /// <summary>Directed edges in compressed rows; an edge is named by <c>link * 2 + direction</c>.</summary>
    public DraftEdges EdgesByTail()
    {
        var first = new int[VertexCount + 1];
        for (var edge = 0; edge < 2 * Links.Count; edge++)
        {
            if (Links[edge >> 1].Kph(edge & 1) > 0)
            {
                first[Links[edge >> 1].Tail(edge & 1) + 1]++;
            }
        }

        for (var vertex = 0; vertex < VertexCount; vertex++)
        {
            first[vertex + 1] += first[vertex];
        }

        var next = first[..^1];
        var head = new int[first[^1]];
        var linkDirection = new int[first[^1]];
        for (var edge = 0; edge < 2 * Links.Count; edge++)
        {
            var link = Links[edge >> 1];
            if (link.Kph(edge & 1) > 0)
            {
                var slot = next[link.Tail(edge & 1)]++;
                (head[slot], linkDirection[slot]) = (link.Head(edge & 1), edge);
            }
        }

        return new DraftEdges(first, head, linkDirection);
    }

    /// <summary>Milliseconds along a link in a direction.</summary>
    public int Milliseconds(int linkDirection)
    {
        var link = Links[linkDirection >> 1];
        return TravelTime.Milliseconds(link.LengthMillimeters, link.Kph(linkDirection & 1));
    }
}

/// <summary>Directed edges by the vertex they leave.</summary>
/// <param name="FirstOut">CSR; vertices + 1 entries.</param>
/// <param name="Head">Per edge, the vertex it leads to.</param>
/// <param name="LinkDirection">Per edge, <c>link * 2 + direction</c>.</param>
sealed record DraftEdges(int[] FirstOut, int[] Head, int[] LinkDirection);
