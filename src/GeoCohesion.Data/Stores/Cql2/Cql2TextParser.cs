using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores.Filters;

namespace GeoCohesion.Data.Stores.Cql2;

/// <summary>Reads a filter in CQL2 text (OGC 21-065r2): comparisons, AND, OR, NOT, IN, LIKE, BETWEEN, IS NULL, S_INTERSECTS.</summary>
/// <remarks>What it returns names only properties of the collection and compares only values of one kind.</remarks>
public sealed class Cql2TextParser
{
    /// <summary>Name by which a filter speaks of the features' geometry.</summary>
    public const string GeometryName = "geometry";

    const int MaximumLength = 8000;
    const int MaximumDepth = 50;
    const int MaximumPredicates = 400;

    readonly FeatureCollectionInfo _collection;
    readonly Cql2Reader _reader;
    readonly Cql2Geometries _geometries;
    int _depth;
    int _predicates;

    Cql2TextParser(FeatureCollectionInfo collection, Cql2Reader reader, ServedCrs crs)
    {
        (_collection, _reader) = (collection, reader);
        _geometries = new Cql2Geometries(reader, crs);
    }

    /// <summary>Parses a filter.</summary>
    /// <param name="text">CQL2 text.</param>
    /// <param name="collection">Collection that it is for.</param>
    /// <param name="crs">System of the coordinates in it.</param>
    /// <exception cref="InputException">
    /// The text cannot be understood (<c>filter-syntax</c>), names what the collection has not (<c>filter-property-unknown</c>), compares
    /// what cannot be compared (<c>filter-kind</c>), has a geometry that is none (<c>filter-geometry</c>), or is too long
    /// (<c>filter-too-complex</c>).
    /// </exception>
    public static FilterExpression Parse(string text, FeatureCollectionInfo collection, ServedCrs crs)
    {
        if (text.Length > MaximumLength)
        {
            throw Cql2Errors.TooComplex(
                string.Create(CultureInfo.InvariantCulture,
                $"a filter of {text.Length} characters is too long; at most {MaximumLength} are accepted."));
        }

        var reader = new Cql2Reader(Cql2Lexer.Read(text));
        var parser = new Cql2TextParser(collection, reader, crs);
        var filter = parser.Alternatives();
        return reader.Next.Kind == Cql2TokenKind.End ? filter : throw reader.Unexpected("AND, OR or the end");
    }

    FilterExpression Alternatives()
    {
        if (++_depth > MaximumDepth)
        {
            throw Cql2Errors.TooComplex(
                string.Create(CultureInfo.InvariantCulture, $"a filter may hold at most {MaximumDepth} parentheses within each other."));
        }

        var parts = new List<FilterExpression> { Conjunction() };
        while (_reader.Accept("OR"))
        {
            parts.Add(Conjunction());
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : new FilterExpression.Or(parts);
    }

    FilterExpression Conjunction()
    {
        var parts = new List<FilterExpression> { Factor() };
        while (_reader.Accept("AND"))
        {
            parts.Add(Factor());
        }

        return parts.Count == 1 ? parts[0] : new FilterExpression.And(parts);
    }

    FilterExpression Factor() => _reader.Accept("NOT") ? new FilterExpression.Not(Primary()) : Primary();

    FilterExpression Primary()
    {
        if (_reader.AcceptSymbol("("))
        {
            var inner = Alternatives();
            _reader.ExpectSymbol(")");
            return inner;
        }

        if (++_predicates > MaximumPredicates)
        {
            throw Cql2Errors.TooComplex(
                string.Create(CultureInfo.InvariantCulture, $"a filter may hold at most {MaximumPredicates} comparisons."));
        }

        if (_reader.Next.Is("S_INTERSECTS") && _reader.Second.IsSymbol("("))
        {
            return Intersects();
        }

        if ((_reader.Next.Is("TRUE") || _reader.Next.Is("FALSE")) && Comparison(_reader.Second) is null)
        {
            return new FilterExpression.Constant(_reader.Take().Is("TRUE"));
        }

        return IsGeometry(_reader.Next) ? GeometryNull() : Predicate();
    }

    FilterExpression.Intersects Intersects()
    {
        _reader.Take();
        _reader.ExpectSymbol("(");
        var isPropertyFirst = IsGeometry(_reader.Next);
        if (isPropertyFirst)
        {
            TakeGeometryProperty();
            _reader.ExpectSymbol(",");
        }

        var shape = _geometries.Read();
        if (!isPropertyFirst)
        {
            _reader.ExpectSymbol(",");
            TakeGeometryProperty();
        }

        _reader.ExpectSymbol(")");
        return new FilterExpression.Intersects(shape);
    }

    FilterExpression GeometryNull()
    {
        TakeGeometryProperty();
        if (!_reader.Accept("IS"))
        {
            throw _reader.Unexpected("IS NULL after the geometry (or S_INTERSECTS before it)");
        }

        var isNot = _reader.Accept("NOT");
        _reader.Expect("NULL");
        return Negated(isNot, new FilterExpression.GeometryIsNull());
    }

    bool IsGeometry(Cql2Token token) =>
        token.Kind is Cql2TokenKind.Word or Cql2TokenKind.QuotedName && token.Content == GeometryName
            && _collection.Find(GeometryName) is null;

    void TakeGeometryProperty()
    {
        if (!IsGeometry(_reader.Next))
        {
            throw _reader.Unexpected($"the property {GeometryName}");
        }

        var token = _reader.Take();
        if (_collection.GeometryType is null)
        {
            throw Cql2Errors.Kinds($"{_collection.Id} has no geometry", token.Position);
        }
    }

    FilterExpression Predicate()
    {
        var position = _reader.Next.Position;
        var left = Operand();
        if (Comparison(_reader.Next) is { } comparison)
        {
            _reader.Take();
            var right = Operand();
            RequireSameKind(left, right, position);
            if (comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual) && KindOf(left) == ColumnKind.Flag)
            {
                throw Cql2Errors.Kinds("true and false have no order: compare them with = or <>", position);
            }

            return new FilterExpression.Comparison(left, comparison, right);
        }

        if (_reader.Accept("IS"))
        {
            var isNotNull = _reader.Accept("NOT");
            _reader.Expect("NULL");
            return Negated(isNotNull, new FilterExpression.IsNull(left));
        }

        var isNot = _reader.Accept("NOT");
        if (_reader.Accept("LIKE"))
        {
            return Negated(isNot, Like(left, position));
        }

        if (_reader.Accept("BETWEEN"))
        {
            return Negated(isNot, Between(left, position));
        }

        if (_reader.Accept("IN"))
        {
            return Negated(isNot, In(left, position));
        }

        throw _reader.Unexpected("=, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS NULL");
    }

    FilterExpression.Like Like(FilterOperand left, int position)
    {
        if (KindOf(left) != ColumnKind.Text)
        {
            throw Cql2Errors.Kinds("LIKE is for text", position);
        }

        var pattern = _reader.Take();
        // A backslash at the end would take nothing as it is.
        return pattern.Kind == Cql2TokenKind.Text && pattern.Content.Length - pattern.Content.TrimEnd('\\').Length is var slashes
            && slashes % 2 == 0
            ? new FilterExpression.Like(left, pattern.Content)
            : throw Cql2Errors.Syntax("LIKE wants a pattern in quotes that does not end with a single backslash", pattern.Position);
    }

    FilterExpression.Between Between(FilterOperand left, int position)
    {
        var lower = Operand();
        _reader.Expect("AND");
        var upper = Operand();
        RequireSameKind(left, lower, position);
        RequireSameKind(left, upper, position);
        return KindOf(left) == ColumnKind.Flag
            ? throw Cql2Errors.Kinds("true and false have no order", position)
            : new FilterExpression.Between(left, lower, upper);
    }

    FilterExpression.In In(FilterOperand left, int position)
    {
        _reader.ExpectSymbol("(");
        var values = new List<FilterOperand>();
        do
        {
            values.Add(Operand());
            RequireSameKind(left, values[^1], position);
        }
        while (_reader.AcceptSymbol(","));
        _reader.ExpectSymbol(")");
        return new FilterExpression.In(left, values);
    }

    FilterOperand Operand()
    {
        var token = _reader.Take();
        switch (token.Kind)
        {
            case Cql2TokenKind.Text:
                return new FilterOperand.Literal(token.Content);
            case Cql2TokenKind.Number:
                return new FilterOperand.Literal(Number(token));
            case Cql2TokenKind.Word when token.Is("TRUE") || token.Is("FALSE"):
                return new FilterOperand.Literal(token.Is("TRUE"));
            case Cql2TokenKind.Word when (token.Is("DATE") || token.Is("TIMESTAMP")) && _reader.Next.IsSymbol("("):
                return Instant(token);
            case Cql2TokenKind.Word when _reader.Next.IsSymbol("("):
                throw Cql2Errors.Syntax($"the function '{token.Content}' is not known; S_INTERSECTS is", token.Position);
            case Cql2TokenKind.Word or Cql2TokenKind.QuotedName:
                return new FilterOperand.OfProperty(
                    _collection.Find(token.Content) ?? throw Cql2Errors.UnknownProperty(token.Content, Queryables()));
            default:
                throw Cql2Reader.Unexpected(token, "a property or a value");
        }
    }

    // Dates are kept as texts of ISO 8601, which sort as their days do.
    FilterOperand.Literal Instant(Cql2Token function)
    {
        _reader.ExpectSymbol("(");
        var text = _reader.Take();
        _reader.ExpectSymbol(")");
        var format = function.Is("DATE") ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
        return text.Kind == Cql2TokenKind.Text
            && DateTime.TryParseExact(text.Content, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? new FilterOperand.Literal(text.Content)
            : throw Cql2Errors.Syntax($"{function.Content.ToUpperInvariant()} wants a text such as '2026-03-10' or '2026-03-10T07:00:00Z'",
                text.Position);
    }

    static object Number(Cql2Token token)
    {
        if (long.TryParse(token.Content, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return Cql2Reader.TryNumber(token, out var number) ? number
            : throw Cql2Errors.Syntax($"'{token.Content}' is not a number", token.Position);
    }

    IEnumerable<string> Queryables() =>
        _collection.Properties.Select(property => property.Name).Concat(_collection.GeometryType is null ? [] : [GeometryName]);

    static FilterExpression Negated(bool isNot, FilterExpression expression) => isNot ? new FilterExpression.Not(expression) : expression;

    static void RequireSameKind(FilterOperand left, FilterOperand right, int position)
    {
        if (KindOf(left) != KindOf(right))
        {
            throw Cql2Errors.Kinds($"{Shown(left)} cannot be compared with {Shown(right)}", position);
        }
    }

    // Whole and real numbers are compared with each other.
    static ColumnKind KindOf(FilterOperand operand) => operand switch
    {
        FilterOperand.OfProperty { Property.Kind: ColumnKind.WholeNumber } => ColumnKind.RealNumber,
        FilterOperand.OfProperty property => property.Property.Kind,
        FilterOperand.Literal { Value: string } => ColumnKind.Text,
        FilterOperand.Literal { Value: bool } => ColumnKind.Flag,
        _ => ColumnKind.RealNumber,
    };

    static string Shown(FilterOperand operand)
    {
        var kind = KindOf(operand) switch
        {
            ColumnKind.Text => "text",
            ColumnKind.Flag => "true or false",
            _ => "number",
        };
        return operand is FilterOperand.OfProperty property ? $"{property.Property.Name} ({kind})" : $"a value ({kind})";
    }

    static ComparisonOperator? Comparison(Cql2Token token) => token.Kind != Cql2TokenKind.Symbol
        ? null
        : token.Content switch
        {
            "=" => ComparisonOperator.Equal,
            "<>" => ComparisonOperator.NotEqual,
            "<" => ComparisonOperator.Less,
            "<=" => ComparisonOperator.LessOrEqual,
            ">" => ComparisonOperator.Greater,
            ">=" => ComparisonOperator.GreaterOrEqual,
            _ => null,
        };
}
