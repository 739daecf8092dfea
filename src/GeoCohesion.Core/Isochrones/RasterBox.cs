using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Columns and rows of the points of a grid that what was reached may be at, and one more on each side.</summary>
sealed class RasterBox
{
    int _westE7;
    int _southE7;
    int _eastE7;
    int _northE7;

    /// <summary>Column of the first point.</summary>
    public int West { get; private set; }

    /// <summary>Row of the first point.</summary>
    public int South { get; private set; }

    /// <summary>Points in a row.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>Number of points.</summary>
    public int Count => Width * Height;

    /// <summary>Begins with nothing.</summary>
    public void Clear() => (_westE7, _southE7, _eastE7, _northE7) = (int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);

    /// <summary>Enters the links at a vertex, in the direction that a search goes.</summary>
    public void EnterAround(StreetGraph graph, bool isForward, int vertex)
    {
        var first = isForward ? graph.FirstOut : graph.FirstIn;
        for (var i = first[vertex]; i < first[vertex + 1]; i++)
        {
            Enter(graph, graph.EdgeLinkDirection[isForward ? i : graph.InEdge[i]] >> 1);
        }
    }

    /// <summary>Enters a link.</summary>
    public void Enter(StreetGraph graph, int link)
    {
        // Nothing snaps there: a long ferry should not spread the grid over the sea.
        if (((LinkTraits)graph.LinkTraitBits[link] & LinkTraits.NoSnap) != 0)
        {
            return;
        }

        var longitudes = graph.PointLongitudeE7;
        var latitudes = graph.PointLatitudeE7;
        for (var point = graph.LinkFirstPoint[link]; point < graph.LinkFirstPoint[link + 1]; point++)
        {
            _westE7 = Math.Min(_westE7, longitudes[point]);
            _eastE7 = Math.Max(_eastE7, longitudes[point]);
            _southE7 = Math.Min(_southE7, latitudes[point]);
            _northE7 = Math.Max(_northE7, latitudes[point]);
        }
    }

    /// <summary>Works out the columns and rows; false when nothing was entered.</summary>
    /// <exception cref="InputException">More than <see cref="AreaIsochrone.MostPoints"/> (<c>isochrone-too-fine</c>).</exception>
    public bool TryClose(StreetRaster raster)
    {
        if (_westE7 > _eastE7)
        {
            (West, South, Width, Height) = (0, 0, 0, 0);
            return false;
        }

        West = StreetRaster.FloorDivide(_westE7, raster.StepLongitudeE7) - raster.MarginColumns;
        South = StreetRaster.FloorDivide(_southE7, raster.StepLatitudeE7) - raster.MarginRows;
        Width = StreetRaster.FloorDivide(_eastE7, raster.StepLongitudeE7) + 2 + raster.MarginColumns - West;
        Height = StreetRaster.FloorDivide(_northE7, raster.StepLatitudeE7) + 2 + raster.MarginRows - South;
        var points = (long)Width * Height;
        if (points > AreaIsochrone.MostPoints)
        {
            throw new InputException(
                "isochrone-too-fine",
                $"the streets reached spread over {points} points of the grid; at most {AreaIsochrone.MostPoints} are accepted: a coarser one is needed.",
                new SourceLocation("isochrone"));
        }

        return true;
    }

    /// <summary>Visits the tiles that hold points of the box.</summary>
    /// <param name="raster">Grid of the box.</param>
    /// <param name="visit">Takes a tile, and the column and row of its first point within the box; these may be negative.</param>
    public void ForEachTile(StreetRaster raster, Action<RasterTile, int, int> visit)
    {
        var lastColumn = (West + Width - 1 - raster.FirstColumn) / StreetRaster.TileSide;
        var lastRow = (South + Height - 1 - raster.FirstRow) / StreetRaster.TileSide;
        for (var row = (South - raster.FirstRow) / StreetRaster.TileSide; row <= lastRow; row++)
        {
            for (var column = (West - raster.FirstColumn) / StreetRaster.TileSide; column <= lastColumn; column++)
            {
                visit(
                    raster.Tile(column, row),
                    raster.FirstColumn + (column * StreetRaster.TileSide) - West,
                    raster.FirstRow + (row * StreetRaster.TileSide) - South);
            }
        }
    }
}
