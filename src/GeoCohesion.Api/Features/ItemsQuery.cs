using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Cql2;
using GeoCohesion.Data.Stores.Filters;

namespace GeoCohesion.Api.Features;

/// <summary>Which features of a collection a request asks for.</summary>
/// <param name="Limit">At most so many in one answer.</param>
/// <param name="AfterKey">Continues after the feature of this key; 0 for the first page.</param>
/// <param name="Filter">Null for all.</param>
/// <param name="Crs">System of the answer's coordinates.</param>
sealed record ItemsQuery(int Limit, long AfterKey, FilterExpression? Filter, ServedCrs Crs)
{
    const int DefaultLimit = 10;

    /// <summary>A greater limit is taken for this one, as the standard says.</summary>
    public const int MaximumLimit = 10_000;

    /// <summary>The parameter that continues a page; it comes from <c>next</c> links.</summary>
    public const string AfterParameter = "after";

    /// <summary>Parameters beside the queryables of a collection.</summary>
    public static IReadOnlyList<string> Parameters { get; } =
        ["limit", AfterParameter, "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"];

    /// <summary>Reads the parameters of a request.</summary>
    /// <exception cref="InputException">One of them cannot be used, or means nothing here.</exception>
    public static ItemsQuery Parse(FeatureRequest request, FeatureCollectionInfo collection)
    {
        request.AllowOnly([.. Parameters, .. Queryable(collection).Select(property => property.Name)]);
        var conditions = new List<FilterExpression>();
        if (CoordinateParameters.Box(request, collection) is { } box)
        {
            conditions.Add(box);
        }

        if (request.Value("datetime") is { } time && !DatetimeParameter.Includes(time, request.Store.Run.ServiceDate))
        {
            conditions.Add(new FilterExpression.Constant(false));
        }

        foreach (var property in Queryable(collection))
        {
            if (request.Value(property.Name) is { } text)
            {
                conditions.Add(new FilterExpression.Comparison(
                    new FilterOperand.OfProperty(property), ComparisonOperator.Equal,
                        new FilterOperand.Literal(PropertyValue(property, text))));
            }
        }

        if (ReadFilter(request, collection) is { } filter)
        {
            conditions.Add(filter);
        }

        return new ItemsQuery(
            (int)Math.Min(Whole(request, "limit", 1, DefaultLimit), MaximumLimit),
            Whole(request, AfterParameter, 0, 0),
            conditions.Count switch
            {
                0 => null,
                1 => conditions[0],
                _ => new FilterExpression.And(conditions),
            },
            CoordinateParameters.Crs(request, "crs"));
    }

    /// <summary>Properties that can be asked for by a parameter of their name: those that no other parameter has.</summary>
    public static IEnumerable<FeatureProperty> Queryable(FeatureCollectionInfo collection) =>
        collection.Properties.Where(property => !Parameters.Contains(property.Name) && property.Name is not ("f" or "lang"));

    static FilterExpression? ReadFilter(FeatureRequest request, FeatureCollectionInfo collection)
    {
        if (request.Value("filter-lang") is { } language and not "cql2-text")
        {
            throw new InputException("filter-language", $"'{language}' is not a language of filters here; use cql2-text.",
                new SourceLocation("filter-lang"));
        }

        var crs = CoordinateParameters.Crs(request, "filter-crs");
        return request.Value("filter") is { } text ? Cql2TextParser.Parse(text, collection, crs) : null;
    }

    static object PropertyValue(FeatureProperty property, string text)
    {
        var (value, expected) = property.Kind switch
        {
            ColumnKind.WholeNumber =>
                (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : (object?)null,
                "a whole number"),
            ColumnKind.RealNumber =>
                (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real
                : null, "a number"),
            ColumnKind.Flag => (text switch
            {
                "true" => true,
                "false" => false,
                _ => null,
            }, "true or false"),
            _ => (text.Contains('\0', StringComparison.Ordinal) ? null : text, "a text without the character NUL"),
        };
        return value ?? throw new InputException("parameter-malformed", $"'{text}' is not accepted; {expected} is expected.",
            new SourceLocation(property.Name));
    }

    static long Whole(FeatureRequest request, string parameter, long least, long otherwise)
    {
        if (request.Value(parameter) is not { } text)
        {
            return otherwise;
        }

        // Digits beyond the greatest number are still a number above the maximum.
        var digits = text.Length > 0 && text.All(char.IsAsciiDigit);
        var number = digits ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : long.MaxValue
            : -1;
        return number >= least
            ? number
            : throw new InputException(
                "parameter-malformed",
                    string.Create(CultureInfo.InvariantCulture,
                    $"'{text}' is not accepted; a whole number of at least {least} is expected."), new SourceLocation(parameter));
    }
}
