using System.Globalization;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>Says a filter in the SQL of a GeoPackage.</summary>
sealed class FilterSql : FilterSqlWriter
{
    readonly List<object> _values = [];
    readonly List<IPreparedGeometry> _shapes = [];
    readonly string? _spatialIndex;

    FilterSql(string? spatialIndex) => _spatialIndex = spatialIndex;

    /// <summary>Values of <c>@v0</c>, <c>@v1</c>, ...</summary>
    public IReadOnlyList<object> Values => _values;

    /// <summary>Geometries that <see cref="SpatialFunctions.Intersects"/> takes by their position.</summary>
    public IReadOnlyList<IPreparedGeometry> Shapes => _shapes;

    /// <summary>Translates a filter.</summary>
    /// <param name="filter">Null for all features.</param>
    /// <param name="spatialIndex">Name of the table's index of boxes, or null where there is none.</param>
    public static FilterSql Of(FilterExpression? filter, string? spatialIndex)
    {
        var translation = new FilterSql(spatialIndex);
        translation.Translate(filter);
        return translation;
    }

    /// <inheritdoc/>
    protected override string Constant(bool value) => value ? "1" : "0";

    /// <inheritdoc/>
    protected override string Parameter(object value)
    {
        _values.Add(value is bool flag ? (flag ? 1L : 0L) : value);
        return string.Create(CultureInfo.InvariantCulture, $"@v{_values.Count - 1}");
    }

    /// <inheritdoc/>
    protected override string Intersects(Geometry shape, bool isRequired)
    {
        _shapes.Add(PreparedGeometryFactory.Prepare(shape));
        var exact = string.Create(CultureInfo.InvariantCulture, $"{SpatialFunctions.Intersects}({GeometryColumn}, {_shapes.Count - 1})");
        if (!isRequired || _spatialIndex is null || shape.IsEmpty)
        {
            return exact;
        }

        // A shape of several parts, such as a box across the antimeridian, has a box for each.
        var boxes = Enumerable.Range(0,
            shape.NumGeometries).Select(part => shape.GetGeometryN(part).EnvelopeInternal).Where(box => !box.IsNull);
        var near = boxes.Select(box =>
            $"(maxx >= {Parameter(box.MinX)} AND minx <= {Parameter(box.MaxX)} AND maxy >= {Parameter(box.MinY)} AND miny <= {Parameter(box.MaxY)})");
        return $"(fid IN (SELECT id FROM {Quote(_spatialIndex)} WHERE {string.Join(" OR ", near)}) AND {exact})";
    }
}
