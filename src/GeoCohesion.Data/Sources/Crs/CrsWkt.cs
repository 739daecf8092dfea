using System.Globalization;
using System.Text;

namespace GeoCohesion.Data.Sources.Crs;

/// <summary>One bracketed item of a WKT text: <c>KEYWORD["label",number,OTHER[...]]</c>.</summary>
sealed class CrsWkt
{
    const double AngleTolerance = 1e-8;
    const double LengthToleranceMeters = 1e-3;
    const double DegreeRadians = Math.PI / 180;

    readonly List<CrsWkt> _children = [];
    readonly List<string> _texts = [];
    readonly List<double> _numbers = [];

    CrsWkt(string keyword) => Keyword = keyword;

    public string Keyword { get; }

    /// <summary>First quoted text, or empty.</summary>
    public string Label => _texts.Count > 0 ? _texts[0] : "";

    /// <summary>Code of the EPSG authority given for this very item, if any.</summary>
    public int? AuthorityCode
    {
        get
        {
            var authority = Child("AUTHORITY", "ID");
            if (authority is null || !authority.Label.Equals("EPSG", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            // AUTHORITY["EPSG","2154"] in WKT 1, ID["EPSG",2154] in WKT 2.
            var code = authority._texts.Count > 1 ? authority._texts[1] : string.Concat(authority._numbers.Take(1).Select(Invariant));
            return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
    }

    /// <summary>Parses a text; null if it is not WKT.</summary>
    public static CrsWkt? TryParse(string text)
    {
        var position = 0;
        var root = ParseItem(text.Trim('\uFEFF', '\0', ' ', '\r', '\n', '\t'), ref position, 0);
        return root is { _children.Count: > 0 } ? root : null;
    }

    /// <summary>
    /// EPSG code of the known system that a definition equals in datum, units, projection and every parameter; null if there is none.
    /// </summary>
    public static int? Match(CrsWkt root)
    {
        var isProjected = root.Keyword is "PROJCS" or "PROJCRS" or "PROJECTEDCRS";
        var isGeographic = root.Keyword is "GEOGCS" or "GEOGCRS" or "GEOGRAPHICCRS" or "GEODCRS" or "GEODETICCRS";
        var geographic = isProjected ? root.Child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS") : root;
        var datum = geographic?.Child("DATUM", "ENSEMBLE");
        if ((!isProjected && !isGeographic) || datum is null || CrsCatalog.FindDatum(datum.Label) is not { } key
            || !IsGreenwich(geographic!) || !IsUnshifted(datum) || !HasKnownSphere(datum) || !IsInDegrees(geographic!))
        {
            return null;
        }

        if (isGeographic)
        {
            return CrsCatalog.All.FirstOrDefault(d => d.Projection == CrsProjection.Degrees && d.Datum == key)?.Epsg;
        }

        var conversion = root.Child("CONVERSION") ?? root;
        if (!IsInMeters(root) || ProjectionOf(conversion.Child("PROJECTION", "METHOD")?.Label ?? "") is not { } projection)
        {
            return null;
        }

        var parameters = conversion._children.Where(c => c.Keyword == "PARAMETER" && c._numbers.Count > 0)
            .GroupBy(c => Normalize(c.Label)).ToDictionary(g => g.Key, g => g.First()._numbers[0], StringComparer.Ordinal);
        return CrsCatalog.All.FirstOrDefault(d => d.Projection == projection && d.Datum == key && AgreesWith(d, parameters))?.Epsg;
    }

    static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    static CrsProjection? ProjectionOf(string name) => Normalize(name) switch
    {
        "lambertconformalconic" or "lambertconformalconic2sp" or "lambertconicconformal2sp" => CrsProjection.LambertConic,
        "transversemercator" => CrsProjection.TransverseMercator,
        "lambertazimuthalequalarea" => CrsProjection.AzimuthalEqualArea,
        "mercatorauxiliarysphere" or "popularvisualisationpseudomercator" => CrsProjection.WebMercator,
        _ => null,
    };

    static bool AgreesWith(CrsDefinition d, Dictionary<string, double> parameters)
    {
        return Length(d.FalseEastingMeters, "falseeasting", "eastingatfalseorigin")
            && Length(d.FalseNorthingMeters, "falsenorthing", "northingatfalseorigin")
            && Angle(
                d.CentralMeridian,
                "centralmeridian",
                "longitudeofcenter",
                "longitudeoforigin",
                "longitudeofnaturalorigin",
                "longitudeoffalseorigin")
            && Angle(d.LatitudeOfOrigin, "latitudeoforigin", "latitudeofcenter", "latitudeofnaturalorigin", "latitudeoffalseorigin")
            && Angle(d.ScaleFactor, "scalefactor", "scalefactoratnaturalorigin")
            && (d.Projection != CrsProjection.LambertConic
                || HasParallels(d.StandardParallel1, d.StandardParallel2)
                || HasParallels(d.StandardParallel2, d.StandardParallel1));

        bool Length(double expected, params ReadOnlySpan<string> names) => Near(expected, LengthToleranceMeters, 0, names);

        // What the text leaves out has the value that every writer takes for granted: 0, or 1 for a scale factor.
        bool Angle(double expected, params ReadOnlySpan<string> names) =>
            Near(expected, AngleTolerance, names[0] == "scalefactor" ? 1 : 0, names);

        bool HasParallels(double first, double second) =>
            Near(first, AngleTolerance, double.NaN, ["standardparallel1", "latitudeof1ststandardparallel"])
            && Near(second, AngleTolerance, double.NaN, ["standardparallel2", "latitudeof2ndstandardparallel"]);

        bool Near(double expected, double tolerance, double whenAbsent, ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (parameters.TryGetValue(name, out var value))
                {
                    return Math.Abs(value - expected) <= tolerance;
                }
            }

            return Math.Abs(whenAbsent - expected) <= tolerance;
        }
    }

    static bool IsGreenwich(CrsWkt geographic) =>
        geographic.Child("PRIMEM", "PRIMEMERIDIAN") is not { } meridian || meridian._numbers is [0, ..];

    static bool IsUnshifted(CrsWkt datum) => datum.Child("TOWGS84") is not { } shift || shift._numbers.TrueForAll(n => n == 0);

    static bool HasKnownSphere(CrsWkt datum) =>
        datum.Child("SPHEROID", "ELLIPSOID") is { } sphere && sphere._numbers is [6378137, var flattening, ..]
            && Math.Abs(flattening - 298.25722) < 1e-5;

    static bool IsInDegrees(CrsWkt geographic) =>
        geographic.Child("UNIT", "ANGLEUNIT") is not { } unit
            || (unit._numbers is [var radians, ..] && Math.Abs(radians - DegreeRadians) < 1e-9);

    static bool IsInMeters(CrsWkt root) => root.Child("UNIT", "LENGTHUNIT") is not { } unit || unit._numbers is [1, ..];

    static CrsWkt? ParseItem(string text, ref int position, int depth)
    {
        const int DeepestAccepted = 32;
        var keyword = new StringBuilder();
        while (position < text.Length
            && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_' || char.IsWhiteSpace(text[position])))
        {
            keyword.Append(text[position++]);
        }

        if (position >= text.Length || text[position] is not ('[' or '(') || depth > DeepestAccepted)
        {
            return null;
        }

        var item = new CrsWkt(keyword.ToString().Trim().ToUpperInvariant());
        position++;
        while (position < text.Length)
        {
            var c = text[position];
            if (c is ']' or ')')
            {
                position++;
                return item;
            }

            if (c == ',' || char.IsWhiteSpace(c))
            {
                position++;
            }
            else if (c == '"')
            {
                var end = text.IndexOf('"', position + 1);
                if (end < 0)
                {
                    return null;
                }

                item._texts.Add(text[(position + 1)..end]);
                position = end + 1;
            }
            else if (char.IsAsciiDigit(c) || c is '-' or '+' or '.')
            {
                var start = position;
                while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] is '-' or '+' or '.' or 'e' or 'E'))
                {
                    position++;
                }

                if (!double.TryParse(
                    text.AsSpan(start, position - start),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var number))
                {
                    return null;
                }

                item._numbers.Add(number);
            }
            else
            {
                // A bracketed child, or a bare word such as an axis direction.
                var start = position;
                if (ParseItem(text, ref position, depth + 1) is { } child)
                {
                    item._children.Add(child);
                }
                else if (position >= text.Length || position == start || text[position] is not (',' or ']' or ')'))
                {
                    return null;
                }
            }
        }

        return null;
    }

    CrsWkt? Child(params ReadOnlySpan<string> keywords)
    {
        foreach (var child in _children)
        {
            if (keywords.Contains(child.Keyword))
            {
                return child;
            }
        }

        return null;
    }
}
