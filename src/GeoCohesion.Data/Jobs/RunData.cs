using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Jobs;

/// <summary>Everything a run has read and computed, before it becomes tables.</summary>
/// <remarks>Arrays per origin are in the order of <see cref="Origins"/>; lists per class in the order of <see cref="Classes"/>.</remarks>
sealed record RunData
{
    public required Territory Territory { get; init; }

    /// <summary>The rule with only those of its modes that the run computes.</summary>
    public required HalfHourRule Rule { get; init; }

    public required IReadOnlyList<District> Districts { get; init; }

    public required IReadOnlyList<Boundary> Communes { get; init; }

    public required IReadOnlyList<Origin> Origins { get; init; }

    public required IReadOnlyList<Centrality> Centralities { get; init; }

    public required IReadOnlyList<PlaceClass> Classes { get; init; }

    /// <summary>Destinations per class: places that stand somewhere.</summary>
    public required IReadOnlyList<Place[]> PlacesByClass { get; init; }

    /// <summary>Places that come round (buses): listed, never a destination.</summary>
    public required IReadOnlyList<Place> ItinerantPlaces { get; init; }

    public required IReadOnlyList<ModeAccess> Modes { get; init; }

    /// <summary>Per mode of public transport, per centrality, the whole departure window.</summary>
    public required IReadOnlyList<(string Mode, IReadOnlyList<WindowReadout[]> Windows)> TransitWindows { get; init; }

    /// <summary>Per mode, per origin, whether it has a street.</summary>
    public required IReadOnlyDictionary<string, bool[]> OriginIsSnapped { get; init; }

    /// <summary>Per mode, per centrality, whether it has a street.</summary>
    public required IReadOnlyDictionary<string, bool[]> CentralityIsSnapped { get; init; }

    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>Residents per origin.</summary>
    public double[] Residents => [.. Origins.Select(origin => origin.Residents)];

    /// <summary>Indices of the origins of each district.</summary>
    public IReadOnlyList<int>[] OriginsByDistrict()
    {
        var lists = Districts.Select(_ => new List<int>()).ToArray();
        for (var origin = 0; origin < Origins.Count; origin++)
        {
            lists[Origins[origin].District].Add(origin);
        }

        return lists;
    }
}
