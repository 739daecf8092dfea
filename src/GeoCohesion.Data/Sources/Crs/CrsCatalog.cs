using System.Collections.Frozen;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Crs;

/// <summary>The coordinate systems that the program knows, by EPSG code. Parameters and areas of use are the EPSG registry's.</summary>
/// <remarks>
/// All their datums are realisations of the international frame: between them and WGS84 no shift is applied (decimetres at most).
/// </remarks>
static class CrsCatalog
{
    public const string Wgs84Datum = "WGS84";
    const double UtmScaleFactor = 0.9996;
    const double UtmFalseEastingMeters = 500_000;
    const double UtmSouthFalseNorthingMeters = 10_000_000;

    static readonly Envelope s_world = new(-180, 180, -90, 90);
    static readonly Envelope s_hexagon = new(-9.86, 10.38, 41.15, 51.56);
    static readonly Envelope s_frenchAntilles = new(-63.66, -57.52, 14.08, 18.53);
    static readonly Envelope s_guiana = new(-54.61, -49.45, 2.11, 8.88);
    static readonly Envelope s_reunion = new(51.83, 58.24, -24.72, -18.28);
    static readonly Envelope s_mayotte = new(43.68, 46.7, -14.49, -11.33);
    static readonly Envelope s_saintPierre = new(-57.1, -55.9, 43.41, 47.37);
    static readonly Envelope s_polynesia = new(-158.13, -131.97, -31.24, -4.52);
    static readonly Envelope s_newCaledonia = new(156.25, 174.28, -26.45, -14.83);
    static readonly Envelope s_wallis = new(-180, -174.27, -15.94, -9.84);
    static readonly Envelope[] s_conformalConicAreas =
    [
        new(-1.06, 9.63, 41.31, 43.07), new(-1.79, 7.65, 42.33, 44.01), new(-1.79, 7.71, 42.92, 45), new(-1.46, 7.71, 44, 46),
        new(-2.21, 7.16, 45, 47), new(-4.77, 7.63, 46, 48), new(-4.87, 8.23, 47, 49), new(-4.87, 8.23, 48, 50), new(-2.03, 8.08, 49, 51.14),
    ];

    /// <summary>Spellings of datums in OGC and ESRI texts, lower case, letters and digits only, without ESRI's <c>D_</c>.</summary>
    static readonly FrozenDictionary<string, string> s_datumBySpelling = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["wgs84"] = Wgs84Datum,
        ["wgs1984"] = Wgs84Datum,
        ["worldgeodeticsystem1984"] = Wgs84Datum,
        ["worldgeodeticsystem1984ensemble"] = Wgs84Datum,
        ["etrs89"] = "ETRS89",
        ["etrs1989"] = "ETRS89",
        ["europeanterrestrialreferencesystem1989"] = "ETRS89",
        ["europeanterrestrialreferencesystem1989ensemble"] = "ETRS89",
        ["rgf93"] = "RGF93",
        ["rgf1993"] = "RGF93",
        ["reseaugeodesiquefrancais1993"] = "RGF93",
        ["reseaugeodesiquefrancais1993v1"] = "RGF93",
        ["reseaugeodesiquefrancais1993v2"] = "RGF93",
        ["reseaugeodesiquefrancais1993v2b"] = "RGF93",
        ["rgaf09"] = "RGAF09",
        ["rgaf2009"] = "RGAF09",
        ["reseaugeodesiquedesantillesfrancaises2009"] = "RGAF09",
        ["rraf91"] = "RRAF91",
        ["rraf1991"] = "RRAF91",
        ["reseaudereferencedesantillesfrancaises1991"] = "RRAF91",
        ["rgfg95"] = "RGFG95",
        ["rgfg1995"] = "RGFG95",
        ["reseaugeodesiquefrancaisguyane1995"] = "RGFG95",
        ["rgr92"] = "RGR92",
        ["rgr1992"] = "RGR92",
        ["reseaugeodesiquedelareunion1992"] = "RGR92",
        ["rgm04"] = "RGM04",
        ["rgm2004"] = "RGM04",
        ["reseaugeodesiquedemayotte2004"] = "RGM04",
        ["rgspm06"] = "RGSPM06",
        ["rgspm2006"] = "RGSPM06",
        ["reseaugeodesiquedesaintpierreetmiquelon2006"] = "RGSPM06",
        ["reseaugeodesiquedestpierreetmiquelon2006"] = "RGSPM06",
        ["rgpf"] = "RGPF",
        ["reseaugeodesiquedelapolynesiefrancaise"] = "RGPF",
        ["rgnc9193"] = "RGNC91-93",
        ["rgnc199193"] = "RGNC91-93",
        ["reseaugeodesiquedenouvellecaledonie9193"] = "RGNC91-93",
        ["reseaugeodesiquedenouvellecaledonie199193"] = "RGNC91-93",
        ["rgwf96"] = "RGWF96",
        ["reseaugeodesiquedewallisetfutuna1996"] = "RGWF96",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly SortedDictionary<int, CrsDefinition> s_byCode = Build();

    /// <summary>All definitions, by ascending code.</summary>
    public static IEnumerable<CrsDefinition> All => s_byCode.Values;

    /// <summary>What the sentence about an unknown system lists.</summary>
    public const string Accepted =
        "EPSG 2154 (Lambert-93), 3942 to 3950 (CC42 to CC50), 5490, 4559, 32620 (Antilles), 2972 (Guyane), 2975 (La Réunion), 4471 "
            + "(Mayotte), "
        + "4467 (Saint-Pierre-et-Miquelon), 3296 and 3297 (Polynésie), 3163 (Nouvelle-Calédonie), 8903 (Wallis-et-Futuna), 3035, 3857, "
        + "25828 to 25838, 32601 to 32660, 32701 to 32760, 4326 (or CRS84), 4258, 4171";

    public static CrsDefinition? Find(int epsg) => s_byCode.GetValueOrDefault(epsg);

    /// <summary>Whether two systems give the same coordinates: same projection and parameters, whatever their datum's name.</summary>
    public static bool AreEquivalent(int left, int right)
    {
        var (a, b) = (s_byCode[left], s_byCode[right]);
        return a.Projection == b.Projection && a.CentralMeridian == b.CentralMeridian && a.LatitudeOfOrigin == b.LatitudeOfOrigin
            && a.StandardParallel1 == b.StandardParallel1 && a.StandardParallel2 == b.StandardParallel2
            && a.FalseEastingMeters == b.FalseEastingMeters && a.FalseNorthingMeters == b.FalseNorthingMeters;
    }

    /// <summary>Whether a place, WGS84 degrees, is in a French territory.</summary>
    public static bool IsInFrance(double longitude, double latitude) =>
        s_hexagon.Contains(longitude, latitude) || s_frenchAntilles.Contains(longitude, latitude) || s_guiana.Contains(longitude, latitude)
        || s_reunion.Contains(longitude, latitude) || s_mayotte.Contains(longitude, latitude) || s_saintPierre.Contains(longitude, latitude)
        || s_polynesia.Contains(longitude, latitude) || s_newCaledonia.Contains(longitude, latitude)
        || s_wallis.Contains(longitude, latitude);

    /// <summary>Key of a datum as written in a WKT text, or null.</summary>
    public static string? FindDatum(string spelling)
    {
        var text = spelling.StartsWith("D_", StringComparison.OrdinalIgnoreCase) ? spelling[2..] : spelling;
        var key = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return s_datumBySpelling.GetValueOrDefault(key);
    }

    static SortedDictionary<int, CrsDefinition> Build()
    {
        var byCode = new SortedDictionary<int, CrsDefinition>();

        AddDegrees(4326, "WGS 84", Wgs84Datum, s_world);
        AddDegrees(4258, "ETRS89", "ETRS89", new Envelope(-16.1, 40.18, 32.88, 84.73));
        AddDegrees(4171, "RGF93 v1", "RGF93", s_hexagon);
        AddDegrees(9777, "RGF93 v2", "RGF93", s_hexagon);
        AddDegrees(9782, "RGF93 v2b", "RGF93", s_hexagon);
        AddDegrees(5489, "RGAF09", "RGAF09", s_frenchAntilles);
        AddDegrees(4558, "RRAF 1991", "RRAF91", s_frenchAntilles);
        AddDegrees(4624, "RGFG95", "RGFG95", s_guiana);
        AddDegrees(4627, "RGR92", "RGR92", s_reunion);
        AddDegrees(4470, "RGM04", "RGM04", s_mayotte);
        AddDegrees(4463, "RGSPM06", "RGSPM06", s_saintPierre);
        AddDegrees(4687, "RGPF", "RGPF", s_polynesia);
        AddDegrees(4749, "RGNC91-93", "RGNC91-93", s_newCaledonia);
        AddDegrees(8900, "RGWF96", "RGWF96", s_wallis);

        AddConic(2154, "RGF93 v1 / Lambert-93", 3, 46.5, 49, 44, 700_000, 6_600_000, "RGF93", s_hexagon);
        AddConic(9793, "RGF93 v2 / Lambert-93", 3, 46.5, 49, 44, 700_000, 6_600_000, "RGF93", s_hexagon);
        AddConic(9794, "RGF93 v2b / Lambert-93", 3, 46.5, 49, 44, 700_000, 6_600_000, "RGF93", s_hexagon);
        for (var zone = 42; zone <= 50; zone++)
        {
            var northingMeters = ((zone - 41) * 1_000_000) + 200_000;
            AddConic(
                3900 + zone,
                $"RGF93 v1 / CC{zone}",
                3,
                zone,
                zone + 0.75,
                zone - 0.75,
                1_700_000,
                northingMeters,
                "RGF93",
                s_conformalConicAreas[zone - 42]);
        }

        AddConic(
            3163,
            "RGNC91-93 / Lambert New Caledonia",
            166,
            -21.5,
            -20 - (2 / 3.0),
            -22 - (1 / 3.0),
            400_000,
            300_000,
            "RGNC91-93",
            new Envelope(163.54, 168.19, -22.73, -19.5));

        AddUtm(5490, "RGAF09 / UTM zone 20N", 20, false, "RGAF09", new Envelope(-63.66, -60, 14.08, 18.31));
        AddUtm(4559, "RRAF 1991 / UTM zone 20N", 20, false, "RRAF91", new Envelope(-63.66, -60, 14.08, 18.31));
        AddUtm(2972, "RGFG95 / UTM zone 22N", 22, false, "RGFG95", new Envelope(-54, -49.45, 2.17, 8.88));
        AddUtm(2975, "RGR92 / UTM zone 40S", 40, true, "RGR92", new Envelope(54, 58.24, -24.72, -18.28));
        AddUtm(4471, "RGM04 / UTM zone 38S", 38, true, "RGM04", s_mayotte);
        AddUtm(4467, "RGSPM06 / UTM zone 21N", 21, false, "RGSPM06", s_saintPierre);
        AddUtm(3296, "RGPF / UTM zone 5S", 5, true, "RGPF", new Envelope(-158.13, -150, -26.7, -12.5));
        AddUtm(3297, "RGPF / UTM zone 6S", 6, true, "RGPF", new Envelope(-150, -144, -31.2, -7.29));
        AddUtm(8903, "RGWF96 / UTM zone 1S", 1, true, "RGWF96", s_wallis);
        for (var zone = 1; zone <= 60; zone++)
        {
            var west = (6 * zone) - 186;
            AddUtm(32600 + zone, $"WGS 84 / UTM zone {zone}N", zone, false, Wgs84Datum, new Envelope(west, west + 6, 0, 84));
            AddUtm(32700 + zone, $"WGS 84 / UTM zone {zone}S", zone, true, Wgs84Datum, new Envelope(west, west + 6, -80, 0));
            if (zone is >= 28 and <= 38)
            {
                AddUtm(25800 + zone, $"ETRS89 / UTM zone {zone}N", zone, false, "ETRS89", new Envelope(west, west + 6, 0, 84));
            }
        }

        Add(new CrsDefinition
        {
            Epsg = 3035,
            Name = "ETRS89-extended / LAEA Europe",
            Datum = "ETRS89",
            Projection = CrsProjection.AzimuthalEqualArea,
            AreaOfUse = new Envelope(-35.58, 44.83, 24.6, 84.73),
            CentralMeridian = 10,
            LatitudeOfOrigin = 52,
            FalseEastingMeters = 4_321_000,
            FalseNorthingMeters = 3_210_000,
        });
        Add(new CrsDefinition
        {
            Epsg = 3857,
            Name = "WGS 84 / Pseudo-Mercator",
            Datum = Wgs84Datum,
            Projection = CrsProjection.WebMercator,
            AreaOfUse = new Envelope(-180, 180, -85.06, 85.06),
        });
        return byCode;

        void Add(CrsDefinition definition) => byCode.Add(definition.Epsg, definition);

        void AddDegrees(int epsg, string name, string datum, Envelope area) =>
            Add(new CrsDefinition { Epsg = epsg, Name = name, Datum = datum, Projection = CrsProjection.Degrees, AreaOfUse = area });

        void AddConic(
            int epsg,
            string name,
            double centralMeridian,
            double latitudeOfOrigin,
            double parallel1,
            double parallel2,
            double eastingMeters,
            double northingMeters,
            string datum,
            Envelope area) =>
            Add(new CrsDefinition
            {
                Epsg = epsg,
                Name = name,
                Datum = datum,
                Projection = CrsProjection.LambertConic,
                AreaOfUse = area,
                CentralMeridian = centralMeridian,
                LatitudeOfOrigin = latitudeOfOrigin,
                StandardParallel1 = parallel1,
                StandardParallel2 = parallel2,
                FalseEastingMeters = eastingMeters,
                FalseNorthingMeters = northingMeters,
            });

        void AddUtm(int epsg, string name, int zone, bool isSouth, string datum, Envelope area) =>
            Add(new CrsDefinition
            {
                Epsg = epsg,
                Name = name,
                Datum = datum,
                Projection = CrsProjection.TransverseMercator,
                AreaOfUse = area,
                CentralMeridian = (6 * zone) - 183,
                ScaleFactor = UtmScaleFactor,
                FalseEastingMeters = UtmFalseEastingMeters,
                FalseNorthingMeters = isSouth ? UtmSouthFalseNorthingMeters : 0,
            });
    }
}
