using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing.Transit;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>How fast the vehicles that serve a district run, and how direct and fast its journeys to the centre are.</summary>
public sealed class CommercialSpeed : IIndicator
{
    const string ToMain = "main";
    const string ToBest = "best";

    /// <inheritdoc/>
    public string Name => "commercial-speed";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Vitesse commerciale et trajets sans correspondance",
        "Commercial speed and journeys without a change",
        "Commercial speed: over the trips that can be boarded in the morning peak (07:00-09:00) within a walked distance "
            + "(stops.walkMeters, 500 m unless given) of an inhabited origin, the kilometres over the hours of whole trips, from first "
            + "to last stop with dwell times; kilometres are straight lines between successive stops, for want of shapes, so the speed is "
            + "a lower bound. Journeys: for every second of the run's window, the journey that arrives first and, of these, leaves last, "
            + "with the fewest rides among equals, from each origin to its fastest main centre, and to its fastest centrality, under the "
            + "run's rule; shares are of residents x seconds of the window; staying seated into the next trip is no change. Speed of "
            + "rides: straight kilometres between home and centrality over the time in vehicles; door to door: over the whole journey, "
            + "leaving without waiting.",
        "km/h, share 0-1",
        "Pacte de Dijon (2018), mobilité vers les centralités; definitions: this project",
        "The operator's commercial speed, which is along the road. The share without a change is of the fastest journeys: a slower "
            + "one without a change may exist.");

    /// <inheritdoc/>
    public string? Missing(Study study) => TransitTables.Missing(study);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var speeds = SpeedTable(study);
        return study.Journeys is { } journeys && Profile(study, journeys) is { Pieces: { } pieces } profile
            ? [speeds, JourneyTable(study, journeys, profile, pieces)]
            : [speeds];
    }

    static ResultTable SpeedTable(Study study)
    {
        var table = new ResultTable(
            "district_speed",
            "Vitesse commerciale des lignes par quartier et type de jour",
            [
                .. TransitTables.DistrictDayColumns,
                Whole("walk_m", "m", "Walked distance within which trips are boarded"),
                Whole("trips", "trips", "Trips that can be boarded in the morning peak, 07:00-09:00, each once"),
                Real(
                    "commercial_speed_kph",
                    "km/h",
                    "Their kilometres, straight from stop to stop, over their hours, dwell times included"),
                Text("slowest_line", "Name of the line with the least speed, its trips together"),
                Real("slowest_line_kph", "km/h", "Its speed"),
                Text("fastest_line", "Name of the line with the greatest speed, its trips together"),
                Real("fastest_line_kph", "km/h", "Its speed"),
            ],
            null);
        var originsByDistrict = study.OriginsByDistrict();
        var limit = WalkedDistance.LongestSeconds(study.Stops.WalkMeters, study.WalkSpeedKph);
        foreach (var day in study.Days)
        {
            var tally = new TripTally(new DepartureBoard(day.Timetable, day.Walks, ServicePeriod.WholeDay));
            var distances = new TripDistances(day.Timetable);
            for (var district = 0; district < study.Districts.Count; district++)
            {
                var peak = ServicePeriod.MorningPeak.Hours;
                var trips = tally.Run(StopReach.Of(day.Walks, originsByDistrict[district], limit))
                    .Where(trip => trip.Seconds >= peak.FromSeconds && trip.Seconds < peak.ToSeconds)
                    .Select(trip => trip.Trip)
                    .ToArray();
                var lines = trips.GroupBy(trip => day.Timetable.TripRoute[trip])
                    .Select(line => (day.Timetable.Routes[line.Key].Name, Kph: Speed(distances, line)))
                    .Where(line => double.IsFinite(line.Kph))
                    .OrderBy(line => line.Kph)
                    .ThenBy(line => line.Name, StringComparer.Ordinal)
                    .ToArray();
                table.Add(
                    null,
                    [
                        .. TransitTables.DistrictDay(study.Districts[district], day),
                        study.Stops.WalkMeters,
                        trips.Length,
                        Speed(distances, trips),
                        lines.Length > 0 ? lines[0].Name : null,
                        lines.Length > 0 ? lines[0].Kph : null,
                        lines.Length > 0 ? lines[^1].Name : null,
                        lines.Length > 0 ? lines[^1].Kph : null,
                    ]);
            }
        }

        return table;
    }

    /// <summary>Kilometres over hours; not finite without trips that take time.</summary>
    static double Speed(TripDistances distances, IEnumerable<int> trips)
    {
        double kilometers = 0, hours = 0;
        foreach (var trip in trips)
        {
            kilometers += distances.Kilometers(trip);
            hours += distances.Hours(trip);
        }

        return kilometers / hours;
    }

    static OccasionMode? Profile(Study study, JourneyFinder journeys) =>
        study.Occasions.Count == 0 ? null : study.Occasions[0].Modes.FirstOrDefault(mode => mode.Mode == journeys.Mode);

    static ResultTable JourneyTable(
        Study study, JourneyFinder journeys, OccasionMode profile, IReadOnlyList<ProfilePiece[][]> pieces)
    {
        var table = new ResultTable(
            "district_centre_journeys",
            "Trajets vers le centre : part sans correspondance et vitesse, par quartier",
            [
                Text("id", "District code, slash, to"),
                Text("district", "Code of the district"),
                Text("label", "Label of the district"),
                Text("to", "main: each origin's fastest main centre; best: its fastest centrality"),
                Text("mode", "Mode of public transport"),
                Share("share_no_change", "Share of residents x seconds of the window whose fastest journey has one ride"),
                Share("share_one_change", "Share whose fastest journey has two rides"),
                Share("share_more_changes", "Share whose fastest journey has three rides or more"),
                Share("share_walk", "Share whose fastest way has no ride"),
                Share("share_unreached", "Share without any way"),
                Share("share_no_change_of_rides", "Journeys of one ride among the journeys with a ride"),
                Real("ride_speed_kph", "km/h", "Straight distance to the centrality over the time in vehicles, journeys with a ride"),
                Real(
                    "door_to_door_speed_kph",
                    "km/h",
                    "Straight distance over the whole journey, leaving for it without waiting, journeys with a ride"),
            ],
            null);
        var residents = study.Residents;
        var seconds = profile.Seconds(study.WindowRule);
        var toMain = new CentreJourneys?[study.OriginCount];
        var toBest = new CentreJourneys?[study.OriginCount];
        var originsByDistrict = study.OriginsByDistrict();
        TransitTables.ForEachDistrict(study, originsByDistrict, journeys.NewKnownJourneys, (origins, known) =>
        {
            known.Begin(origins);
            foreach (var origin in origins)
            {
                var (main, best) = (Fastest(origin, true), Fastest(origin, false));
                toMain[origin] = Journeys(known, origin, main);
                toBest[origin] = best == main ? toMain[origin] : Journeys(known, origin, best);
            }
        });
        for (var district = 0; district < study.Districts.Count; district++)
        {
            AddRow(table, study, district, ToMain, journeys.Mode, originsByDistrict[district], residents, toMain);
            AddRow(table, study, district, ToBest, journeys.Mode, originsByDistrict[district], residents, toBest);
        }

        return table;

        int Fastest(int origin, bool mainOnly)
        {
            var fastest = -1;
            for (var centrality = 0; centrality < study.Centralities.Count; centrality++)
            {
                if ((!mainOnly || study.Centralities[centrality].IsMain)
                    && (fastest < 0 || Key(origin, centrality).CompareTo(Key(origin, fastest)) < 0))
                {
                    fastest = centrality;
                }
            }

            return fastest;
        }

        // Where the rule's moment reaches none, the one that is reached the longest.
        (int Seconds, int Unreached) Key(int origin, int centrality) =>
            (seconds[centrality][origin], -pieces[centrality][origin].Sum(piece => piece.Count));

        CentreJourneys? Journeys(KnownJourneys known, int origin, int centrality) => centrality < 0
            ? null
            : CentreJourneys.Of(
                known,
                study.Occasions[0].Occasion.Window,
                pieces[centrality][origin],
                origin,
                centrality,
                CrowFly.Kilometers(study.Points[origin], study.Centralities[centrality]));
    }

    static void AddRow(
        ResultTable table,
        Study study,
        int district,
        string to,
        string mode,
        IReadOnlyList<int> origins,
        double[] residents,
        CentreJourneys?[] journeys)
    {
        var window = Sum(found => found.WindowSeconds);
        var riding = Sum(found => found.RidingSeconds);
        var kilometers = Sum(found => found.RidingSeconds * found.CrowFlyKilometers);
        table.Add(
            null,
            $"{study.Districts[district].Code}/{to}",
            study.Districts[district].Code,
            study.Districts[district].Label,
            to,
            mode,
            Sum(found => found.SecondsByChanges[0]) / window,
            Sum(found => found.SecondsByChanges[1]) / window,
            Sum(found => found.SecondsByChanges[2]) / window,
            Sum(found => found.WalkSeconds) / window,
            Sum(found => found.UnreachedSeconds) / window,
            Sum(found => found.SecondsByChanges[0]) / riding,
            kilometers / (Sum(found => found.RideSeconds) / 3600),
            kilometers / (Sum(found => found.TravelSeconds) / 3600));

        double Sum(Func<CentreJourneys, double> value) =>
            origins.Sum(origin => journeys[origin] is { } found ? residents[origin] * value(found) : 0);
    }
}
