using System.Globalization;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>A priority district: a crooked octagon.</summary>
/// <param name="Code">As in the national file.</param>
/// <param name="Name">Name.</param>
/// <param name="In">Where it is.</param>
/// <param name="Ring">Corners, metres in EPSG:3035, counter-clockwise, the first not repeated.</param>
sealed record RegionDistrict(string Code, string Name, Settlement In, IReadOnlyList<(double X, double Y)> Ring);

/// <summary>
/// What stands where in a generated region: one metropolis, ten towns around it, 700 villages between them, priority districts in all of them.
/// </summary>
/// <remarks>Only this and the lines of public transport are held in memory; streets, people, places and trips follow from it one by one.</remarks>
sealed class RegionPlan
{
    /// <summary>At scale 1.</summary>
    const double SideMetersAtFullScale = 100_000;
    const int TownsAtFullScale = 10;
    const int VillagesAtFullScale = 700;
    const int DistrictsAtFullScale = 200;
    const double PeopleAtFullScale = 1_000_000;
    const double MetropolisRadiusMeters = 5_900;
    const double TownRadiusMeters = 2_100;
    const double MetropolisShare = 0.45;
    const double TownsShare = 0.25;
    const int MostAttempts = 1_000_000;
    const double IndexCellMeters = 4_000;
    const double DistrictEveryMeters = 800;
    const double DistrictRadiusMeters = 300;

    readonly List<Settlement> _settlements = [];
    readonly Dictionary<(int Column, int Row), List<Settlement>> _index = [];
    readonly ulong _seed;

    /// <summary>Plans a region.</summary>
    /// <param name="number">0 for a region by itself; which one in a nation.</param>
    /// <param name="size">How large it is, and which one.</param>
    /// <param name="west">Easting of its western edge, EPSG:3035.</param>
    /// <param name="south">Northing of its southern edge.</param>
    public RegionPlan(int number, RegionSize size, double west, double south)
    {
        (Number, Size, West, South) = (number, size, west, south);
        _seed = size.Seed + ((ulong)number << 40);
        SideMeters = SideMetersAtFullScale * Math.Sqrt(size.Scale);
        PlaceSettlements();
        Districts = PlaceDistricts();
    }

    public int Number { get; }

    public RegionSize Size { get; }

    public double Scale => Size.Scale;

    public double West { get; }

    public double South { get; }

    public double SideMeters { get; }

    public double People => PeopleAtFullScale * Scale;

    public ulong Seed => _seed;

    /// <summary>The metropolis, the towns, the villages.</summary>
    public IReadOnlyList<Settlement> Settlements => _settlements;

    /// <summary>The metropolis and the towns: where lines of public transport begin.</summary>
    public IEnumerable<Settlement> Hubs => _settlements.Where(settlement => settlement.Kind != SettlementKind.Village);

    public Settlement Metropolis => _settlements[0];

    public IReadOnlyList<RegionDistrict> Districts { get; }

    /// <summary>Two characters that no department has.</summary>
    public string Department => Number == 0 ? "96" : string.Create(CultureInfo.InvariantCulture, $"A{Number}");

    /// <summary>The settlement that holds a point, or null.</summary>
    public Settlement? SettlementAt(double x, double y) =>
        _index.TryGetValue(CellOf(x, y), out var near) ? near.Find(settlement => settlement.DistanceTo(x, y) < settlement.RadiusMeters) : null;

    /// <summary>The hub nearest to a point.</summary>
    public Settlement HubOf(double x, double y) => Hubs.MinBy(hub => hub.DistanceTo(x, y) - hub.RadiusMeters)!;

    static (int Column, int Row) CellOf(double x, double y) => ((int)Math.Floor(x / IndexCellMeters), (int)Math.Floor(y / IndexCellMeters));

    static int AtScale(int count, double scale) => Math.Max(1, (int)Math.Round(count * scale));

    void PlaceSettlements()
    {
        var towns = AtScale(TownsAtFullScale, Scale);
        var villages = AtScale(VillagesAtFullScale, Scale);
        var (middleX, middleY) = (West + (SideMeters / 2), South + (SideMeters / 2));
        Add(SettlementKind.Metropolis, middleX, middleY, MetropolisRadiusMeters * Math.Sqrt(Scale), MetropolisShare * People);
        for (var town = 0; town < towns; town++)
        {
            var angle = (town + Noise.Within(-0.2, 0.2, _seed, town, 10)) * 2 * Math.PI / towns;
            var distance = SideMeters * Noise.Within(0.24, 0.42, _seed, town, 11);
            var radius = TownRadiusMeters * Noise.Within(0.85, 1.15, _seed, town, 12);
            Add(SettlementKind.Town, middleX + (distance * Math.Cos(angle)), middleY + (distance * Math.Sin(angle)), radius, TownsShare * People / towns);
        }

        var radii = Enumerable.Range(0, villages).Select(village => Noise.Within(400, 880, _seed, village, 13)).ToArray();
        var whole = radii.Sum(radius => radius * radius);
        for (int village = 0, attempt = 0; village < villages; attempt++)
        {
            const double Margin = 1_500;
            if (attempt == MostAttempts)
            {
                throw new InvalidOperationException($"There is no room for {villages} villages at scale {Scale}.");
            }

            var x = West + Noise.Within(Margin, SideMeters - Margin, _seed, attempt, 14);
            var y = South + Noise.Within(Margin, SideMeters - Margin, _seed, attempt, 15);
            var radius = radii[village];
            if (IsFree(x, y, radius))
            {
                Add(SettlementKind.Village, x, y, radius, (1 - MetropolisShare - TownsShare) * People * radius * radius / whole);
                village++;
            }
        }
    }

    bool IsFree(double x, double y, double radius)
    {
        const double Between = 400;
        return _settlements.TrueForAll(other => other.DistanceTo(x, y) > other.RadiusMeters + radius + Between);
    }

    void Add(SettlementKind kind, double x, double y, double radius, double inhabitants)
    {
        var name = kind switch
        {
            SettlementKind.Metropolis => Text($"Métropole {Number}"),
            SettlementKind.Town => Text($"Ville {Number}-{_settlements.Count}"),
            _ => Text($"Bourg {Number}-{_settlements.Count}"),
        };
        var settlement = new Settlement(_settlements.Count, name, kind, x, y, radius, inhabitants, _seed);
        _settlements.Add(settlement);
        var (fromColumn, fromRow) = CellOf(x - settlement.RadiusMeters, y - settlement.RadiusMeters);
        var (toColumn, toRow) = CellOf(x + settlement.RadiusMeters, y + settlement.RadiusMeters);
        for (var row = fromRow; row <= toRow; row++)
        {
            for (var column = fromColumn; column <= toColumn; column++)
            {
                if (!_index.TryGetValue((column, row), out var cell))
                {
                    _index.Add((column, row), cell = []);
                }

                cell.Add(settlement);
            }
        }
    }

    /// <summary>Six in ten stand in the metropolis, three in the towns, one in the largest villages near the metropolis.</summary>
    List<RegionDistrict> PlaceDistricts()
    {
        var count = AtScale(DistrictsAtFullScale, Scale * Size.DistrictShare);
        var inTowns = count * 3 / 10;
        var inVillages = count / 10;
        var districts = new List<RegionDistrict>();
        AddSites(Metropolis, count - inTowns - inVillages);
        var towns = Hubs.Skip(1).ToArray();
        for (var town = 0; town < towns.Length; town++)
        {
            AddSites(towns[town], ((town + 1) * inTowns / towns.Length) - (town * inTowns / towns.Length));
        }

        foreach (var village in _settlements
            .Where(settlement => settlement.Kind == SettlementKind.Village)
            .OrderBy(village => Metropolis.DistanceTo(village.X, village.Y) - (40 * village.RadiusMeters))
            .Take(count - districts.Count))
        {
            AddDistrict(village, village.X, village.Y);
        }

        return districts;

        // A lattice of sites, of which some are taken by lot.
        void AddSites(Settlement settlement, int wanted)
        {
            var half = (int)(settlement.RadiusMeters / DistrictEveryMeters);
            var sites =
                from row in Enumerable.Range(-half, (2 * half) + 1)
                from column in Enumerable.Range(-half, (2 * half) + 1)
                where Math.Sqrt((row * row) + (column * column)) * DistrictEveryMeters < settlement.RadiusMeters - (DistrictRadiusMeters / 2)
                orderby Noise.Unit(_seed, settlement.Number, (row * 1000) + column, 20)
                select (column, row);
            foreach (var (column, row) in sites.Take(wanted))
            {
                AddDistrict(settlement, settlement.X + (column * DistrictEveryMeters), settlement.Y + (row * DistrictEveryMeters));
            }
        }

        void AddDistrict(Settlement settlement, double x, double y)
        {
            const int Corners = 8;
            const int PerLetter = 100;
            var number = districts.Count;
            var ring = Enumerable.Range(0, Corners).Select(corner =>
            {
                var angle = (corner + Noise.Within(-0.3, 0.3, _seed, number, corner, 21)) * 2 * Math.PI / Corners;
                var radius = DistrictRadiusMeters * Noise.Within(0.75, 1.25, _seed, number, corner, 22);
                return (x + (radius * Math.Cos(angle)), y + (radius * Math.Sin(angle)));
            }).ToArray();
            var code = Text($"QN0{Department}{number % PerLetter:D2}{"NMI"[number / PerLetter]}");
            districts.Add(new RegionDistrict(code, Text($"Quartier {number + 1} ({settlement.Name})"), settlement, ring));
        }
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
