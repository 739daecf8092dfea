using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Indicators;

/// <summary>
/// The one time per point that the half hour of a run looks at, and what it says of each district: by the fastest of the rule's modes, and
/// by each mode alone.
/// </summary>
/// <remarks>Immutable; shared by all threads.</remarks>
public sealed class HalfHourTimes
{
    /// <summary>Name of the fastest of the rule's modes, where it stands beside the names of modes.</summary>
    public const string FastestMode = "fastest";

    readonly Study _study;
    readonly bool[] _isMain;
    readonly Dictionary<string, (bool[] Points, bool[] Centralities)> _isSnapped = new(StringComparer.Ordinal);

    /// <summary>Reduces the travel times of a study.</summary>
    public HalfHourTimes(Study study)
    {
        _study = study;
        _isMain = study.CentralityIsMain;
        Residents = study.Residents;
        OriginsByDistrict = study.OriginsByDistrict();
        Fastest = Seconds(study.Rule.Modes, study.Rule.Centrality);
        _isSnapped.Add(FastestMode, study.SnappedByAnyOf(study.Rule.Modes));
        foreach (var mode in study.Modes)
        {
            _isSnapped.Add(mode.Mode, study.SnappedByAnyOf([mode.Mode]));
        }

        ByMode = [.. study.Modes.Select(mode => (mode.Mode, Seconds([mode.Mode], study.Rule.Centrality), mode.LimitSeconds))];
        var limit = study.Modes
            .Where(mode => study.Rule.Modes.Contains(mode.Mode))
            .Select(mode => mode.LimitSeconds)
            .DefaultIfEmpty(ModeAccess.DefaultLimitSeconds)
            .Min();
        All = [(FastestMode, Fastest, limit), .. ByMode];
    }

    /// <summary>Residents per point.</summary>
    public double[] Residents { get; }

    /// <summary>Indices of the origins of each district.</summary>
    public IReadOnlyList<int>[] OriginsByDistrict { get; }

    /// <summary>Per point, seconds to the rule's centralities by the fastest of the rule's modes.</summary>
    public int[] Fastest { get; }

    /// <summary>Per mode of the study, per point, seconds to the rule's centralities; and the longest time that was looked for.</summary>
    public IReadOnlyList<(string Mode, int[] Seconds, int LimitSeconds)> ByMode { get; }

    /// <summary>
    /// The fastest of the rule's modes first, under <see cref="FastestMode"/>, then each mode alone. Whoever has no way by the fastest
    /// would need longer than the shortest of the modes' limits.
    /// </summary>
    public IReadOnlyList<(string Mode, int[] Seconds, int LimitSeconds)> All { get; }

    /// <summary>
    /// Per point, seconds to the centralities chosen by the fastest of some modes; modes that the study does not have are passed over.
    /// </summary>
    public int[] Seconds(IReadOnlyList<string> modes, CentralityChoice choice)
    {
        var known = _study.Modes.Where(mode => modes.Contains(mode.Mode)).Select(mode => mode.CentralitySeconds).ToArray();
        return known.Length == 0
            ? [.. Enumerable.Repeat(TravelTime.Unreached, _study.Points.Count)]
            : CentralityTimes.Choose(CentralityTimes.FastestMode(known), _isMain, choice, _study.Points.Count);
    }

    /// <summary>Assesses a district by the rule's centralities.</summary>
    /// <param name="district">Index of the district.</param>
    /// <param name="mode">A mode of the study, or <see cref="FastestMode"/>.</param>
    public DistrictAssessment Assess(int district, string mode) =>
        Assess(district, mode, All.First(entry => entry.Mode == mode).Seconds, _study.Rule.Centrality);

    /// <summary>Assesses a district by other centralities than the rule's.</summary>
    /// <param name="district">Index of the district.</param>
    /// <param name="mode">A mode of the study, or <see cref="FastestMode"/>: which streets count.</param>
    /// <param name="travelTimeSeconds">Per point.</param>
    /// <param name="choice">Centralities that the times are to.</param>
    public DistrictAssessment Assess(int district, string mode, int[] travelTimeSeconds, CentralityChoice choice)
    {
        var (points, centralities) = _isSnapped[mode];
        return DistrictAssessment.Of(
            OriginsByDistrict[district],
            travelTimeSeconds,
            Residents,
            points,
            CentralityTimes.CanBeReached(_isMain, centralities, choice),
            _study.Rule);
    }
}
