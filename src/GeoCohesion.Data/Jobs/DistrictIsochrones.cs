using System.Collections.Concurrent;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>The area that someone who lives in a district reaches.</summary>
/// <param name="District">Index of the district.</param>
/// <param name="Mode">Street mode.</param>
/// <param name="LimitSeconds">Longest time.</param>
/// <param name="Area">WGS84.</param>
/// <param name="SquareMeters">Its size.</param>
sealed record DistrictIsochrone(int District, string Mode, int LimitSeconds, MultiPolygon Area, double SquareMeters);

/// <summary>The areas reached from the inhabited cells of each district.</summary>
static class DistrictIsochrones
{
    static readonly int[] s_limitsSeconds = [600, 1200, 1800];

    /// <summary>Computes them, by district, mode, and limit.</summary>
    /// <param name="inputs">Districts and their origins.</param>
    /// <param name="modes">Street modes.</param>
    /// <param name="positions">Points of a street mode on its streets.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    public static IReadOnlyList<DistrictIsochrone> Compute(
        TerritoryInputs inputs, IEnumerable<string> modes, Func<string, ModePositions> positions, int threads)
    {
        var originsOfDistrict = Enumerable.Range(0, inputs.Origins.Count).ToLookup(origin => inputs.Origins[origin].District);
        var areas = new ConcurrentDictionary<(int District, string Mode), MultiPolygon[]>();
        string[] ordered = [.. modes];
        foreach (var mode in ordered)
        {
            var on = positions(mode);
            var spacingMeters = IsochroneQuestion.UsualSpacingMeters(mode);
            var raster = new StreetRaster(on.Index, spacingMeters * 1000, IsochroneQuestion.UsualToleranceMeters * 1000);
            Parallel.For(
                0,
                inputs.Districts.Count,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => new AreaIsochrone(raster, SearchDirection.Forward, IsochroneQuestion.LeastSquareMeters(spacingMeters)),
                (district, _, isochrone) =>
                {
                    areas[(district, mode)] = isochrone.Run(
                        [.. originsOfDistrict[district].Select(origin => on.Points[origin])], Array.ConvertAll(s_limitsSeconds, seconds => seconds * 1000));
                    return isochrone;
                },
                _ => { });
        }

        return
        [
            .. from district in Enumerable.Range(0, inputs.Districts.Count)
               from mode in ordered
               from limit in Enumerable.Range(0, s_limitsSeconds.Length)
               let area = areas[(district, mode)][limit]
               select new DistrictIsochrone(district, mode, s_limitsSeconds[limit], area, SurfaceArea.SquareMeters(area)),
        ];
    }
}
