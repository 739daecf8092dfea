using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Indicators;

/// <summary>What keeps a resident beyond the limit, in the order in which causes are named.</summary>
enum HalfHourCause
{
    /// <summary>No street near him by any of the rule's modes: a flaw of the data, or a place without a way.</summary>
    SnapFailure,

    /// <summary>He would be within the limit at another departure or on another occasion, but for a part of the window nothing
    /// runs.</summary>
    SpanOfService,

    /// <summary>No way at any departure.</summary>
    NoWay,

    /// <summary>He lives near enough to walk, were the streets direct.</summary>
    Severance,

    /// <summary>He is within the limit at the best departure.</summary>
    Frequency,

    /// <summary>He would be within the limit, did his vehicles run at an ordinary speed.</summary>
    Speed,

    /// <summary>None of the others.</summary>
    Distance,
}

/// <summary>Tells, by stated rules, what keeps residents beyond the limit.</summary>
sealed class HalfHourCauses
{
    /// <summary>A cause is named when it holds for at least this share of the residents beyond the limit.</summary>
    public const double NamingShare = 0.5;

    /// <summary>Length of an ordinary way on foot over the distance as the crow flies.</summary>
    public const double DirectFactor = 1.3;

    /// <summary>Length of a way on foot over the distance as the crow flies, from which on the way is cut off.</summary>
    public const double SeveranceFactor = 1.6;

    /// <summary>Speed as the crow flies, between the first and the last stop, changes included, below which a journey is slow: a bus at 20
    /// km/h on a way 1.3 times as long.</summary>
    public const double ReferenceKph = 15;

    /// <summary>Longest time without any departure that still is a low frequency and not the end of the service, in seconds.</summary>
    public const int ServiceGapSeconds = 60 * 60;

    readonly HalfHourView _view;
    readonly HalfHourWay[] _ways;
    readonly int[] _bestSeconds;
    readonly int[] _worstSeconds;
    readonly IReadOnlyList<int[]> _otherSeconds;
    readonly IReadOnlyList<int[]> _centralitySeconds;
    readonly IReadOnlyList<int[]>? _walkSeconds;

    public HalfHourCauses(HalfHourView view, HalfHourWay[] ways)
    {
        var (study, own) = (view.Study, view.Own);
        (_view, _ways) = (view, ways);
        _bestSeconds = view.Seconds(own, WindowRule.Best, study.Rule.Centrality);
        _worstSeconds = view.Seconds(own, WindowRule.Worst, study.Rule.Centrality);
        _otherSeconds =
        [
            .. study.Occasions
                .Where(other => other != own && other.WalkSpeedFactor == 1 && other.Occasion.IsReturn == own.Occasion.IsReturn)
                .Select(other => view.Seconds(other, study.WindowRule, study.Rule.Centrality)),
        ];
        _centralitySeconds = CentralityTimes.FastestMode([.. own.Modes.Select(mode => mode.Seconds(study.WindowRule))]);
        _walkSeconds = own.Modes.FirstOrDefault(mode => mode.Mode == "walk")?.StreetSeconds
            ?? study.Mode("walk")?.CentralitySeconds
            ?? (study.Journeys is { Mode: "transit" } journeys ? journeys.DirectSeconds : null);
    }

    /// <summary>Causes that hold for an origin that is beyond the limit; at least one.</summary>
    public IReadOnlyList<HalfHourCause> Of(int origin)
    {
        if (!_view.IsSnapped(origin))
        {
            return [HalfHourCause.SnapFailure];
        }

        var within = _view.Study.Rule.LongestSecondsWithin;
        var isWithinAtBest = _bestSeconds[origin] <= within;
        var isWithinSometimes = isWithinAtBest || _otherSeconds.Any(seconds => seconds[origin] <= within);
        var causes = new List<HalfHourCause>();
        Add(HalfHourCause.SpanOfService, isWithinSometimes && HasEndOfService(origin));
        Add(HalfHourCause.NoWay, !isWithinSometimes && _bestSeconds[origin] >= TravelTime.Unreached);
        Add(HalfHourCause.Severance, IsSevered(origin));
        Add(HalfHourCause.Frequency, isWithinAtBest);
        Add(HalfHourCause.Speed, IsSlow(origin));
        Add(HalfHourCause.Distance, causes.Count == 0);
        return causes;

        void Add(HalfHourCause cause, bool holds)
        {
            if (holds)
            {
                causes.Add(cause);
            }
        }
    }

    /// <summary>Share of a district's residents beyond the limit for whom each cause holds; empty when nobody is beyond it.</summary>
    public IReadOnlyDictionary<HalfHourCause, double> Shares(int district)
    {
        var weights = Enum.GetValues<HalfHourCause>().ToDictionary(cause => cause, _ => 0.0);
        var total = 0.0;
        foreach (var origin in _view.OriginsByDistrict[district])
        {
            if (_ways[origin].Seconds > _view.Study.Rule.LongestSecondsWithin)
            {
                total += _view.Residents[origin];
                foreach (var cause in Of(origin))
                {
                    weights[cause] += _view.Residents[origin];
                }
            }
        }

        return total > 0 ? weights.ToDictionary(entry => entry.Key, entry => entry.Value / total) : new Dictionary<HalfHourCause, double>();
    }

    /// <summary>The causes to name, the first of them the cause: those that hold for half of the residents beyond the limit; without any,
    /// the most frequent.</summary>
    public static IReadOnlyList<HalfHourCause> Named(IReadOnlyDictionary<HalfHourCause, double> shares)
    {
        var named = shares.Where(entry => entry.Value >= NamingShare - 1e-9).Select(entry => entry.Key).Order().ToArray();
        return named.Length > 0 || shares.Count == 0
            ? named
            : [shares.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).First().Key];
    }

    /// <summary>Metres as the crow flies from an origin to the nearest point of a centrality.</summary>
    public double CrowFlyMeters(int origin, int centrality) =>
        CrowFly.Millimeters(_view.Study.Points[origin], _view.Study.Centralities[centrality]) / 1000.0;

    /// <summary>Metres on foot along the streets, at the walking speed on the level; infinite where there is no way, NaN where walking is
    /// not computed.</summary>
    public double WalkMeters(int origin, int centrality) =>
        _walkSeconds is null ? double.NaN
        : _walkSeconds[centrality][origin] >= TravelTime.Unreached ? double.PositiveInfinity
        : _walkSeconds[centrality][origin] * _view.Study.WalkSpeedKph / 3.6;

    /// <summary>The centrality that decides for an origin, or the nearest that counts as the crow flies; -1 when none counts.</summary>
    public int CentralityOf(int origin) =>
        _ways[origin].Centrality >= 0
            ? _ways[origin].Centrality
            : Counting().OrderBy(centrality => CrowFlyMeters(origin, centrality)).DefaultIfEmpty(-1).First();

    /// <summary>Speed as the crow flies from the first to the last stop of an origin's journey, changes included, km/h; NaN without a
    /// ride.</summary>
    public double RideKph(int origin) =>
        Ride(origin) is { } ride ? ride.Meters * 3.6 / ride.Seconds : double.NaN;

    bool IsSevered(int origin)
    {
        var within = _view.Study.Rule.LongestSecondsWithin;
        return _view.Study.Rule.Centrality == CentralityChoice.Each
            ? Counting().Where(centrality => _centralitySeconds[centrality][origin] > within).All(IsSeveredFrom)
            : Counting().Any(IsSeveredFrom);

        bool IsSeveredFrom(int centrality)
        {
            var meters = CrowFlyMeters(origin, centrality);
            return meters * DirectFactor * 3.6 / _view.Study.WalkSpeedKph <= within
                && WalkMeters(origin, centrality) >= SeveranceFactor * meters;
        }
    }

    bool IsSlow(int origin)
    {
        if (Ride(origin) is not { } ride)
        {
            return false;
        }

        var seconds = _ways[origin].Seconds - ride.Seconds + (ride.Meters * 3.6 / ReferenceKph);
        return ride.Meters * 3.6 < ReferenceKph * ride.Seconds && seconds <= _view.Study.Rule.LongestSecondsWithin;
    }

    /// <summary>Crow-fly metres between the first and the last stop, and seconds in vehicles and changes.</summary>
    (double Meters, int Seconds)? Ride(int origin)
    {
        if (_ways[origin] is not { Journey: { Rides: > 0 } journey, Components: { } components }
            || components.RideSeconds + components.TransferSeconds == 0)
        {
            return null;
        }

        var stops = _view.Study.Journeys!.Timetable.Stops;
        var from = stops[journey.Legs.First(leg => leg.Kind == Routing.Transit.LegKind.Ride).FromStop];
        var to = stops[journey.Legs.Last(leg => leg.Kind == Routing.Transit.LegKind.Ride).ToStop];
        var meters = CrowFly.Millimeters(from.Longitude, from.Latitude, to.Longitude, to.Latitude) / 1000.0;
        return (meters, components.RideSeconds + components.TransferSeconds);
    }

    /// <summary>Whether some departure of the window does not arrive, or no vehicle is taken for more than <see cref="ServiceGapSeconds"/>
    /// on end.</summary>
    bool HasEndOfService(int origin)
    {
        var window = _view.Own.Occasion.Window;
        var pieces = _view.Own.Modes
            .Where(mode => mode.Pieces is not null)
            .SelectMany(mode => Counting().SelectMany(centrality => mode.Pieces![centrality][origin]))
            .Where(piece => piece.Slope != 0)
            .ToArray();
        if (_view.Own.Modes.All(mode => mode.Windows is null))
        {
            return false;
        }

        // A piece that ends with the window does not tell when its vehicle leaves.
        var departure = window.FromSeconds;
        var longest = 0;
        foreach (var last in pieces.Select(piece => piece.LastSecond).Where(second => second < window.LastSecond).Order().Append(window.ToSeconds))
        {
            (longest, departure) = (Math.Max(longest, last - departure), last);
        }

        return _worstSeconds[origin] >= TravelTime.Unreached || pieces.Length == 0 || longest > ServiceGapSeconds;
    }

    IEnumerable<int> Counting() =>
        Enumerable.Range(0, _view.IsMain.Count).Where(centrality => _view.Counts(centrality, _view.Study.Rule.Centrality));
}
