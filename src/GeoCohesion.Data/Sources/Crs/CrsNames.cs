using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Crs;

/// <summary>Recognises coordinate systems by the names that people and files give them; never guesses.</summary>
public static class CrsNames
{
    /// <summary>EPSG code of WGS84; in this program its coordinates are always longitude, latitude.</summary>
    public const int Wgs84 = 4326;

    /// <summary>Name of a known system for messages, e.g. <c>EPSG:2154 (RGF93 v1 / Lambert-93)</c>.</summary>
    public static string Describe(int epsg) =>
        CrsCatalog.Find(epsg) is { } definition
            ? string.Create(CultureInfo.InvariantCulture, $"EPSG:{epsg} ({definition.Name})")
            : string.Create(CultureInfo.InvariantCulture, $"EPSG:{epsg}");

    /// <summary>
    /// Reads <c>EPSG:2154</c>, <c>2154</c>, <c>urn:ogc:def:crs:EPSG::2154</c>, <c>http://www.opengis.net/def/crs/EPSG/0/2154</c>,
    /// <c>CRS84</c> in its forms, <c>WGS84</c>, <c>Lambert-93</c>, <c>CC48</c>, and the names of FINESS (<c>LAMBERT_93</c>, <c>UTM_N20</c>,
    /// <c>UTM_N21</c>, <c>UTM_N22</c>, <c>UTM_S38</c>, <c>UTM_S40</c>).
    /// </summary>
    /// <returns>EPSG code, for which <see cref="CrsTransform.IsKnown"/> holds.</returns>
    /// <exception cref="InputException">The system is not known (<c>crs-unknown</c>); the message lists those there are.</exception>
    public static int Parse(string text, SourceLocation at)
    {
        var name = text.Trim();
        if (TryCode(name, out var code) && CrsTransform.IsKnown(code))
        {
            return code;
        }

        var key = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var byName = key switch
        {
            "WGS84" or "CRS84" or "OGCCRS84" => Wgs84,
            "LAMBERT93" or "RGF93LAMBERT93" => 2154,
            "UTMN20" => 5490,
            "UTMN21" => 4467,
            "UTMN22" => 2972,
            "UTMS38" => 4471,
            "UTMS40" => 2975,
            ['C', 'C', '4', >= '2' and <= '9'] or "CC50" => 3900 + int.Parse(key[2..], CultureInfo.InvariantCulture),
            _ => IsCrs84(name) ? Wgs84 : 0,
        };
        return byName != 0 ? byName : throw Unknown($"'{text}'", at);
    }

    /// <summary>Reads the text of a <c>.prj</c> file or a GeoPackage definition: OGC WKT 1 and 2, and ESRI's.</summary>
    /// <remarks>
    /// The authority's code decides when it is known; else datum, projection and every parameter must agree with a known system.
    /// </remarks>
    /// <returns>EPSG code, for which <see cref="CrsTransform.IsKnown"/> holds.</returns>
    /// <exception cref="InputException">The text is not WKT or its system is not known (<c>crs-unknown</c>).</exception>
    public static int FromPrj(string wkt, SourceLocation at)
    {
        var root = CrsWkt.TryParse(wkt);
        if (root is null)
        {
            throw Unknown("the text, which is not a WKT definition,", at);
        }

        if (root.AuthorityCode is { } code && CrsTransform.IsKnown(code))
        {
            return code;
        }

        return CrsWkt.Match(root) ?? throw Unknown($"'{root.Label}'", at);
    }

    static InputException Unknown(string found, SourceLocation at) =>
        new("crs-unknown", $"{found} is not a coordinate system that the program knows; use one of: {CrsCatalog.Accepted}.", at);

    static bool TryCode(string name, out int code)
    {
        code = 0;
        var digits = name.AsSpan()[(name.LastIndexOfAny([':', '/']) + 1)..];
        var prefix = name.AsSpan()[..^digits.Length];
        var isEpsg = prefix.IsEmpty
            || prefix.Equals("EPSG:", StringComparison.OrdinalIgnoreCase)
            || prefix.StartsWith("urn:ogc:def:crs:EPSG:", StringComparison.OrdinalIgnoreCase)
            || prefix.StartsWith("urn:x-ogc:def:crs:EPSG:", StringComparison.OrdinalIgnoreCase)
            || prefix.StartsWith("http://www.opengis.net/def/crs/EPSG/", StringComparison.OrdinalIgnoreCase)
            || prefix.StartsWith("https://www.opengis.net/def/crs/EPSG/", StringComparison.OrdinalIgnoreCase);
        return isEpsg && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out code);
    }

    static bool IsCrs84(string name) =>
        (name.StartsWith("urn:ogc:def:crs:OGC:", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("http://www.opengis.net/def/crs/OGC/", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("https://www.opengis.net/def/crs/OGC/", StringComparison.OrdinalIgnoreCase))
        && (name.EndsWith(":CRS84", StringComparison.OrdinalIgnoreCase) || name.EndsWith("/CRS84", StringComparison.OrdinalIgnoreCase));
}
