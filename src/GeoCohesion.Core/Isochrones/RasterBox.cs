namespace GeoCohesion.Core.Isochrones;

/// <summary>Columns and rows of the points of a grid that what was reached may be at, and one more on each side.</summary>
sealed class RasterBox
{
    StreetBox _streets = StreetBox.Empty;

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
    public void Clear() => _streets = StreetBox.Empty;

    /// <summary>Enters streets.</summary>
    public void Enter(StreetBox streets) => _streets = _streets.And(streets);

    /// <summary>Works out the columns and rows; false when nothing was entered.</summary>
    /// <exception cref="InputException">More than <see cref="AreaIsochrone.MostPoints"/> (<c>isochrone-too-fine</c>).</exception>
    public bool TryClose(StreetRaster raster)
    {
        if (_streets.West > _streets.East)
        {
            (West, South, Width, Height) = (0, 0, 0, 0);
            return false;
        }

        West = StreetRaster.FloorDivide(_streets.West, raster.StepLongitudeE7) - raster.MarginColumns;
        South = StreetRaster.FloorDivide(_streets.South, raster.StepLatitudeE7) - raster.MarginRows;
        Width = StreetRaster.FloorDivide(_streets.East, raster.StepLongitudeE7) + 2 + raster.MarginColumns - West;
        Height = StreetRaster.FloorDivide(_streets.North, raster.StepLatitudeE7) + 2 + raster.MarginRows - South;
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
