using System.Text;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>What a filter says of one row, found without a database: the oracle of the stores.</summary>
public static class PlainFilter
{
    /// <summary>True, false, or null for neither.</summary>
    public static bool? Evaluate(FilterExpression filter, ResultTable table, int row)
    {
        var values = table.Rows[row];
        return filter switch
        {
            FilterExpression.And and => All(and.Parts.Select(part => Evaluate(part, table, row))),
            FilterExpression.Or or => !All(or.Parts.Select(part => !Evaluate(part, table, row))),
            FilterExpression.Not not => !Evaluate(not.Inner, table, row),
            FilterExpression.Constant constant => constant.Value,
            FilterExpression.Comparison comparison => Compare(Value(comparison.Left), Value(comparison.Right)) is { } order ? Holds(comparison.Operator, order) : null,
            FilterExpression.In within => !All(within.Values.Select(value => !Is(Value(within.Operand), Value(value)))),
            FilterExpression.Between between => All([AtMost(Value(between.Lower), Value(between.Operand)), AtMost(Value(between.Operand), Value(between.Upper))]),
            FilterExpression.Like like => Value(like.Operand) is string text ? Matches([.. text.EnumerateRunes()], [.. like.Pattern.EnumerateRunes()]) : null,
            FilterExpression.IsNull isNull => Value(isNull.Operand) is null,
            FilterExpression.GeometryIsNull => table.Geometries[row] is null,
            FilterExpression.Intersects intersects => table.Geometries[row]?.Intersects(intersects.Shape),
            _ => throw new ArgumentException(filter.GetType().Name, nameof(filter)),
        };

        object? Value(FilterOperand operand) => operand switch
        {
            FilterOperand.OfProperty property => values[table.ColumnIndex(property.Property.Name)],
            FilterOperand.Literal literal => literal.Value,
            _ => throw new ArgumentException(operand.GetType().Name, nameof(operand)),
        };
    }

    /// <summary>A random filter for a table.</summary>
    public static FilterExpression Random(Random random, FeatureCollectionInfo collection, int depth)
    {
        if (depth > 0 && random.Next(3) > 0)
        {
            var parts = Enumerable.Range(0, random.Next(2, 4)).Select(_ => Random(random, collection, depth - 1)).ToArray();
            return random.Next(5) switch
            {
                0 => new FilterExpression.Not(parts[0]),
                1 or 2 => new FilterExpression.And(parts),
                _ => new FilterExpression.Or(parts),
            };
        }

        var kind = random.Next(3) switch
        {
            0 => ColumnKind.Text,
            1 => ColumnKind.RealNumber,
            _ => ColumnKind.Flag,
        };
        return random.Next(12) switch
        {
            0 => new FilterExpression.Constant(random.Next(2) == 0),
            1 when collection.GeometryType is not null => new FilterExpression.GeometryIsNull(),
            2 or 3 or 4 when collection.GeometryType is not null => new FilterExpression.Intersects(Shape(random)),
            5 => new FilterExpression.IsNull(Property(random, collection, null)),
            6 => new FilterExpression.Like(Operand(random, collection, ColumnKind.Text), Pattern(random)),
            7 => new FilterExpression.In(Operand(random, collection, kind), [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Operand(random, collection, kind))]),
            8 when kind != ColumnKind.Flag => new FilterExpression.Between(Operand(random, collection, kind), Operand(random, collection, kind), Operand(random, collection, kind)),
            _ => new FilterExpression.Comparison(
                Operand(random, collection, kind),
                kind == ColumnKind.Flag ? (ComparisonOperator)random.Next(2) : (ComparisonOperator)random.Next(6),
                Operand(random, collection, kind)),
        };
    }

    /// <summary>A random shape of the neighbourhood of <see cref="RandomRun"/>.</summary>
    public static Geometry Shape(Random random)
    {
        var factory = new GeometryFactory(new PrecisionModel(), 4326);
        return random.Next(6) switch
        {
            0 => factory.CreatePoint(At()),
            1 => factory.CreateLineString([At(), new Coordinate(4.3, 48.3)]),
            2 => factory.CreateMultiPolygon([Box(), (Polygon)factory.ToGeometry(new Envelope(10, 11, 10, 11))]),
            3 => factory.CreateGeometryCollection([factory.CreatePoint(At()), Box()]),
            4 => factory.CreatePoint(At()).Buffer(0.4, 3),
            _ => Box(),
        };

        Coordinate At() => new(2 + (random.Next(21) / 10.0), 46 + (random.Next(21) / 10.0));

        Polygon Box()
        {
            var corner = At();
            return (Polygon)factory.ToGeometry(new Envelope(corner.X, corner.X + ((1 + random.Next(8)) / 10.0), corner.Y, corner.Y + ((1 + random.Next(8)) / 10.0)));
        }
    }

    static FilterOperand Operand(Random random, FeatureCollectionInfo collection, ColumnKind kind) => random.Next(2) == 0
        ? Property(random, collection, kind)
        : new FilterOperand.Literal(kind switch
        {
            ColumnKind.Text => RandomRun.Letters(random, 2),
            ColumnKind.Flag => random.Next(2) == 0,
            _ => random.Next(3) switch
            {
                0 => (long)random.Next(-2, 20),
                1 => random.Next(-8, 160) / 8.0,
                _ => (object)(long)random.Next(6),
            },
        });

    // Numbers beyond 2^53 are compared with whole numbers only: with real ones, databases differ.
    static FilterOperand Property(Random random, FeatureCollectionInfo collection, ColumnKind? kind)
    {
        var fitting = collection.Properties
            .Where(property => kind is null || property.Kind == kind || (kind == ColumnKind.RealNumber && property is { Kind: ColumnKind.WholeNumber, Name: not "big" }))
            .ToArray();
        return fitting.Length > 0
            ? new FilterOperand.OfProperty(fitting[random.Next(fitting.Length)])
            : new FilterOperand.Literal(kind == ColumnKind.Flag ? true : 1L);
    }

    static string Pattern(Random random)
    {
        var pattern = new StringBuilder();
        for (var i = random.Next(4); i > 0; i--)
        {
            var piece = RandomRun.Letters(random, 1);
            pattern.Append(random.Next(4) switch
            {
                0 => "%",
                1 => "_",
                _ => piece is "\\" or "%" or "_" ? "\\" + piece : piece,
            });
        }

        return pattern.ToString();
    }

    static bool? All(IEnumerable<bool?> parts)
    {
        bool? all = true;
        foreach (var part in parts)
        {
            all &= part;
        }

        return all;
    }

    static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    static bool? Is(object? left, object? right) => Compare(left, right) is { } order ? order == 0 : null;

    static bool? AtMost(object? left, object? right) => Compare(left, right) is { } order ? order <= 0 : null;

    static int? Compare(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => null,
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (bool a, bool b) => a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        _ => Convert.ToDouble(left, System.Globalization.CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, System.Globalization.CultureInfo.InvariantCulture)),
    };

    static bool Matches(ReadOnlySpan<Rune> text, ReadOnlySpan<Rune> pattern)
    {
        if (pattern.IsEmpty)
        {
            return text.IsEmpty;
        }

        switch (pattern[0].Value)
        {
            case '%':
                for (var skipped = 0; skipped <= text.Length; skipped++)
                {
                    if (Matches(text[skipped..], pattern[1..]))
                    {
                        return true;
                    }
                }

                return false;
            case '_':
                return !text.IsEmpty && Matches(text[1..], pattern[1..]);
            case '\\':
                return !text.IsEmpty && text[0] == pattern[1] && Matches(text[1..], pattern[2..]);
            default:
                return !text.IsEmpty && text[0] == pattern[0] && Matches(text[1..], pattern[1..]);
        }
    }
}
