using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Filters;

namespace GeoCohesion.Api.Features;

/// <summary>Reads <c>crs</c>, <c>bbox-crs</c>, <c>filter-crs</c> and <c>bbox</c>.</summary>
static class CoordinateParameters
{
    /// <summary>The coordinate system that a parameter names; CRS84 where it is not given.</summary>
    /// <exception cref="InputException">It is none of the service (<c>crs-not-offered</c>).</exception>
    public static ServedCrs Crs(FeatureRequest request, string parameter)
    {
        var offered = new[] { ServedCrs.Crs84, request.Store.Run.LegalCrs }.OfType<ServedCrs>();
        return request.Value(parameter) is not { } uri
            ? ServedCrs.Crs84
            : offered.FirstOrDefault(crs => crs.Uri == uri) ?? throw new InputException(
                "crs-not-offered",
                    $"'{uri}' is not a coordinate system of this service; use one of: {string.Join(", ", offered.Select(crs => crs.Uri))}.",
                    new SourceLocation(parameter));
    }

    /// <summary>What the parameter <c>bbox</c> lets pass; null where it is not given. What has no geometry meets no box.</summary>
    /// <exception cref="InputException">It is no box (<c>bbox-malformed</c>).</exception>
    public static FilterExpression? Box(FeatureRequest request, FeatureCollectionInfo collection)
    {
        var crs = Crs(request, "bbox-crs");
        if (request.Value("bbox") is not { } text)
        {
            return null;
        }

        var numbers = new List<double>();
        foreach (var part in text.Split(','))
        {
            numbers.Add(double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : throw Malformed($"'{part}' is not a number"));
        }

        if (numbers.Count is not (4 or 6))
        {
            throw Malformed($"there are {numbers.Count.ToString(CultureInfo.InvariantCulture)} numbers");
        }

        var half = numbers.Count / 2;
        var (minX, minY, maxX, maxY) = (numbers[0], numbers[1], numbers[half], numbers[half + 1]);
        if (minY > maxY || (half == 3 && numbers[2] > numbers[5]))
        {
            throw Malformed("a lower bound is greater than its upper bound");
        }

        if (minX > maxX && !crs.IsCrs84)
        {
            throw Malformed("only in CRS84 may the first longitude be greater than the second, for a box across the antimeridian");
        }

        var area = crs.BoxToStored(minX, minY, maxX, maxY) ?? throw Malformed($"the box leaves the area where {crs.Name} is defined");
        return collection.GeometryType is null ? new FilterExpression.Constant(false) : new FilterExpression.Intersects(area);
    }

    static InputException Malformed(string found) => new(
        "bbox-malformed",
            $"{found}; 4 numbers are expected (minimum x, minimum y, maximum x, maximum y), or 6 with heights, separated by commas.",
            new SourceLocation("bbox"));
}
