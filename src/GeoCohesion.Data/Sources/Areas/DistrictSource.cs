using System.Text.RegularExpressions;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>
/// Reads the perimeters of districts: QPV of 2015 and 2024 by the names of their fields, or any polygon file whose fields are named.
/// </summary>
public static partial class DistrictSource
{
    static readonly PolygonVocabulary s_vocabulary = new(
        "district",
        ["code_qp", "code_qpv", "code_quartier", "codeqp"],
        ["lib_qp", "nom_qp", "lib_qpv", "nom_qpv", "quartier_prioritaire", "nom_quartier"]);

    /// <summary>Reads districts in the order of the file.</summary>
    /// <remarks>
    /// Outlines that cross themselves are mended (<c>district-geometry-mended</c>), features without a polygon left out
    /// (<c>district-geometry-empty</c>), features of the same code united (<c>district-code-duplicate</c>), each with a notice.
    /// </remarks>
    /// <exception cref="InputException">
    /// As <see cref="AreaFile.Read"/>, and <c>field-missing</c>, <c>district-none</c>, <c>district-code-missing</c>,
    /// <c>coordinates-swapped</c>, <c>outside-crs</c>.
    /// </exception>
    public static IReadOnlyList<District> Read(AreaSourceOptions options, NoticeLog notices)
    {
        var (polygons, _) = PolygonReader.Read(options, s_vocabulary, notices);
        var districts = new List<District>(polygons.Count);
        foreach (var polygon in polygons)
        {
            var generation = Code2015().IsMatch(polygon.Code) ? "QPV 2015" : Code2024().IsMatch(polygon.Code) ? "QPV 2024" : "";
            if (generation.Length == 0 && options.IdField is null)
            {
                notices.Add(
                    "district-code-unusual",
                    NoticeSeverity.Information,
                    new SourceLocation(options.Path),
                    $"'{polygon.Code}' is not a QPV code of 2015 (QP031012) or of 2024 (QN06099M); the district is kept.");
            }

            districts.Add(new District
            {
                Code = polygon.Code,
                Label = polygon.Label,
                Perimeter = polygon.Shape,
                Properties = polygon.Properties,
                Source = options.Path,
                Generation = generation,
            });
        }

        return districts;
    }

    [GeneratedRegex("^QP(0[0-9AB]{2}|97[1-8]|98[78])[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code2015();

    [GeneratedRegex("^QN[0-9AB]{3}[0-9]{2}[IMN]$", RegexOptions.CultureInvariant)]
    private static partial Regex Code2024();
}
