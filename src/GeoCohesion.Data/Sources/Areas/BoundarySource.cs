using System.Globalization;
using GeoCohesion.Core;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>An administrative area to which results are rolled up: a commune, an intercommunality, a department.</summary>
/// <param name="Code">INSEE or SIREN code.</param>
/// <param name="Label">Name, or the code when the file gives none.</param>
/// <param name="Geometry">Polygon or MultiPolygon in WGS84 degrees, valid.</param>
/// <param name="Properties">The file's other properties, in its order.</param>
public sealed record Boundary(string Code, string Label, Geometry Geometry, IReadOnlyList<KeyValuePair<string, string>> Properties)
{
    static readonly string[] s_epciFields = ["siren_epci", "code_epci", "epci", "codes_siren_des_epci"];
    static readonly string[] s_populationFields = ["population", "pop", "ptot", "pmun", "population_municipale", "populationmunicipale"];

    /// <summary>SIREN of the intercommunality, if the file tells: of Greater Paris's two (<c>200054781/200058519</c>) the first.</summary>
    public string EpciCode => Find(s_epciFields).Split('/')[0].Trim() is var code and not "NR" ? code : "";

    /// <summary>Inhabitants, if the file tells.</summary>
    public double? Population =>
        double.TryParse(Find(s_populationFields), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var residents)
            ? residents
            : null;

    /// <summary>The first of the named properties that is there and not empty, whatever its case; else empty.</summary>
    public string Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var (key, value) in Properties)
            {
                if (value.Length > 0 && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        return "";
    }
}

/// <summary>
/// Reads administrative areas: communes under the names that Admin Express, Etalab and France GeoJSON use, or any polygon file whose fields
/// are named.
/// </summary>
public static class BoundarySource
{
    static readonly PolygonVocabulary s_vocabulary = new(
        "boundary",
        ["insee_com", "code_insee", "code_commune", "codgeo", "depcom", "com", "insee", "code"],
        ["nom_officiel", "nom_commune", "nom_com", "lib_com", "libgeo", "nom", "libelle", "name"]);

    /// <summary>
    /// Reads areas in the order of the file; what is mended, left out or united has a notice (<c>boundary-geometry-mended</c>,
    /// <c>-empty</c>, <c>boundary-code-duplicate</c>).
    /// </summary>
    /// <exception cref="InputException">
    /// As <see cref="AreaFile.Read"/>, and <c>field-missing</c>, <c>boundary-none</c>, <c>boundary-code-missing</c>,
    /// <c>coordinates-swapped</c>, <c>outside-crs</c>.
    /// </exception>
    public static IReadOnlyList<Boundary> Read(AreaSourceOptions options, NoticeLog notices)
    {
        var (polygons, _) = PolygonReader.Read(options, s_vocabulary, notices);
        return [.. polygons.Select(p => new Boundary(p.Code, p.Label, p.Shape, p.Properties))];
    }
}
