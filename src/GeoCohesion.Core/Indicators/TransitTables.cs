using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Indicators;

/// <summary>What the indicators of public transport service have in common.</summary>
static class TransitTables
{
    /// <summary>Why there is nothing to say about service within the walked limits of the study; null when there is.</summary>
    public static string? Missing(Study study) =>
        study.Days.Count == 0 ? "no timetable is given" : WalkedDistance.OutOfReach(study.Stops.WalkMeters, study.WalkSpeedKph);

    /// <summary>Columns of the type of a day.</summary>
    public static ResultColumn[] DayColumns { get; } =
    [
        ResultColumn.Text("day", "Type of day: weekday (the run's own date), saturday, sunday"),
        ResultColumn.Text("day_label_fr", "Type of day in French"),
    ];

    /// <summary>First columns of a table with a row for each district and type of day.</summary>
    public static ResultColumn[] DistrictDayColumns { get; } =
    [
        ResultColumn.Text("id", "District code, slash, day"),
        ResultColumn.Text("district", "Code of the district"),
        ResultColumn.Text("label", "Label of the district"),
        .. DayColumns,
    ];

    /// <summary>Values of <see cref="DistrictDayColumns"/>.</summary>
    public static object?[] DistrictDay(District district, DayService day) =>
        [$"{district.Code}/{day.Name}", district.Code, district.Label, day.Name, day.French];

    /// <summary>Time of the service day, <c>HH:MM:SS</c>; hours after midnight go on from 24.</summary>
    public static string Clock(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");

    /// <summary>A period for people: its name and hours.</summary>
    public static string Describe(ServicePeriod period) =>
        $"{period.English}, {Clock(period.Hours.FromSeconds)[..5]}-{Clock(period.Hours.ToSeconds)[..5]}";

    /// <summary>The date of a day's timetable, <c>yyyy-MM-dd</c>.</summary>
    public static string Date(DayService day) => day.Timetable.ServiceDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Mean over residents; NaN without residents.</summary>
    public static double Mean(IReadOnlyList<int> origins, ReadOnlySpan<double> residents, Func<int, double> value)
    {
        double sum = 0, total = 0;
        foreach (var origin in origins)
        {
            sum += residents[origin] * value(origin);
            total += residents[origin];
        }

        return sum / total;
    }

    /// <summary>Nearest-rank median over residents, unreached last; null when it is unreached or there are no residents.</summary>
    public static int? Median(IReadOnlyList<int> origins, double[] residents, Func<int, int> seconds) => TravelTime.Reached(
        WeightedPercentile.Of([.. origins.Select(seconds)], [.. origins.Select(origin => residents[origin])], 50));

    /// <summary>Runs a body for every origin on the study's threads, each with a state of its own.</summary>
    public static void ForEachOrigin<TState>(Study study, Func<TState> newState, Action<int, TState> body) =>
        ForEach(study, study.OriginCount, newState, body);

    /// <summary>Runs a body for the origins of every district on the study's threads, each with a state of its own.</summary>
    public static void ForEachDistrict<TState>(
        Study study, IReadOnlyList<int>[] originsByDistrict, Func<TState> newState, Action<IReadOnlyList<int>, TState> body) =>
        ForEach(study, originsByDistrict.Length, newState, (district, state) => body(originsByDistrict[district], state));

    static void ForEach<TState>(Study study, int count, Func<TState> newState, Action<int, TState> body) => Parallel.For(
        0,
        count,
        new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, study.Threads) },
        newState,
        (i, _, state) =>
        {
            body(i, state);
            return state;
        },
        _ => { });

    /// <summary>First and last of some departures, or null when there are none.</summary>
    public static (int First, int Last)? Span(IReadOnlyCollection<BoardableTrip> trips) =>
        trips.Count == 0 ? null : (trips.Min(trip => trip.Seconds), trips.Max(trip => trip.Seconds));
}
