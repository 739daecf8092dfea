using System.Text;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores.Filters;

/// <summary>
/// Says a filter in SQL, the same way for every store. Every value is a parameter; of the request only names of known columns enter the
/// text.
/// </summary>
abstract class FilterSqlWriter
{
    /// <summary>Name of the geometry in every table.</summary>
    public const string GeometryColumn = "geom";

    readonly StringBuilder _sql = new();

    /// <summary>A condition without a side effect; empty where all features pass.</summary>
    public string Condition => _sql.ToString();

    /// <summary>A name in SQL.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Writes a filter; null for all features.</summary>
    protected void Translate(FilterExpression? filter)
    {
        if (filter is not null)
        {
            Write(filter, isRequired: true);
        }
    }

    /// <summary>What passes all features, or none.</summary>
    protected abstract string Constant(bool value);

    /// <summary>Takes a value and says how the text speaks of it.</summary>
    protected abstract string Parameter(object value);

    /// <summary>A condition on the geometry; null for a null geometry.</summary>
    /// <param name="shape">In WGS84.</param>
    /// <param name="isRequired">Whether a feature passes only if this is true: then an index of boxes may leave features out.</param>
    protected abstract string Intersects(Geometry shape, bool isRequired);

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
                _sql.Append(Constant(constant.Value));
                break;
            case FilterExpression.Comparison comparison:
                _sql.Append('(').Append(Operand(comparison.Left)).Append(Symbol(comparison.Operator))
                    .Append(Operand(comparison.Right)).Append(')');
                break;
            case FilterExpression.In within:
                _sql.Append('(').Append(Operand(within.Operand)).Append(" IN (")
                    .AppendJoin(", ", within.Values.Select(Operand)).Append("))");
                break;
            case FilterExpression.Between between:
                _sql.Append('(').Append(Operand(between.Operand)).Append(" BETWEEN ").Append(Operand(between.Lower)).Append(" AND ")
                    .Append(Operand(between.Upper)).Append(')');
                break;
            case FilterExpression.Like like:
                _sql.Append('(').Append(Operand(like.Operand)).Append(" LIKE ").Append(Parameter(like.Pattern)).Append(" ESCAPE '\\')");
                break;
            case FilterExpression.IsNull isNull:
                _sql.Append('(').Append(Operand(isNull.Operand)).Append(" IS NULL)");
                break;
            case FilterExpression.GeometryIsNull:
                _sql.Append('(').Append(GeometryColumn).Append(" IS NULL)");
                break;
            case FilterExpression.Intersects intersects:
                _sql.Append(Intersects(intersects.Shape, isRequired));
                break;
            default:
                throw new ArgumentException($"{expression.GetType().Name} has no SQL.", nameof(expression));
        }
    }

    void WriteAll(IReadOnlyList<FilterExpression> parts, string conjunction, bool isRequired)
    {
        _sql.Append('(');
        for (var i = 0; i < parts.Count; i++)
        {
            _sql.Append(i == 0 ? "" : conjunction);
            Write(parts[i], isRequired);
        }

        _sql.Append(')');
    }

    string Operand(FilterOperand operand) => operand switch
    {
        FilterOperand.OfProperty property => Quote(property.Property.Name),
        FilterOperand.Literal literal => Parameter(literal.Value),
        _ => throw new ArgumentException($"{operand.GetType().Name} has no SQL.", nameof(operand)),
    };

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
