using System.Globalization;
using System.Text;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>
/// Says a filter in the SQL of a GeoPackage. Every value is a parameter; of the request only names of known columns enter the text.
/// </summary>
sealed class FilterSql
{
    readonly StringBuilder _sql = new();
    readonly List<object> _values = [];
    readonly List<IPreparedGeometry> _shapes = [];
    readonly string? _spatialIndex;

    FilterSql(string? spatialIndex) => _spatialIndex = spatialIndex;

    /// <summary>A condition without a side effect; empty where all features pass.</summary>
    public string Condition => _sql.ToString();

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
        if (filter is not null)
        {
            translation.Write(filter, isRequired: true);
        }

        return translation;
    }

    /// <summary>A name in SQL.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <param name="expression">What to write.</param>
    /// <param name="isRequired">Whether a feature passes only if this is true: then the index of boxes may leave features out.</param>
    void Write(FilterExpression expression, bool isRequired)
    {
        switch (expression)
        {
            case FilterExpression.And and:
                WriteAll(and.Parts, " AND ", isRequired);
                break;
            case FilterExpression.Or or:
                WriteAll(or.Parts, " OR ", isRequired: false);
                break;
            case FilterExpression.Not not:
                _sql.Append("(NOT ");
                Write(not.Inner, isRequired: false);
                _sql.Append(')');
                break;
            case FilterExpression.Constant constant:
                _sql.Append(constant.Value ? "1" : "0");
                break;
            case FilterExpression.Comparison comparison:
                Surround(() =>
                {
                    Write(comparison.Left);
                    _sql.Append(Symbol(comparison.Operator));
                    Write(comparison.Right);
                });
                break;
            case FilterExpression.In within:
                Surround(() =>
                {
                    Write(within.Operand);
                    _sql.Append(" IN (");
                    for (var i = 0; i < within.Values.Count; i++)
                    {
                        _sql.Append(i == 0 ? "" : ", ");
                        Write(within.Values[i]);
                    }

                    _sql.Append(')');
                });
                break;
            case FilterExpression.Between between:
                Surround(() =>
                {
                    Write(between.Operand);
                    _sql.Append(" BETWEEN ");
                    Write(between.Lower);
                    _sql.Append(" AND ");
                    Write(between.Upper);
                });
                break;
            case FilterExpression.Like like:
                Surround(() =>
                {
                    Write(like.Operand);
                    _sql.Append(CultureInfo.InvariantCulture, $" LIKE {Parameter(like.Pattern)} ESCAPE '\\'");
                });
                break;
            case FilterExpression.IsNull isNull:
                Surround(() =>
                {
                    Write(isNull.Operand);
                    _sql.Append(" IS NULL");
                });
                break;
            case FilterExpression.GeometryIsNull:
                _sql.Append("(geom IS NULL)");
                break;
            case FilterExpression.Intersects intersects:
                WriteIntersects(intersects.Shape, isRequired);
                break;
            default:
                throw new ArgumentException($"{expression.GetType().Name} has no SQL.", nameof(expression));
        }
    }

    void WriteAll(IReadOnlyList<FilterExpression> parts, string conjunction, bool isRequired) => Surround(() =>
    {
        for (var i = 0; i < parts.Count; i++)
        {
            _sql.Append(i == 0 ? "" : conjunction);
            Write(parts[i], isRequired);
        }
    });

    void WriteIntersects(Geometry shape, bool isRequired)
    {
        _shapes.Add(PreparedGeometryFactory.Prepare(shape));
        var exact = string.Create(CultureInfo.InvariantCulture, $"{SpatialFunctions.Intersects}(geom, {_shapes.Count - 1})");
        if (!isRequired || _spatialIndex is null || shape.IsEmpty)
        {
            _sql.Append(exact);
            return;
        }

        // A shape of several parts, such as a box across the antimeridian, has a box for each.
        var boxes = Enumerable.Range(0,
            shape.NumGeometries).Select(part => shape.GetGeometryN(part).EnvelopeInternal).Where(box => !box.IsNull);
        var near = boxes.Select(box =>
            $"(maxx >= {Parameter(box.MinX)} AND minx <= {Parameter(box.MaxX)} AND maxy >= {Parameter(box.MinY)} AND miny <= {Parameter(box.MaxY)})");
        _sql.Append(CultureInfo.InvariantCulture,
            $"(fid IN (SELECT id FROM {Quote(_spatialIndex)} WHERE {string.Join(" OR ", near)}) AND {exact})");
    }

    void Write(FilterOperand operand) => _sql.Append(operand switch
    {
        FilterOperand.OfProperty property => Quote(property.Property.Name),
        FilterOperand.Literal literal => Parameter(literal.Value is bool flag ? (flag ? 1L : 0L) : literal.Value),
        _ => throw new ArgumentException($"{operand.GetType().Name} has no SQL.", nameof(operand)),
    });

    string Parameter(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@v{_values.Count - 1}");
    }

    void Surround(Action write)
    {
        _sql.Append('(');
        write();
        _sql.Append(')');
    }

    static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => " = ",
        ComparisonOperator.NotEqual => " <> ",
        ComparisonOperator.Less => " < ",
        ComparisonOperator.LessOrEqual => " <= ",
        ComparisonOperator.Greater => " > ",
        _ => " >= ",
    };
}
