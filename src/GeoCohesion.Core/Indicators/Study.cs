using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Indicators;

/// <summary>A class of places as indicators see it.</summary>
/// <param name="Name">Stable lower-case name, e.g. <c>generaliste</c>.</param>
/// <param name="French">French label, singular.</param>
/// <param name="English">English label, singular.</param>
/// <param name="Group">Group of classes, e.g. <c>sante</c>.</param>
public sealed record StudyClass(string Name, string French, string English, string Group);

/// <summary>Everything a run has read and computed: what indicators are made from. Immutable; shared by all threads.</summary>
/// <remarks>
/// A <em>point</em> is where residents start from: first the <see cref="OriginCount"/> origins of districts, by district; then the surroundings,
/// inhabited cells or parts of them outside every district, whose <see cref="Origin.District"/> is -1. Arrays <em>per point</em> are in that order;
/// arrays <em>per origin</em> hold the first <see cref="OriginCount"/> only.
/// </remarks>
public sealed record Study
{
    /// <summary>The half-hour rule, with only those of its modes that the run computes.</summary>
    public required HalfHourRule Rule { get; init; }

    /// <summary>Moment of the departure window that counts for public transport.</summary>
    public required WindowRule WindowRule { get; init; }

    /// <summary>Walking speed on the level, km/h.</summary>
    public required double WalkSpeedKph { get; init; }

    /// <summary>Districts, by code in ordinal order.</summary>
    public required IReadOnlyList<District> Districts { get; init; }

    /// <summary>Origins of districts, by district and cell, then surroundings by cell.</summary>
    public required IReadOnlyList<Origin> Points { get; init; }

    /// <summary>How many of the points are origins of districts.</summary>
    public required int OriginCount { get; init; }

    /// <summary>Centralities.</summary>
    public required IReadOnlyList<Centrality> Centralities { get; init; }

    /// <summary>Classes of places.</summary>
    public required IReadOnlyList<StudyClass> Classes { get; init; }

    /// <summary>Per class, places that stand somewhere: destinations.</summary>
    public required IReadOnlyList<Place[]> PlacesByClass { get; init; }

    /// <summary>Places that come round: listed, never a destination.</summary>
    public required IReadOnlyList<Place> ItinerantPlaces { get; init; }

    /// <summary>Per mode, in the order asked for, travel times per point.</summary>
    public required IReadOnlyList<ModeAccess> Modes { get; init; }

    /// <summary>Per mode, per point, whether it has a street.</summary>
    public required IReadOnlyDictionary<string, bool[]> PointIsSnapped { get; init; }

    /// <summary>Per mode, per centrality, whether it has a street.</summary>
    public required IReadOnlyDictionary<string, bool[]> CentralityIsSnapped { get; init; }

    /// <summary>
    /// The half hour over departure windows, per origin: the run's own window first, then its variants (return, evening, Saturday ...) and
    /// other walking speeds.
    /// </summary>
    public required IReadOnlyList<OccasionTimes> Occasions { get; init; }

    /// <summary>Journeys that explain times of the first occasion; null without public transport.</summary>
    public JourneyFinder? Journeys { get; init; }

    /// <summary>Whole service days of public transport (a school-term Tuesday, a Saturday, a Sunday), per origin; empty without a timetable.</summary>
    public IReadOnlyList<DayService> Days { get; init; } = [];

    /// <summary>What counts as near a stop, and as frequent.</summary>
    public StopParameters Stops { get; init; } = new();

    /// <summary>Communes; empty when none are given.</summary>
    public IReadOnlyList<Commune> Communes { get; init; } = [];

    /// <summary>Per point, index of the commune it lies in, by geometry; -1 for none. Empty when no communes are given.</summary>
    public IReadOnlyList<int> CommuneOfPoint { get; init; } = [];

    /// <summary>Lists of classes that people need together.</summary>
    public IReadOnlyList<Basket> Baskets { get; init; } = [];

    /// <summary>Floating catchments to compute; the access by each of their modes holds the places within reach.</summary>
    public IReadOnlyList<CatchmentScheme> CatchmentSchemes { get; init; } = [];

    /// <summary>Flows of the census between communes; empty when none are given.</summary>
    public IReadOnlyList<MobilityFlow> Flows { get; init; } = [];

    /// <summary>
    /// Per mode, per commune of <see cref="Communes"/>, per origin, seconds to the commune's target; <c>TravelTime.Unreached</c> where there
    /// is no way, and an array without elements for a commune that no time is computed to. Empty when there are no flows.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int[]>> CommuneSeconds { get; init; } = new Dictionary<string, IReadOnlyList<int[]>>();

    /// <summary>Per commune, whether the target of <see cref="CommuneSeconds"/> is its town hall; else it is a point inside its outline.</summary>
    public IReadOnlyList<bool> CommuneTargetIsTownHall { get; init; } = [];

    /// <summary>Services that each district must have, in the order in which people read them; empty without a checklist.</summary>
    public IReadOnlyList<ServiceRequirement> Services { get; init; } = [];

    /// <summary>
    /// Per class of places, the names of the input files that list such places wherever they are, <c>osm</c> for the tags of the streets. That none is near
    /// means something only for a class that is here.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SourcesByClass { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Worker threads an indicator may use.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Residents per point.</summary>
    public double[] Residents => [.. Points.Select(point => point.Residents)];

    /// <summary>Per centrality, whether it is a main centre.</summary>
    public bool[] CentralityIsMain => [.. Centralities.Select(centrality => centrality.IsMain)];

    /// <summary>The access by a mode, or null when the run does not compute it.</summary>
    public ModeAccess? Mode(string name) => Modes.FirstOrDefault(mode => mode.Mode == name);

    /// <summary>
    /// Per point and per centrality, whether it has a street by any of some modes; modes that the study does not have are passed over.
    /// </summary>
    public (bool[] Points, bool[] Centralities) SnappedByAnyOf(IReadOnlyList<string> modes)
    {
        var known = modes.Where(PointIsSnapped.ContainsKey).ToArray();
        return (
            AnyOf(known.Select(mode => PointIsSnapped[mode]), Points.Count),
            AnyOf(known.Select(mode => CentralityIsSnapped[mode]), Centralities.Count));

        static bool[] AnyOf(IEnumerable<bool[]> perMode, int count) =>
            perMode.Aggregate(new bool[count], (any, mode) => [.. any.Zip(mode, (left, right) => left || right)]);
    }

    /// <summary>Indices of the origins of each district.</summary>
    public IReadOnlyList<int>[] OriginsByDistrict()
    {
        var lists = Districts.Select(_ => new List<int>()).ToArray();
        for (var origin = 0; origin < OriginCount; origin++)
        {
            lists[Points[origin].District].Add(origin);
        }

        return lists;
    }
}
