using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Per vertex, the box of the links at it that a search goes on to. Immutable; shared by all threads.</summary>
/// <remarks>16 bytes per vertex; searches of one territory reach the same vertices again and again.</remarks>
sealed class VertexBoxes
{
    readonly StreetBox[] _boxes;

    /// <summary>Reads all links.</summary>
    public VertexBoxes(StreetGraph graph, bool isForward)
    {
        _boxes = new StreetBox[graph.VertexCount];
        var first = isForward ? graph.FirstOut : graph.FirstIn;
        for (var vertex = 0; vertex < _boxes.Length; vertex++)
        {
            var box = StreetBox.Empty;
            for (var i = first[vertex]; i < first[vertex + 1]; i++)
            {
                box = box.And(StreetBox.Of(graph, graph.EdgeLinkDirection[isForward ? i : graph.InEdge[i]] >> 1));
            }

            _boxes[vertex] = box;
        }
    }

    /// <summary>The box of the links at a vertex.</summary>
    public StreetBox this[int vertex] => _boxes[vertex];
}

/// <summary>A box, degrees x 1e7; empty where West is beyond East.</summary>
readonly record struct StreetBox(int West, int South, int East, int North)
{
    /// <summary>A box without any point.</summary>
    public static StreetBox Empty { get; } = new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);

    /// <summary>The box of a link's points; empty where nothing snaps to it: a long ferry should not spread a grid over the sea.</summary>
    public static StreetBox Of(StreetGraph graph, int link)
    {
        var box = Empty;
        if (((LinkTraits)graph.LinkTraitBits[link] & LinkTraits.NoSnap) != 0)
        {
            return box;
        }

        var longitudes = graph.PointLongitudeE7;
        var latitudes = graph.PointLatitudeE7;
        for (var point = graph.LinkFirstPoint[link]; point < graph.LinkFirstPoint[link + 1]; point++)
        {
            var (longitude, latitude) = (longitudes[point], latitudes[point]);
            box = box.And(new StreetBox(longitude, latitude, longitude, latitude));
        }

        return box;
    }

    /// <summary>The box around both.</summary>
    public StreetBox And(StreetBox other) => new(
        Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East), Math.Max(North, other.North));
}
