namespace GeoCohesion.Data.Build;

/// <summary>What the origins of a run were made of.</summary>
/// <param name="Districts">In the order of the districts.</param>
public sealed record OriginReport(IReadOnlyList<DistrictPopulation> Districts);

/// <summary>The population of a district as its origins count it.</summary>
/// <param name="Code">Code of the district.</param>
/// <param name="Origins">How many origins there are; one at least.</param>
/// <param name="Residents">Inhabitants: sum of the cells' inhabitants, each times the share of its area within; 0 when
/// <paramref name="IsGrid"/>.</param>
/// <param name="ImputedResidents">Of these, inhabitants of cells that the source imputed.</param>
/// <param name="IsGrid">Whether the origins are a regular grid of points of equal weight, because there is no population.</param>
/// <param name="Slivers">Pieces that were too small and left out.</param>
/// <param name="SliverResidents">Inhabitants of these, left out with them.</param>
public sealed record DistrictPopulation(
    string Code,
    int Origins,
    double Residents,
    double ImputedResidents,
    bool IsGrid,
    int Slivers,
    double SliverResidents);
