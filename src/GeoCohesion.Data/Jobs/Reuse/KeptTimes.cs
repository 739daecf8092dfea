using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Travel times of a run, mode by mode, in parts that are taken from the run before where nothing they depend on has changed: each class of
/// places by itself, the centralities together.</summary>
/// <param name="parts">Where parts are kept.</param>
/// <param name="plan">What is gathered.</param>
/// <param name="threads">Worker threads; the results do not depend on it.</param>
sealed class KeptTimes(KeptParts parts, AccessPlan plan, int threads)
{
    const string Centralities = "centralities";

    /// <summary>Access by a street mode.</summary>
    /// <param name="on">Points and places on its streets.</param>
    /// <param name="limitSeconds">Longest time that is looked for.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    public ModeAccess OnStreets(ModePositions on, int limitSeconds, Action<double> progress)
    {
        var hashes = parts.Hashes;
        var mode = on.Graph.Mode;
        progress(0);
        var key = KeptParts.NewKey.And(
            hashes.Streets(on.Graph), hashes.Points("origins", on.Points), RunKeys.Parameters(FormattableString.Invariant($"{limitSeconds}")));
        var centralitiesKey = key.And(hashes.Groups(Centralities, on.Centralities));
        var (classes, missing) = FindClasses(mode, on.Points.Length, classIndex => key.And(hashes.Points("places", on.PlacesByClass[classIndex])));
        var centralities = parts.Find(StepOf(mode), Centralities, centralitiesKey, JaggedColumns.Read<int>);
        if (missing.Count > 0 || centralities is null)
        {
            var computed = StreetAccess.Compute(
                on.Graph,
                on.Points,
                centralities is null ? on.Centralities : [],
                [.. missing.Select(part => on.PlacesByClass[part.ClassIndex])],
                plan.Only([.. missing.Select(part => part.ClassIndex)]),
                limitSeconds,
                threads,
                progress);
            KeepClasses(mode, missing, computed, classes);
            if (centralities is null)
            {
                centralities = [.. computed.CentralitySeconds];
                parts.Keep(StepOf(mode), Centralities, centralitiesKey, writer => JaggedColumns.Write(writer, centralities));
            }
        }

        progress(1);
        return new ModeAccess(mode, centralities, classes, limitSeconds);
    }

    /// <summary>Access by public transport.</summary>
    /// <param name="mode">Name of the mode.</param>
    /// <param name="network">Timetable on its streets.</param>
    /// <param name="positions">Points and places on each street mode of the variant, in its order of them.</param>
    /// <param name="rule">The half-hour rule.</param>
    /// <param name="windowRule">Which moment of the window counts.</param>
    /// <param name="originCount">How many of the points, from the first, are origins: their profiles to centralities are kept whole.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    public TransitTimes ByTransit(
        string mode, TransitNetwork network, ModePositions[] positions, HalfHourRule rule, WindowRule windowRule, int originCount, Action<double> progress)
    {
        var hashes = parts.Hashes;
        progress(0);
        var key = KeptParts.NewKey
            .And([.. positions.Select(on => hashes.Streets(on.Graph))])
            .And([.. hashes.Network(network)])
            .And([.. positions.Select(on => hashes.Points("origins", on.Points))])
            .And(RunKeys.Parameters(windowRule.ToString()));
        var centralitiesKey = key
            .And(RunKeys.Parameters(FormattableString.Invariant($"{rule.LimitSeconds} {rule.LimitIsWithin} {originCount}")))
            .And([.. positions.Select(on => hashes.Groups(Centralities, on.Centralities))]);
        var (classes, missing) = FindClasses(
            mode, positions[0].Points.Length, classIndex => key.And([.. positions.Select(on => hashes.Points("places", on.PlacesByClass[classIndex]))]));
        var times = parts.Find(StepOf(mode), Centralities, centralitiesKey, reader => ReadCentralities(reader, mode, network));
        if (missing.Count > 0 || times is null)
        {
            var computed = Compute(times is null, [.. missing.Select(part => part.ClassIndex)]);
            KeepClasses(mode, missing, computed.Access, classes);
            if (times is null)
            {
                times = computed;
                parts.Keep(StepOf(mode), Centralities, centralitiesKey, writer => WriteCentralities(writer, times));
            }
        }

        progress(1);
        return times with { Access = times.Access with { Classes = classes } };

        TransitTimes Compute(bool isToCentralities, int[] classIndices)
        {
            var places = positions.Select(on => classIndices.SelectMany(classIndex => on.PlacesByClass[classIndex]).ToArray()).ToArray();
            ModePositions[] ends = isToCentralities ? positions : [.. positions.Select(on => on with { Centralities = [] })];
            var inputs = new TransitInputs(
                mode,
                network.Timetable,
                network.Footpaths,
                network.Window,
                network.Options,
                network.Access([.. positions.Select(on => on.Points)], threads),
                network.Egress(ends[0].Centralities, threads),
                network.Egress([.. places[0].Select(place => new[] { place })], threads),
                windowRule);
            DirectWay[] directToPlaces = [.. positions.Select((on, i) => new DirectWay(on.Graph, on.Points, places[i]))];
            StreetEnds[] streetEnds = [.. ends.Select(on => new StreetEnds(on.Graph, on.Points, on.Centralities))];
            var directToCentralities = JourneyEnds.Direct(network, streetEnds, SearchDirection.Backward, threads);
            return TransitAccess.Compute(inputs, directToCentralities, directToPlaces, plan.Only(classIndices), rule, threads, progress, originCount);
        }
    }

    static string StepOf(string mode) => $"travel times: {mode}";

    (ClassAccess[] Classes, IReadOnlyList<(int ClassIndex, PartKey Key)> Missing) FindClasses(string mode, int pointCount, Func<int, PartKey> keyOf)
    {
        var classes = new ClassAccess[plan.ClassNames.Count];
        var missing = new List<(int, PartKey)>();
        for (var classIndex = 0; classIndex < classes.Length; classIndex++)
        {
            var key = keyOf(classIndex).And(parts.Hashes.Numbers("places", plan.CapacitiesByClass[classIndex]), RunKeys.Plan(plan, mode, classIndex));
            var columnsOf = classIndex;
            if (parts.Find(StepOf(mode), plan.ClassNames[classIndex], key, reader => AccessColumns.Read(reader, plan.NewColumns(mode, columnsOf, pointCount)))
                is { } access)
            {
                classes[classIndex] = access;
            }
            else
            {
                missing.Add((classIndex, key));
            }
        }

        return (classes, missing);
    }

    void KeepClasses(string mode, IReadOnlyList<(int ClassIndex, PartKey Key)> missing, ModeAccess computed, ClassAccess[] classes)
    {
        foreach (var (i, (classIndex, key)) in missing.Index())
        {
            classes[classIndex] = computed.Classes[i];
            parts.Keep(StepOf(mode), plan.ClassNames[classIndex], key, writer => AccessColumns.Write(writer, computed.Classes[i]));
        }
    }

    static void WriteCentralities(ColumnWriter writer, TransitTimes times)
    {
        JaggedColumns.Write(writer, [.. times.Access.CentralitySeconds]);
        JaggedColumns.Write(writer, [.. times.Windows]);
        writer.Number(times.Pieces.Count);
        foreach (var ofCentrality in times.Pieces)
        {
            JaggedColumns.Write(writer, ofCentrality);
        }
    }

    static TransitTimes? ReadCentralities(ColumnReader reader, string mode, TransitNetwork network)
    {
        var (seconds, windows) = (JaggedColumns.Read<int>(reader), JaggedColumns.Read<WindowReadout>(reader));
        var pieces = new ProfilePiece[reader.Count()][][];
        for (var centrality = 0; centrality < pieces.Length; centrality++)
        {
            if (JaggedColumns.Read<ProfilePiece>(reader) is not { } ofCentrality)
            {
                return null;
            }

            pieces[centrality] = ofCentrality;
        }

        return seconds is null || windows is null
            ? null
            : new TransitTimes(new ModeAccess(mode, seconds, [], network.Options.MaxDurationSeconds), windows, pieces);
    }
}
