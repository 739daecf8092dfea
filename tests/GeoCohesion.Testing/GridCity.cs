using GeoCohesion.Core.Network;

namespace GeoCohesion.Testing;

/// <summary>A city that is a perfect grid, so that times can be worked out by hand: every block side has the same length and the same
/// time.</summary>
/// <remarks>
/// <code>
///    row 1   o----o----o      links run east (first) or north, from the crossing in their name
///            |    |    |
///    row 0   o----o----o
///      column 0   1    2
/// </code>
/// </remarks>
public sealed class GridCity
{
    readonly int _columns;
    readonly int _rows;
    readonly int _spacingMillimeters;

    public GridCity(int columns, int rows, int spacingMeters = 100, double speedKph = 3.6, double longitude = 9.19, double latitude = 45.46)
    {
        (_columns, _rows, _spacingMillimeters) = (columns, rows, spacingMeters * 1000);
        var (east, north) = Geodesy.MillimetersPerE7(latitude * 1e7);
        Sketch = new StreetSketch { ConnectorSpeedKph = 3.6 };
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                Sketch.AddVertex(
                    (int)Math.Round((longitude * 1e7) + (column * _spacingMillimeters / east)),
                    (int)Math.Round((latitude * 1e7) + (row * _spacingMillimeters / north)));
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column + 1 < columns; column++)
            {
                AddStreet(Vertex(column, row), Vertex(column + 1, row), speedKph);
            }
        }

        for (var row = 0; row + 1 < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                AddStreet(Vertex(column, row), Vertex(column, row + 1), speedKph);
            }
        }
    }

    /// <summary>For streets beyond the grid, added before <see cref="Build"/>.</summary>
    public StreetSketch Sketch { get; }

    public int Vertex(int column, int row) => (row * _columns) + column;

    /// <summary>On the street east of a crossing.</summary>
    public StreetPosition EastOf(int column, int row, int meters, int connectorMeters = 0) =>
        new((row * (_columns - 1)) + column, meters * 1000, connectorMeters * 1000);

    /// <summary>On the street north of a crossing.</summary>
    public StreetPosition NorthOf(int column, int row, int meters, int connectorMeters = 0) =>
        new((_rows * (_columns - 1)) + (row * _columns) + column, meters * 1000, connectorMeters * 1000);

    public StreetGraph Build() => Sketch.Build();

    void AddStreet(int a, int b, double speedKph)
    {
        var link = Sketch.AddLink(a, b, _spacingMillimeters);
        Sketch.AddBoth(a, b, Sketch.TraversalMilliseconds(link, speedKph), link);
    }
}
