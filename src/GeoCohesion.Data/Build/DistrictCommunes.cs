using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Build;

/// <summary>Finds the communes a district lies in, by geometry: the field of the perimeter file names one commune even where there are several.</summary>
public static class DistrictCommunes
{
    // Perimeters and commune outlines are drawn at different scales; a sliver along the border is not a commune of the district.
    const double LeastShare = 0.01;

    /// <summary>Communes of each district, the one with most of its area first.</summary>
    /// <param name="districts">Districts, WGS84.</param>
    /// <param name="communes">Communes, WGS84.</param>
    /// <returns>Per district; empty where it lies in none of the communes.</returns>
    public static IReadOnlyList<IReadOnlyList<Commune>> Find(IReadOnlyList<District> districts, IReadOnlyList<Commune> communes) =>
        [.. districts.Select(district => Of(district, communes))];

    static IReadOnlyList<Commune> Of(District district, IReadOnlyList<Commune> communes)
    {
        // Shares of one small area compare the same in degrees as in metres.
        var area = district.Perimeter.Area;
        return
        [
            .. communes
                .Where(commune => commune.Shape.EnvelopeInternal.Intersects(district.Perimeter.EnvelopeInternal))
                .Select(commune => (Commune: commune, Share: commune.Shape.Intersection(district.Perimeter).Area / area))
                .Where(pair => pair.Share >= LeastShare)
                .OrderByDescending(pair => pair.Share)
                .ThenBy(pair => pair.Commune.Code, StringComparer.Ordinal)
                .Select(pair => pair.Commune),
        ];
    }
}
