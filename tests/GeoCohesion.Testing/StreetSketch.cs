using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Testing;

/// <summary>A street graph drawn by hand: vertices, links with their geometry, and edges along or against them, in any order.</summary>
public sealed class StreetSketch
{
    readonly List<(int LongitudeE7, int LatitudeE7)> _vertices = [];
    readonly List<(int Tail, int Head, int Milliseconds, int LinkDirection)> _edges = [];
    readonly List<(int LengthMillimeters, LinkTraits Traits)> _links = [];
    readonly List<int> _linkFirstPoint = [0];
    readonly List<(int LongitudeE7, int LatitudeE7)> _points = [];

    public double ConnectorSpeedKph { get; init; } = 3.6;

    public int AddVertex(int longitudeE7 = 0, int latitudeE7 = 0)
    {
        _vertices.Add((longitudeE7, latitudeE7));
        return _vertices.Count - 1;
    }

    /// <summary>Without a length, the link is as long as it is drawn (1 mm at least).</summary>
    public int AddLink(
        ReadOnlySpan<(int LongitudeE7, int LatitudeE7)> points, int? lengthMillimeters = null, LinkTraits traits = LinkTraits.None)
    {
        long drawn = 0;
        for (var i = 1; i < points.Length; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            drawn += Geodesy.DistanceMillimeters(from.LongitudeE7, from.LatitudeE7, to.LongitudeE7, to.LatitudeE7);
        }

        _points.AddRange(points);
        _linkFirstPoint.Add(_points.Count);
        _links.Add((lengthMillimeters ?? (int)Math.Max(1, drawn), traits));
        return _links.Count - 1;
    }

    /// <summary>A straight link between two vertices.</summary>
    public int AddLink(int vertexA, int vertexB, int? lengthMillimeters = null) =>
        AddLink([_vertices[vertexA], _vertices[vertexB]], lengthMillimeters);

    public void AddEdge(int tail, int head, int milliseconds, int link, bool against = false) =>
        _edges.Add((tail, head, milliseconds, (link * 2) + (against ? 1 : 0)));

    /// <summary>An edge each way.</summary>
    public void AddBoth(int vertexA, int vertexB, int milliseconds, int link)
    {
        AddEdge(vertexA, vertexB, milliseconds, link);
        AddEdge(vertexB, vertexA, milliseconds, link, against: true);
    }

    public int TraversalMilliseconds(int link, double speedKph) => TravelTime.Milliseconds(_links[link].LengthMillimeters, speedKph);

    /// <summary>Edges are sorted by tail; those of one tail keep the order they were added in.</summary>
    public StreetGraph Build()
    {
        var edges = _edges.OrderBy(edge => edge.Tail).ToArray();
        var firstOut = new int[_vertices.Count + 1];
        foreach (var edge in edges)
        {
            firstOut[edge.Tail + 1]++;
        }

        for (var vertex = 0; vertex < _vertices.Count; vertex++)
        {
            firstOut[vertex + 1] += firstOut[vertex];
        }

        return new StreetGraph(new StreetGraphColumns
        {
            Mode = "walk",
            ConnectorSpeedKph = ConnectorSpeedKph,
            VertexLongitudeE7 = [.. _vertices.Select(vertex => vertex.LongitudeE7)],
            VertexLatitudeE7 = [.. _vertices.Select(vertex => vertex.LatitudeE7)],
            FirstOut = firstOut,
            Head = [.. edges.Select(edge => edge.Head)],
            TraversalMilliseconds = [.. edges.Select(edge => edge.Milliseconds)],
            EdgeLinkDirection = [.. edges.Select(edge => edge.LinkDirection)],
            LinkLengthMillimeters = [.. _links.Select(link => link.LengthMillimeters)],
            LinkOsmWayId = [.. _links.Select((_, link) => (long)link)],
            LinkTraitBits = [.. _links.Select(link => (byte)link.Traits)],
            LinkFirstPoint = [.. _linkFirstPoint],
            PointLongitudeE7 = [.. _points.Select(point => point.LongitudeE7)],
            PointLatitudeE7 = [.. _points.Select(point => point.LatitudeE7)],
        });
    }
}
