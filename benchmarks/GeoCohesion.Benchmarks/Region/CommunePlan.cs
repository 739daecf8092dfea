using System.Globalization;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>The communes of a region are squares; those near the metropolis or a town form one intercommunality with it.</summary>
static class CommunePlan
{
    const double SquareMeters = 4_000;
    const double AroundHubMeters = 4_000;

    /// <summary>Communes in a row.</summary>
    public static int PerRow(RegionPlan region) => (int)Math.Ceiling(region.SideMeters / SquareMeters);

    /// <summary>INSEE code of the commune at a place.</summary>
    public static string CodeAt(RegionPlan region, double x, double y)
    {
        var last = PerRow(region) - 1;
        var column = Math.Clamp((int)((x - region.West) / SquareMeters), 0, last);
        var row = Math.Clamp((int)((y - region.South) / SquareMeters), 0, last);
        return Code(region, column, row);
    }

    /// <summary>SIREN of the intercommunality at a place: that of the hub where it is near, of the country around it elsewhere.</summary>
    public static string EpciAt(RegionPlan region, double x, double y)
    {
        var hub = region.HubOf(x, y);
        var isNear = hub.DistanceTo(x, y) < (hub.RadiusMeters * 2) + AroundHubMeters;
        return string.Create(CultureInfo.InvariantCulture, $"2{(isNear ? 4 : 0)}{region.Number:D2}{hub.Number:D5}");
    }

    /// <summary>Code and corners of every commune.</summary>
    public static IEnumerable<(string Code, IReadOnlyList<(double X, double Y)> Ring)> All(RegionPlan region)
    {
        for (var row = 0; row < PerRow(region); row++)
        {
            for (var column = 0; column < PerRow(region); column++)
            {
                var (west, south) = (region.West + (column * SquareMeters), region.South + (row * SquareMeters));
                yield return (Code(region, column, row),
                    [(west, south), (west + SquareMeters, south), (west + SquareMeters, south + SquareMeters), (west, south + SquareMeters)]);
            }
        }
    }

    static string Code(RegionPlan region, int column, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{region.Department}{(row * PerRow(region)) + column + 1:D3}");
}
