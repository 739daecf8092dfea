namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>shapes.txt</c>.</summary>
static class ShapeTable
{
    public const string FileName = "shapes.txt";
    const double E7 = 1e7;

    public static GtfsShapes Read(GtfsLoad load, IdIndex shapeIds)
    {
        var (shapes, sequences) = (new ColumnBuilder<int>(), new ColumnBuilder<int>());
        var (longitudes, latitudes) = (new ColumnBuilder<int>(), new ColumnBuilder<int>());
        using (var table = load.OpenOptional(FileName))
        {
            if (table is not null)
            {
                var (id, order) = (table.Require("shape_id"), table.Require("shape_pt_sequence"));
                var (x, y) = (table.Require("shape_pt_lon"), table.Require("shape_pt_lat"));
                while (table.ReadRow())
                {
                    var shape = shapeIds.Find(table[id]);
                    if (shape < 0)
                    {
                        continue;
                    }

                    if (table.TryDecimal(x, out var longitude) && table.TryDecimal(y, out var latitude)
                        && table.TryInteger(order, -1, 0, int.MaxValue, out var sequence)
                        && Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90)
                    {
                        shapes.Add(shape);
                        sequences.Add(sequence);
                        longitudes.Add((int)Math.Round(longitude * E7));
                        latitudes.Add((int)Math.Round(latitude * E7));
                    }
                }

                load.Finish(table);
            }
        }

        var (first, rowOrder) = RowOrder.Group(shapes, sequences, shapeIds.Count);
        var (longitudeE7, latitudeE7) = (new int[rowOrder.Length], new int[rowOrder.Length]);
        for (var i = 0; i < rowOrder.Length; i++)
        {
            (longitudeE7[i], latitudeE7[i]) = (longitudes[rowOrder[i]], latitudes[rowOrder[i]]);
        }

        return new GtfsShapes(first, longitudeE7, latitudeE7);
    }
}
