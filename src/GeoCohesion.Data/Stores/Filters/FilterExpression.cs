using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores.Filters;

/// <summary>
/// Which features are asked for: a tree whose leaves compare properties. Like SQL, what compares with null is neither true nor false.
/// </summary>
public abstract record FilterExpression
{
    FilterExpression()
    {
    }

    /// <summary>All of several; features pass that pass each.</summary>
    public sealed record And(IReadOnlyList<FilterExpression> Parts) : FilterExpression;

    /// <summary>Any of several.</summary>
    public sealed record Or(IReadOnlyList<FilterExpression> Parts) : FilterExpression;

    /// <summary>The contrary.</summary>
    public sealed record Not(FilterExpression Inner) : FilterExpression;

    /// <summary>All features, or none.</summary>
    public sealed record Constant(bool Value) : FilterExpression;

    /// <summary>A comparison of two values of the same kind.</summary>
    public sealed record Comparison(FilterOperand Left, ComparisonOperator Operator, FilterOperand Right) : FilterExpression;

    /// <summary>One of a list of values.</summary>
    public sealed record In(FilterOperand Operand, IReadOnlyList<FilterOperand> Values) : FilterExpression;

    /// <summary>Within two values, both included.</summary>
    public sealed record Between(FilterOperand Operand, FilterOperand Lower, FilterOperand Upper) : FilterExpression;

    /// <summary>
    /// Text of a pattern: <c>%</c> stands for any characters, <c>_</c> for one, <c>\</c> takes the next as it is; case counts.
    /// </summary>
    public sealed record Like(FilterOperand Operand, string Pattern) : FilterExpression;

    /// <summary>Without a value.</summary>
    public sealed record IsNull(FilterOperand Operand) : FilterExpression;

    /// <summary>Geometry of the feature is null.</summary>
    public sealed record GeometryIsNull : FilterExpression;

    /// <summary>The feature's geometry has a point in common with a WGS84 geometry.</summary>
    public sealed record Intersects(Geometry Shape) : FilterExpression;
}

/// <summary>A property or a value.</summary>
public abstract record FilterOperand
{
    FilterOperand()
    {
    }

    /// <summary>The value that a feature has.</summary>
    public sealed record OfProperty(FeatureProperty Property) : FilterOperand;

    /// <summary>A given value: <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</summary>
    public sealed record Literal(object Value) : FilterOperand;
}

/// <summary>How two values are compared; text by its code points.</summary>
public enum ComparisonOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>&lt;&gt;</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,
}
