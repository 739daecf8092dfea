using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Streets;

namespace GeoCohesion.SampleCity.Population;

/// <summary>Lets people live in the zones and counts them by cell.</summary>
public static class PopulationGrid
{
    const int CellMeters = 200;
    const int SamplesPerSide = 5;

    public static IReadOnlyList<GridCell> Build()
    {
        var barriers = new Barriers();
        var corners = ((Pt[])[new(-8200, -7200), new(8000, -7200), new(8000, 7400), new(-8200, 7400)]).Select(Frame.Laea).ToList();
        var cells = new List<GridCell>();
        for (var northing = Floor(corners.Min(p => p.Y)); northing < corners.Max(p => p.Y); northing += CellMeters)
        {
            for (var easting = Floor(corners.Min(p => p.X)); easting < corners.Max(p => p.X); easting += CellMeters)
            {
                if (Count(northing, easting, barriers) is { } cell)
                {
                    cells.Add(cell);
                }
            }
        }

        var scale = CityPlan.Inhabitants / cells.Sum(c => c.Inhabitants);
        return [.. cells.Select(c => c with { Inhabitants = Math.Round(c.Inhabitants * scale * 2) / 2 }).Where(c => c.Inhabitants >= 1)];
    }

    static int Floor(double meters) => (int)Math.Floor(meters / CellMeters) * CellMeters;

    static GridCell? Count(int northing, int easting, Barriers barriers)
    {
        const double Step = (double)CellMeters / SamplesPerSide;
        var random = new Rng(((ulong)northing << 32) ^ (ulong)easting);
        var people = 0.0;
        var poor = 0.0;
        var inDistricts = 0.0;
        for (var i = 0; i < SamplesPerSide * SamplesPerSide; i++)
        {
            var at = Frame.FromLaea(new Pt(easting + (((i % SamplesPerSide) + 0.5) * Step),
                northing + (((i / SamplesPerSide) + 0.5) * Step)));
            var zone = CityPlan.Zones.FirstOrDefault(z => z.Area.Contains(at));
            if (zone is null || zone.Fabric == Fabric.Fields || barriers.Blocks(at))
            {
                continue;
            }

            var here = zone.PeoplePerKm2 * Step * Step / 1e6;
            people += here;
            poor += here * zone.PovertyShare;
            inDistricts += CityPlan.Districts.Any(d => d.Zone == zone) ? here : 0;
        }

        var centre = Frame.FromLaea(new Pt(easting + (CellMeters / 2), northing + (CellMeters / 2)));
        if (people < 2)
        {
            // Farms and hamlets, far apart.
            var isHamlet = random.Chance(0.035) && CityPlan.Communes.Any(c => c.Area.Contains(centre)) && !barriers.Blocks(centre);
            return isHamlet ? new GridCell(northing, easting, random.Within(4, 26), 0.09, 0, centre) : null;
        }

        return new GridCell(northing, easting, people * random.Within(0.8, 1.2), poor / people * random.Within(0.9, 1.1),
            inDistricts / people, centre);
    }
}
