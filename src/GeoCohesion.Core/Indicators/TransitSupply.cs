using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>Lines, stops, departures and headways within a walk of a district's residents, on each type of day.</summary>
public sealed class TransitSupply : IIndicator
{
    /// <summary>What an origin finds within its walk.</summary>
    /// <param name="NearAreas">Stop areas with a departure within the near walk.</param>
    /// <param name="Areas">Stop areas with a departure within the walk.</param>
    /// <param name="Trips">Trips of the whole day.</param>
    /// <param name="TripsByPeriod">Trips per period.</param>
    /// <param name="MeanHeadwaySeconds">Least mean headway of a line in one direction.</param>
    /// <param name="WorstHeadwaySeconds">Least worst headway of a line in one direction.</param>
    /// <param name="IsFrequent">Whether a stop area is frequent in one direction.</param>
    readonly record struct Supply(
        int NearAreas, int Areas, int Trips, int[] TripsByPeriod, int MeanHeadwaySeconds, int WorstHeadwaySeconds, bool IsFrequent);

    /// <inheritdoc/>
    public string Name => "transit-supply";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Desserte du quartier en transport collectif",
        "Public transport service of the district",
        "Per district and day type, from stops within a walked distance of inhabited origins (stops.walkMeters, 300 and 500 m "
            + "unless given): lines; stop areas (a station with its stops, or a stop of no station) with a departure; departures per hour "
            + "and period, all lines and directions together, each trip once at its stop nearest to an origin of the district, and the "
            + "mean over residents of the same count for their own origin. A departure is a stop time where boarding is allowed, the last "
            + "of its trip excepted. The whole day runs from 04:00 to 04:00 by the clock. Headways are of one line towards one next stop, "
            + "at one stop area, from 07:00 to 19:00: the mean is 12 h over the departures, the worst is the longest stretch without a "
            + "departure; each resident has the least mean and the least worst of all lines and directions in reach, the table their "
            + "median resident. A stop area is frequent when at least N vehicles an hour (stops.frequentDeparturesPerHour, 6 unless "
            + "given), all lines together, leave it between 07:00 and 09:00 towards one next stop. Walked metres are walking seconds x "
            + "the run's walking speed: stairs count as longer.",
        "departures/h, s, stop areas, share 0-1",
        "Pacte de Dijon (2018), fréquence de desserte des quartiers; definitions: this project",
        "Vehicle-kilometres or seats offered: a departure counts one whatever its vehicle and wherever it goes. Share with a stop "
            + "is along the streets, not within a circle.");

    /// <inheritdoc/>
    public string? Missing(Study study) => TransitTables.Missing(study);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var table = NewTable();
        var residents = study.Residents;
        var originsByDistrict = study.OriginsByDistrict();
        foreach (var day in study.Days)
        {
            var board = new DepartureBoard(day.Timetable, day.Walks, ServicePeriod.WholeDay);
            var supplies = new Supply[study.OriginCount];
            TransitTables.ForEachOrigin(
                study,
                () => (Tally: new TripTally(board), Headways: new SeriesHeadways(board)),
                (origin, state) => supplies[origin] = SupplyOf(study, day.Walks[origin], board, state.Tally, state.Headways));
            var tally = new TripTally(board);
            for (var district = 0; district < study.Districts.Count; district++)
            {
                AddRow(table, study, day, district, originsByDistrict[district], residents, board, tally, supplies);
            }
        }

        return [table];
    }

    static ResultTable NewTable() => new(
        "district_transit",
        "Desserte en transport collectif par quartier et type de jour",
        [
            .. TransitTables.DistrictDayColumns,
            Text("service_date", "Date whose timetable it is"),
            Real("residents", "residents", "Residents; number of points where there is no grid"),
            Whole("near_walk_m", "m", "Walked distance of the columns named near"),
            Whole("walk_m", "m", "Walked distance of all other columns"),
            Whole("lines", "", "Lines (routes of the timetable) with a departure within the walk of any origin"),
            Text("line_names", "Their names, separated by ;"),
            Whole("stops_near", "", "Stop areas with a departure within the near walk of any origin"),
            Whole("stops", "", "Stop areas with a departure within the walk of any origin"),
            Real("mean_stops_near", "", "Mean over residents of the stop areas within the near walk of their origin"),
            Real("mean_stops", "", "Mean over residents of the stop areas within the walk of their origin"),
            Share("share_stop_near", "Share of residents with a stop area within the near walk"),
            Share("share_stop", "Share of residents with a stop area within the walk"),
            Whole("departures", "trips", "Trips that can be boarded within the walk of any origin, 04:00 to 04:00, each once"),
            Real("mean_departures", "trips", "Mean over residents of the trips within the walk of their origin, 04:00 to 04:00, each once"),
            .. ServicePeriod.All.Select(period => Real(
                $"departures_per_hour_{period.Name}",
                "1/h",
                $"Trips that can be boarded within the walk of any origin, each once, in the {TransitTables.Describe(period)}")),
            .. ServicePeriod.All.Select(period => Real(
                $"mean_departures_per_hour_{period.Name}",
                "1/h",
                $"Mean over residents of the same for their own origin, in the {TransitTables.Describe(period)}")),
            Text("first_departure", "First departure after 04:00 within the walk of any origin, HH:MM:SS"),
            Text("last_departure", "Last departure before 28:00 (04:00) within the walk of any origin, HH:MM:SS, hours going on after 24"),
            Seconds("span_s", "Amplitude: from the first departure to the last"),
            Seconds(
                "mean_headway_s",
                "Median resident's least mean headway of a line in one direction, 07:00-19:00; null when more than half "
                    + "have no line within the walk"),
            Seconds(
                "worst_headway_s",
                "Median resident's least longest stretch without a departure of a line in one direction, "
                    + "07:00-19:00; null when more than half have none"),
            Whole("frequent_departures_per_hour", "1/h", "Departures per hour from which on a stop area is frequent"),
            Share(
                "share_frequent_stop",
                "Share of residents within the walk of a stop area that is frequent in one direction in the morning peak"),
        ],
        null);

    static Supply SupplyOf(Study study, ReadOnlySpan<StopWalk> walks, DepartureBoard board, TripTally tally, SeriesHeadways headways)
    {
        var stops = StopReach.Of(walks, WalkedDistance.LongestSeconds(study.Stops.WalkMeters, study.WalkSpeedKph));
        var trips = tally.Run(stops);
        var (mean, worst) = (TravelTime.Unreached, TravelTime.Unreached);
        foreach (var headway in headways.Run(stops, ServicePeriod.HeadwayHours))
        {
            (mean, worst) = (Math.Min(mean, headway.MeanSeconds), Math.Min(worst, headway.WorstSeconds));
        }

        return new Supply(
            CountAreas(board, stops, WalkedDistance.LongestSeconds(study.Stops.NearWalkMeters, study.WalkSpeedKph)),
            CountAreas(board, stops, int.MaxValue),
            trips.Length,
            [.. ServicePeriod.All.Select(period => TripTally.Count(trips, period.Hours))],
            mean,
            worst,
            IsFrequent(board, headways.Run(stops, ServicePeriod.MorningPeak.Hours), study.Stops.FrequentDeparturesPerHour));
    }

    static bool IsFrequent(DepartureBoard board, IReadOnlyList<SeriesHeadway> peak, int departuresPerHour)
    {
        // Series of one area and direction follow each other.
        var (count, area, next) = (0, -1, -1);
        foreach (var headway in peak)
        {
            var series = board.Series[headway.Series];
            count = (series.Area, series.NextArea) == (area, next) ? count + headway.Departures : headway.Departures;
            (area, next) = (series.Area, series.NextArea);
            if (count >= departuresPerHour * ServicePeriod.MorningPeak.LengthHours)
            {
                return true;
            }
        }

        return false;
    }

    static int CountAreas(DepartureBoard board, StopWalk[] stops, int longestSeconds)
    {
        var areas = new HashSet<int>();
        foreach (var (stop, walkSeconds) in stops)
        {
            if (walkSeconds <= longestSeconds && !board.At(stop).IsEmpty)
            {
                areas.Add(board.AreaOfStop[stop]);
            }
        }

        return areas.Count;
    }

    static void AddRow(
        ResultTable table,
        Study study,
        DayService day,
        int district,
        IReadOnlyList<int> origins,
        double[] residents,
        DepartureBoard board,
        TripTally tally,
        Supply[] supplies)
    {
        var (service, speed) = (study.Stops, study.WalkSpeedKph);
        var stops = StopReach.Of(day.Walks, origins, WalkedDistance.LongestSeconds(service.WalkMeters, speed));
        var trips = tally.Run(stops);
        var routes = trips.Select(trip => day.Timetable.TripRoute[trip.Trip]).Distinct().Order().ToArray();
        var span = TransitTables.Span(trips);
        table.Add(
            null,
            [
                .. TransitTables.DistrictDay(study.Districts[district], day),
                TransitTables.Date(day),
                origins.Sum(origin => residents[origin]),
                service.NearWalkMeters,
                service.WalkMeters,
                routes.Length,
                string.Join(';', routes.Select(route => day.Timetable.Routes[route].Name).Order(StringComparer.Ordinal)),
                CountAreas(board, stops, WalkedDistance.LongestSeconds(service.NearWalkMeters, speed)),
                CountAreas(board, stops, int.MaxValue),
                Mean(supply => supply.NearAreas),
                Mean(supply => supply.Areas),
                Mean(supply => supply.NearAreas > 0 ? 1 : 0),
                Mean(supply => supply.Areas > 0 ? 1 : 0),
                trips.Length,
                Mean(supply => supply.Trips),
                .. ServicePeriod.All.Select(period => (object?)(TripTally.Count(trips, period.Hours) / period.LengthHours)),
                .. ServicePeriod.All.Select((period, i) => (object?)Mean(supply => supply.TripsByPeriod[i] / period.LengthHours)),
                span is { } s ? TransitTables.Clock(s.First) : null,
                span is { } t ? TransitTables.Clock(t.Last) : null,
                span is { } u ? u.Last - u.First : null,
                TransitTables.Median(origins, residents, origin => supplies[origin].MeanHeadwaySeconds),
                TransitTables.Median(origins, residents, origin => supplies[origin].WorstHeadwaySeconds),
                service.FrequentDeparturesPerHour,
                Mean(supply => supply.IsFrequent ? 1 : 0),
            ]);

        double Mean(Func<Supply, double> value) => TransitTables.Mean(origins, residents, origin => value(supplies[origin]));
    }
}
