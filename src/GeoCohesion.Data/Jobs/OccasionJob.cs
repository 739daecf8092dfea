using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Jobs.Reuse;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Jobs;

/// <summary>Looks at the half hour on other occasions than the run's own: the way home, evenings, weekends, other walking speeds.</summary>
/// <param name="inputs">What the territory names.</param>
/// <param name="positions">Points of a street mode on its streets.</param>
/// <param name="timetables">Timetables; null without public transport.</param>
/// <param name="networks">Per mode of public transport, the network of the run's own window.</param>
/// <param name="connections">Per mode of public transport, the connections of that window.</param>
/// <param name="access">Travel times of the run's own window, per mode.</param>
/// <param name="transitTimes">The same with the whole window, per mode of public transport.</param>
/// <param name="rule">The rule, with modes that are computed.</param>
/// <param name="parts">Where times are kept.</param>
/// <param name="threads">Worker threads; the results do not depend on it.</param>
sealed class OccasionJob(
    TerritoryInputs inputs,
    Func<string, ModePositions> positions,
    TransitNetworks? timetables,
    IReadOnlyDictionary<string, TransitNetwork> networks,
    Func<string, ConnectionTable> connections,
    IReadOnlyList<ModeAccess> access,
    IReadOnlyDictionary<string, TransitTimes> transitTimes,
    HalfHourRule rule,
    KeptParts parts,
    int threads)
{
    const string OtherOccasions = "travel times: other days and speeds";

    static readonly double[] s_otherSpeeds = [0.9, 1.1];
    static readonly string[] s_footModes = ["walk", "wheelchair"];

    readonly Territory _territory = inputs.Territory;
    readonly int _originCount = inputs.Origins.Count;

    // Streets at another walking speed, by mode and factor.
    readonly Dictionary<(string Mode, double SpeedFactor), (StreetGraph Graph, StreetIndex Index)> _streets = [];

    // What the day and the window of an occasion do not change.
    readonly Dictionary<(string Mode, double SpeedFactor, bool IsReturn), OccasionMode> _streetTimes = [];
    readonly Dictionary<(string Mode, double SpeedFactor, bool IsReturn), JourneyEnds> _journeyEnds = [];

    /// <summary>Mode of public transport whose journeys explain the times: the first of the rule's; null for none.</summary>
    public string? ExplainedMode => rule.Modes.FirstOrDefault(networks.ContainsKey);

    /// <summary>Times on every occasion; the run's own window comes first, then the same at other speeds.</summary>
    /// <param name="notices">Told of weekdays without usual service.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    public IReadOnlyList<OccasionTimes> Compute(NoticeLog notices, Action<double> progress)
    {
        var own = new Occasion(
            Occasion.MainName,
            "Aller, plage de référence",
            "Way to the centralities, the run's own window",
            timetables?.Timetable.ServiceDate,
            new TimeWindow(_territory.Transit.FromSeconds, _territory.Transit.ToSeconds),
            false);

        // Without public transport a day or a window makes no difference; the direction does.
        var others = _territory.Occasions
            .Where(occasion => ExplainedMode is not null || (occasion.IsReturn && occasion == _territory.Occasions.First(other => other.IsReturn)))
            .Select(occasion => Resolve(occasion, notices))
            .ToArray();
        var results = new List<OccasionTimes>();
        results.Add(new OccasionTimes(own, 1, [.. rule.Modes.Select(OwnTimes)]));
        foreach (var speedFactor in s_otherSpeeds)
        {
            Add(own, speedFactor, new Lazy<Timetable>(() => timetables!.Timetable));
        }

        foreach (var occasion in others)
        {
            Add(occasion, 1, new Lazy<Timetable>(() => timetables!.TimetableOf(
                occasion.Date!.Value, occasion.Window.FromSeconds, occasion.Window.ToSeconds + _territory.Transit.MaxTripSeconds)));
        }

        return results;

        void Add(Occasion occasion, double speedFactor, Lazy<Timetable> timetable)
        {
            results.Add(new OccasionTimes(occasion, speedFactor, [.. rule.Modes.Select(mode => Times(mode, occasion, speedFactor, timetable))]));
            progress(results.Count / (1.0 + s_otherSpeeds.Length + others.Length));
        }
    }

    /// <summary>What journeys of the run's own window are found with; null without public transport.</summary>
    public JourneyFinder? Journeys()
    {
        if (ExplainedMode is not { } mode)
        {
            return null;
        }

        var ends = EndsOf(mode, networks[mode], 1, false);
        return new JourneyFinder(connections(mode), ends.Access, ends.Egress, ends.DirectSeconds, mode);
    }

    /// <summary>Whole service days: the run's own date, the nearest usual Saturday and Sunday.</summary>
    public IReadOnlyList<DayService> Days()
    {
        if (timetables is null || networks.Count == 0)
        {
            return [];
        }

        const int EndSeconds = 30 * 3600;
        var footMode = TransitVariant.Find(ExplainedMode ?? networks.Keys.First())!.FootMode;
        var walks = StopWalkBuilder.ToStops(timetables.Doors(footMode), Origins(positions(footMode)), DayService.LongestWalkSeconds, threads);
        return
        [
            Day("weekday", "Jour de semaine", "Weekday", timetables.Timetable.ServiceDate),
            Day("saturday", "Samedi", "Saturday", timetables.DateOf(DayOfWeek.Saturday).Date),
            Day("sunday", "Dimanche", "Sunday", timetables.DateOf(DayOfWeek.Sunday).Date),
        ];

        DayService Day(string name, string french, string english, DateOnly date) => new(name, french, english, timetables.TimetableOf(date, 0, EndSeconds), walks);
    }

    Occasion Resolve(OccasionInput input, NoticeLog notices)
    {
        var (date, isUsual) = timetables is null ? ((DateOnly?)null, true)
            : input.Date is { } stated ? (stated, true)
            : input.Day is { } weekday ? timetables.DateOf(weekday)
            : (timetables.Timetable.ServiceDate, true);
        if (!isUsual)
        {
            notices.Add(
                "occasion-without-service",
                NoticeSeverity.Information,
                _territory.At("occasions"),
                FormattableString.Invariant($"no {input.Day} has usual service; '{input.Name}' looks at {date:yyyy-MM-dd}, on which hardly anything runs."));
        }

        return new Occasion(input.Name, input.French, input.English, date, new TimeWindow(input.FromSeconds, input.ToSeconds), input.IsReturn);
    }

    OccasionMode OwnTimes(string mode) => transitTimes.TryGetValue(mode, out var times)
        ? new OccasionMode(mode, null, [.. times.Windows.Select(byPoint => byPoint[.._originCount])], times.Pieces)
        : new OccasionMode(mode, [.. access.First(of => of.Mode == mode).CentralitySeconds.Select(byPoint => byPoint[.._originCount])], null, null);

    OccasionMode Times(string mode, Occasion occasion, double speedFactor, Lazy<Timetable> timetable)
    {
        if (TransitVariant.Find(mode) is not { } variant)
        {
            return StreetTimes(mode, speedFactor, occasion.IsReturn);
        }

        StreetEnds[] ends = [.. PositionsOf(mode, 1).Select(Ends)];
        var key = KeptParts.NewKey
            .And([.. parts.Hashes.Ends(ends)])
            .And(RunKeys.TimetableFiles(inputs.Register))
            .And([.. parts.Hashes.Walks(networks[mode])])
            .And(RunKeys.Parameters(FormattableString.Invariant(
                $"{occasion.Date:O} {occasion.Window} {occasion.IsReturn} {speedFactor} {rule.LimitSeconds} {rule.LimitIsWithin}")));
        var windows = parts.FindOrCompute(
            OtherOccasions, PartOf(mode, speedFactor, occasion.Name), key, JaggedColumns.Read<WindowReadout>, JaggedColumns.Write, Compute);
        return new OccasionMode(mode, null, windows, null);

        WindowReadout[][] Compute()
        {
            var network = speedFactor == 1
                ? networks[mode]
                : timetables!.Build(variant, [.. PositionsOf(mode, speedFactor).Select(on => on.Index)], NoProgress.Instance, speedFactor, out _);
            network = TransitNetworks.On(network, variant, timetable.Value, occasion.Window);
            var journeyEnds = EndsOf(mode, network, speedFactor, occasion.IsReturn);
            return occasion.IsReturn ? TransitReadouts.From(network, journeyEnds, Read, threads) : TransitReadouts.To(network, journeyEnds, Read, threads);
        }

        WindowReadout Read(TravelTimeProfile profile) => WindowReadout.Of(profile, rule.LimitSeconds, rule.LimitIsWithin);
    }

    static string PartOf(string mode, double speedFactor, string occasion) => FormattableString.Invariant($"{mode} {occasion} {speedFactor}");

    OccasionMode StreetTimes(string mode, double speedFactor, bool isReturn)
    {
        if (!_streetTimes.TryGetValue((mode, speedFactor, isReturn), out var times))
        {
            var direction = isReturn ? SearchDirection.Forward : SearchDirection.Backward;
            var key = KeptParts.NewKey.And([.. parts.Hashes.Ends([Ends(positions(mode))])]).And(RunKeys.Parameters(
                FormattableString.Invariant($"{direction} {speedFactor} {_territory.MaxStreetSeconds}")));
            var seconds = parts.FindOrCompute(
                OtherOccasions,
                PartOf(mode, speedFactor, direction.ToString()),
                key,
                JaggedColumns.Read<int>,
                JaggedColumns.Write,
                () => Ends(AtSpeed(positions(mode), speedFactor)).Seconds(_territory.MaxStreetSeconds, direction, threads));
            _streetTimes.Add((mode, speedFactor, isReturn), times = new OccasionMode(mode, seconds, null, null));
        }

        return times;
    }

    JourneyEnds EndsOf(string mode, TransitNetwork network, double speedFactor, bool isReturn)
    {
        if (!_journeyEnds.TryGetValue((mode, speedFactor, isReturn), out var ends))
        {
            StreetEnds[] onStreets = [.. PositionsOf(mode, speedFactor).Select(Ends)];
            ends = isReturn ? JourneyEnds.From(network, onStreets, threads) : JourneyEnds.To(network, onStreets, threads);
            _journeyEnds.Add((mode, speedFactor, isReturn), ends);
        }

        return ends;
    }

    ModePositions[] PositionsOf(string mode, double speedFactor) =>
        [.. TransitVariant.StreetModesOf(mode).Select(streetMode => AtSpeed(positions(streetMode), speedFactor))];

    StreetPosition[] Origins(ModePositions on) => on.Points[.._originCount];

    StreetEnds Ends(ModePositions on) => new(on.Graph, Origins(on), on.Centralities);

    ModePositions AtSpeed(ModePositions on, double speedFactor)
    {
        if (speedFactor == 1 || !s_footModes.Contains(on.Graph.Mode))
        {
            return on;
        }

        if (!_streets.TryGetValue((on.Graph.Mode, speedFactor), out var streets))
        {
            var graph = on.Graph.AtSpeed(speedFactor);
            _streets.Add((on.Graph.Mode, speedFactor), streets = (graph, new StreetIndex(graph)));
        }

        // Where a point meets the streets does not depend on how fast one walks.
        return on with { Graph = streets.Graph, Index = streets.Index };
    }

    sealed class NoProgress : IProgress<JobProgress>
    {
        public static NoProgress Instance { get; } = new();

        public void Report(JobProgress value)
        {
            // The job reports its own progress.
        }
    }
}
