using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace GeoCohesion.Core.Indicators;

/// <summary>Judges the services of one district.</summary>
sealed class ServiceJudge
{
    readonly Study _study;
    readonly IReadOnlyList<int> _origins;
    readonly double[] _residents;
    readonly IPreparedGeometry _perimeter;
    readonly HashSet<string> _communes;
    readonly bool _isAnySnapped;

    public ServiceJudge(Study study, int district, IReadOnlyList<int> origins)
    {
        _study = study;
        _origins = origins;
        _residents = [.. origins.Select(origin => study.Points[origin].Residents)];
        _perimeter = PreparedGeometryFactory.Prepare(study.Districts[district].Perimeter);
        _communes = CommunesOf(study, study.Districts[district], origins);
        _isAnySnapped = origins.Any(origin =>
            IsSnapped(study, ServiceChecklist.WalkMode, origin) || IsSnapped(study, ServiceChecklist.TransitMode, origin));
    }

    /// <summary>The finding on one service.</summary>
    public ServiceFinding Judge(ServiceAccess access)
    {
        var onFoot = Summarize(access.OnFootSeconds, ServiceChecklist.WalkLimitSeconds);
        var fastest = Summarize(access.FastestSeconds, ServiceChecklist.TransitLimitSeconds);
        var votes = Votes(access);
        var withoutSource = access.Service.Classes.Where(name => !HasSource(name, access)).ToArray();
        ServiceFinding Found(ServiceStatus status, string reason, Place? instance) =>
            new(status, reason, instance, instance is not null && IsInside(instance), onFoot, fastest, withoutSource);

        if (Foremost(access.Fixed.Where(IsInside), votes) is { } standing)
        {
            return Found(ServiceStatus.Inside, "", standing);
        }

        var serving = access.Itinerant.Where(place => IsInside(place) || _communes.Contains(place.CommuneCode)).ToArray();
        if ((Foremost(serving.Where(IsInside), votes) ?? Foremost(serving, votes)) is { } comingRound)
        {
            return Found(ServiceStatus.Inside, "", comingRound);
        }

        var nearest = Foremost(votes.Keys, votes);
        if (onFoot.MedianSeconds <= ServiceChecklist.WalkLimitSeconds)
        {
            return Found(ServiceStatus.Walk, "", nearest);
        }

        if (fastest.MedianSeconds <= ServiceChecklist.TransitLimitSeconds)
        {
            return Found(ServiceStatus.Transit, "", nearest);
        }

        var reason = withoutSource.Length == access.Service.Classes.Count ? "no-source"
            : _origins.Count == 0 ? "no-origins"
            : !_isAnySnapped ? "origins-not-snapped"
            : withoutSource.Length > 0 ? "partial-source"
            : "";
        return Found(reason.Length > 0 ? ServiceStatus.Unknown : ServiceStatus.Absent, reason, nearest);
    }

    TravelTimeSummary Summarize(int[] secondsByOrigin, int limitSeconds) =>
        TravelTimeSummary.Of([.. _origins.Select(origin => secondsByOrigin[origin])], _residents, limitSeconds);

    /// <summary>Per instance, the residents of whom it is the nearest.</summary>
    Dictionary<Place, double> Votes(ServiceAccess access)
    {
        var votes = new Dictionary<Place, double>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < _residents.Length; i++)
        {
            if (access.NearestInstance[_origins[i]] is { } instance)
            {
                votes[instance] = votes.GetValueOrDefault(instance) + _residents[i];
            }
        }

        return votes;
    }

    /// <summary>The candidate that is nearest to most residents; of several, that of the least id.</summary>
    static Place? Foremost(IEnumerable<Place> candidates, Dictionary<Place, double> votes) =>
        candidates.OrderByDescending(place => votes.GetValueOrDefault(place)).ThenBy(place => place.Id, StringComparer.Ordinal).FirstOrDefault();

    bool IsInside(Place place) => _perimeter.Covers(_perimeter.Geometry.Factory.CreatePoint(new Coordinate(place.Longitude, place.Latitude)));

    /// <summary>An input that lists the class is its source; so is one that holds a place of it, whatever it is said to list.</summary>
    bool HasSource(string className, ServiceAccess access) =>
        (_study.SourcesByClass.TryGetValue(className, out var sources) && sources.Count > 0)
        || access.Fixed.Concat(access.Itinerant).Any(place => place.ClassName == className);

    static bool IsSnapped(Study study, string mode, int origin) => study.PointIsSnapped.TryGetValue(mode, out var snapped) && snapped[origin];

    /// <summary>Communes in which residents live, by geometry; without outlines, those that the district's own record names.</summary>
    static HashSet<string> CommunesOf(Study study, District district, IReadOnlyList<int> origins)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        if (study.CommuneOfPoint.Count > 0)
        {
            codes.UnionWith(origins
                .Select(origin => study.CommuneOfPoint[origin])
                .Where(index => index >= 0)
                .Select(index => study.Communes[index].Code));
        }

        if (codes.Count == 0)
        {
            codes.UnionWith(district.Properties
                .Where(property => property.Key.Equals("insee_com", StringComparison.OrdinalIgnoreCase))
                .SelectMany(property => property.Value.Split([';', ','], StringSplitOptions.TrimEntries)));
        }

        codes.Remove("");
        return codes;
    }
}
