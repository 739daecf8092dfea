using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>PTAL, London's public transport access level, of every origin and district.</summary>
public sealed class Ptal : IIndicator
{
    const string DayName = "weekday";

    static readonly int s_longestWalkMeters = PtalMode.All.Max(mode => mode.LongestWalkMeters);

    /// <inheritdoc/>
    public string Name => "ptal";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "PTAL, niveau d'accès aux transports collectifs (méthode de TfL)",
        "PTAL, public transport access level (TfL's method)",
        "Per origin, on the run's own weekday from 08:15 to 09:15. Lines with a stop within a walk of 640 m (bus) or 960 m (tram, "
            + "metro, rail): total access time = walk at 80 m/min + half the headway (30 min over the departures of the hour) + "
            + "reliability (2 min bus, 0.75 min others); each line at its stop area and direction (next stop) with the least. Equivalent "
            + "doorstep frequency = 30 over the total access time. Index of a mode = the greatest of its lines + half the others; index = "
            + "sum over modes. Bands, of the index to two decimals: 0; 1a to 2.50; 1b to 5; 2 to 10; 3 to 15; 4 to 20; 5 to 25; 6a to 40; "
            + "6b above. Walked metres are walking seconds x the run's walking speed: stairs count as longer.",
        "index without unit; band 0 to 6b",
        "Transport for London, Assessing transport connectivity in London (2015), section 2.5; Measuring Public Transport "
            + "Accessibility Levels (2010)",
        "TfL's published PTAL: here directions are told by the next stop, trams, funiculars and cable cars are one mode, boats are "
            + "left out, and a train line is a route of the feed, not a calling pattern. It says how much service is near, not where it "
            + "goes nor how fast.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        study.Days.All(day => day.Name != DayName)
            ? study.Days.Count == 0 ? "no timetable is given" : "no weekday is computed"
            : WalkedDistance.OutOfReach(s_longestWalkMeters, study.WalkSpeedKph);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var day = study.Days.First(candidate => candidate.Name == DayName);
        var board = new DepartureBoard(day.Timetable, day.Walks, PtalIndex.PeakHour);
        var results = new (double[] ByMode, int Lines)[study.OriginCount];
        TransitTables.ForEachOrigin(
            study, () => new PtalIndex(board, study.WalkSpeedKph), (origin, index) => results[origin] = index.Run(day.Walks[origin]));
        return [DistrictTable(study, day, [.. results.Select(result => result.ByMode.Sum())]), OriginTable(study, results)];
    }

    static ResultTable DistrictTable(Study study, DayService day, double[] index)
    {
        var table = new ResultTable(
            "district_ptal",
            "PTAL par quartier : accès aux transports collectifs à la pointe du matin",
            [
                Text("code", "Code of the district"),
                Text("label", "Label of the district"),
                Text("service_date", "Date whose timetable it is"),
                Real("residents", "residents", "Residents; number of points where there is no grid"),
                Real("mean_index", "", "Mean access index over residents"),
                Text("mean_band", "Band of the mean index"),
                Text("median_band", "Band of the median resident, nearest rank"),
                Real("least_index", "", "Access index of the origin with the least"),
                Real("greatest_index", "", "Access index of the origin with the greatest"),
                .. PtalIndex.Bands.Select(band => Share($"share_band_{band}", $"Share of residents in band {band}")),
            ],
            "MultiPolygon");
        var residents = study.Residents;
        var originsByDistrict = study.OriginsByDistrict();
        for (var district = 0; district < study.Districts.Count; district++)
        {
            var origins = originsByDistrict[district];
            var mean = TransitTables.Mean(origins, residents, origin => index[origin]);
            table.Add(
                study.Districts[district].Perimeter,
                [
                    study.Districts[district].Code,
                    study.Districts[district].Label,
                    TransitTables.Date(day),
                    origins.Sum(origin => residents[origin]),
                    mean,
                    origins.Count > 0 ? PtalIndex.BandOf(mean) : null,
                    MedianBand(origins, residents, index),
                    origins.Count > 0 ? origins.Min(origin => index[origin]) : null,
                    origins.Count > 0 ? origins.Max(origin => index[origin]) : null,
                    .. PtalIndex.Bands.Select(band =>
                        (object?)TransitTables.Mean(origins, residents, origin => PtalIndex.BandOf(index[origin]) == band ? 1 : 0)),
                ]);
        }

        return table;
    }

    /// <summary>Half the residents at least are in this band or a poorer one.</summary>
    static string? MedianBand(IReadOnlyList<int> origins, double[] residents, double[] index)
    {
        string[] bands = [.. PtalIndex.Bands];
        var median = TransitTables.Median(origins, residents, origin => Array.IndexOf(bands, PtalIndex.BandOf(index[origin])));
        return median is { } band ? bands[band] : null;
    }

    static ResultTable OriginTable(Study study, (double[] ByMode, int Lines)[] results)
    {
        var origins = study.Points.Take(study.OriginCount).ToArray();
        var table = new ResultTable(
            "origin_ptal",
            "PTAL par carreau habité",
            [
                Text("id", "District code, slash, cell id"),
                Text("district", "Code of the district"),
                Real("residents", "residents", "Inhabitants of the cell x share of its area inside"),
                Real("ptal_index", "", "Access index"),
                Text("ptal_band", "Band of the index"),
                .. PtalMode.All.Select(mode => Real($"{mode.Name}_index", "", $"Part of the index that is due to {mode.Name}")),
                Whole("lines", "", "Lines that count"),
            ],
            origins.All(origin => origin.Shape is Polygon or MultiPolygon) ? "MultiPolygon" : "Geometry");
        for (var i = 0; i < origins.Length; i++)
        {
            var index = results[i].ByMode.Sum();
            table.Add(
                origins[i].Shape,
                [
                    origins[i].Id,
                    study.Districts[origins[i].District].Code,
                    origins[i].Residents,
                    index,
                    PtalIndex.BandOf(index),
                    .. results[i].ByMode.Select(part => (object?)part),
                    results[i].Lines,
                ]);
        }

        return table;
    }
}
