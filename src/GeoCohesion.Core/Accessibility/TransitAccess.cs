using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Times to one centrality over the whole departure window, per origin; <see cref="TravelTime.Unreached"/> where a moment does not arrive.</summary>
/// <param name="BestSeconds">Best departure.</param>
/// <param name="MedianSeconds">Median departure.</param>
/// <param name="P85Seconds">85th percentile.</param>
/// <param name="WorstSeconds">Worst departure.</param>
/// <param name="MeanSeconds">Mean over departures that arrive; NaN when none does.</param>
/// <param name="ReachedShare">Share of departures that arrive, 0 to 1.</param>
/// <param name="ShareWithinLimit">Share of departures that arrive within the limit, 0 to 1.</param>
public sealed record WindowTimes(
    int[] BestSeconds,
    int[] MedianSeconds,
    int[] P85Seconds,
    int[] WorstSeconds,
    double[] MeanSeconds,
    double[] ReachedShare,
    double[] ShareWithinLimit)
{
    /// <summary>Empty columns.</summary>
    public WindowTimes(int originCount)
        : this(new int[originCount], new int[originCount], new int[originCount], new int[originCount], new double[originCount], new double[originCount], new double[originCount])
    {
    }

    /// <summary>Fills one origin from its profile.</summary>
    public void Set(int origin, TravelTimeProfile profile, int limitSeconds, bool limitIsWithin)
    {
        BestSeconds[origin] = WindowRule.Best.Seconds(profile);
        MedianSeconds[origin] = WindowRule.Median.Seconds(profile);
        P85Seconds[origin] = WindowRule.P85.Seconds(profile);
        WorstSeconds[origin] = WindowRule.Worst.Seconds(profile);
        MeanSeconds[origin] = profile.MeanSeconds;
        ReachedShare[origin] = profile.ReachedShare;
        ShareWithinLimit[origin] = profile.ShareWithin(limitSeconds, isStrict: !limitIsWithin);
    }
}

/// <summary>What public transport needs beside the streets: connections, and the walks between stops and points.</summary>
/// <param name="Table">Connections of the departure window.</param>
/// <param name="AccessWalks">Per origin, walks to stops.</param>
/// <param name="CentralityWalks">Per centrality, walks from stops.</param>
/// <param name="PlaceWalks">Per place, all classes one after the other, walks from stops.</param>
/// <param name="Rule">Which moment of the window counts.</param>
public sealed record TransitInputs(ConnectionTable Table, StopWalks AccessWalks, StopWalks CentralityWalks, StopWalks PlaceWalks, WindowRule Rule);

/// <summary>Access by public transport with walking to, between and from stops, for every departure of a window; walking all the way competes.</summary>
public static class TransitAccess
{
    /// <summary>Name of the mode.</summary>
    public const string Mode = "transit";

    const int CountLimitSeconds = 30 * 60;
    const int HalfCountLimitSeconds = 15 * 60;

    /// <summary>Times from every origin to every centrality and class of places.</summary>
    /// <param name="inputs">Connections and walks.</param>
    /// <param name="streets">Streets for walking all the way.</param>
    /// <param name="origins">Snapped origins.</param>
    /// <param name="centralities">Per centrality, the snapped points that count as being there.</param>
    /// <param name="placesByClass">Per class, snapped places.</param>
    /// <param name="capacitiesByClass">Per class, capacity of each place.</param>
    /// <param name="rule">The half-hour rule, for the share of the window within the limit.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    /// <returns>Times under the rule of the window, and the whole window per centrality.</returns>
    public static (ModeAccess Access, IReadOnlyList<WindowTimes> Windows) Compute(
        TransitInputs inputs,
        StreetGraph streets,
        StreetPosition[] origins,
        IReadOnlyList<StreetPosition[]> centralities,
        IReadOnlyList<StreetPosition[]> placesByClass,
        IReadOnlyList<double[]> capacitiesByClass,
        HalfHourRule rule,
        int threads,
        Action<double> progress)
    {
        var classes = placesByClass
            .Select(_ => new ClassAccess(new int[origins.Length], new int[origins.Length], new int[origins.Length], new double[origins.Length], new double[origins.Length]))
            .ToArray();
        var centralitySeconds = centralities.Select(_ => new int[origins.Length]).ToArray();
        var windows = centralities.Select(_ => new WindowTimes(origins.Length)).ToArray();
        var centralityArrivals = new PlaceArrivals(inputs.Table, inputs.CentralityWalks);
        var placeArrivals = new PlaceArrivals(inputs.Table, inputs.PlaceWalks);
        var chunks = (origins.Length + ProfileBatch.Lanes - 1) / ProfileBatch.Lanes;
        var done = 0;
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new Worker(inputs.Table, streets), (chunk, _, worker) =>
        {
            var first = chunk * ProfileBatch.Lanes;
            var count = Math.Min(ProfileBatch.Lanes, origins.Length - first);
            worker.Start(inputs.AccessWalks, first, count);
            for (var lane = 0; lane < count; lane++)
            {
                var origin = first + lane;
                worker.StartOrigin(inputs.AccessWalks, origin, origins[origin]);
                for (var centrality = 0; centrality < centralities.Count; centrality++)
                {
                    var profile = worker.Read(lane, centralityArrivals, centrality, centralities[centrality]);
                    centralitySeconds[centrality][origin] = inputs.Rule.Seconds(profile);
                    windows[centrality].Set(origin, profile, rule.LimitSeconds, rule.LimitIsWithin);
                }

                var place = 0;
                for (var i = 0; i < classes.Length; i++)
                {
                    ReadClass(worker, lane, placeArrivals, ref place, placesByClass[i], capacitiesByClass[i], inputs.Rule, classes[i], origin);
                }
            }

            progress((double)Interlocked.Increment(ref done) / chunks);
            return worker;
        }, _ => { });
        return (new ModeAccess(Mode, centralitySeconds, classes), windows);
    }

    static void ReadClass(
        Worker worker, int lane, PlaceArrivals arrivals, ref int place, StreetPosition[] places, double[] capacities, WindowRule rule, ClassAccess access, int origin)
    {
        var (nearestPlace, nearest, second) = (-1, TravelTime.Unreached, TravelTime.Unreached);
        for (var i = 0; i < places.Length; i++, place++)
        {
            var seconds = rule.Seconds(worker.Read(lane, arrivals, place, [places[i]]));
            access.CountWithin15[origin] += seconds <= HalfCountLimitSeconds ? capacities[i] : 0;
            access.CountWithin30[origin] += seconds <= CountLimitSeconds ? capacities[i] : 0;
            if (seconds < nearest)
            {
                (nearestPlace, nearest, second) = (i, seconds, capacities[i] >= 2 ? seconds : nearest);
            }
            else if (seconds < second)
            {
                second = seconds;
            }
        }

        (access.NearestPlace[origin], access.NearestSeconds[origin], access.SecondSeconds[origin]) = (nearestPlace, nearest, second);
    }

    /// <summary>The searches of one thread.</summary>
    sealed class Worker
    {
        readonly ConnectionTable _table;
        readonly StreetSearch _walk;
        readonly ProfileBatch? _batch;
        readonly RidesProfileSearch? _limitedRides;
        readonly TravelTimeProfile _profile = new();

        public Worker(ConnectionTable table, StreetGraph streets)
        {
            _table = table;
            _walk = new StreetSearch(streets, SearchDirection.Forward);
            if (table.Options.MaxRides > 0)
            {
                _limitedRides = new RidesProfileSearch(table);
            }
            else
            {
                _batch = new ProfileBatch(table);
            }
        }

        public void Start(StopWalks access, int first, int count) => _batch?.Run(access, first, count);

        public void StartOrigin(StopWalks access, int origin, StreetPosition position)
        {
            _limitedRides?.Run(access[origin]);
            _walk.Run(position, checked(_table.Options.MaxDurationSeconds * 1000));
        }

        public TravelTimeProfile Read(int lane, PlaceArrivals arrivals, int place, ReadOnlySpan<StreetPosition> points)
        {
            var directMilliseconds = TravelTime.Unreached;
            foreach (var point in points)
            {
                directMilliseconds = Math.Min(directMilliseconds, _walk.ReadMilliseconds(point));
            }

            var directSeconds = TravelTime.ToSeconds(directMilliseconds);
            if (_batch is not null)
            {
                _batch.Read(lane, arrivals, place, directSeconds, _profile);
            }
            else
            {
                _limitedRides!.Read(arrivals, place, _table.Options.MaxRides, directSeconds, _profile);
            }

            return _profile;
        }
    }
}
