using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>
/// Supply of health professionals per inhabitant by floating catchments, after the method of DREES' APL but by each mode.
/// </summary>
public sealed class FloatingCatchments : IIndicator
{
    const double PerInhabitants = 100_000;

    /// <inheritdoc/>
    public string Name => "floating-catchment";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Offre de soins par habitant, type APL (marche / TC / voiture)",
        "Supply of care per inhabitant, of the type of APL (on foot / by public transport / by car)",
        "E2SFCA: A_i = sum_j R_j w_ij with R_j = S_j / sum_k D_k w_kj; M2SFCA: A_i = sum_j S_j w_ij^2 / sum_k D_k w_kj. S_j is the "
        + "capacity of a place, D_k the residents of a point, weighted by age where the scheme says so (weights per age are brought to "
        + "the bands of the grid as means over single years), w a decay by travel time in steps. All points are demand, districts and "
        + "surroundings alike. Means over points are weighted by D.",
        "places (professionals) per 100,000 inhabitants, standardised by age where the scheme says so",
        "Luo and Qi 2009 (E2SFCA); Delamater 2013 (M2SFCA); DREES (steps by car and age weights of general practitioners)",
        "DREES' APL itself: it counts activity, uses road times between communes or IRIS and covers the whole country. Here demand "
        + "outside the surroundings of the districts is missing, so that supply near their edge looks larger than it is; compare "
        + "points of one run with each other, by the ratio, rather than with published values.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        study.CatchmentSchemes.Count == 0 ? "no catchment scheme is given"
        : !Cases(study).Any() ? "no class of a catchment scheme has a place, or none of its modes is computed"
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var byDistrict = new ResultTable(
            "district_catchments",
            "Offre de soins par habitant de chaque quartier, type APL, par profession et mode",
            [
                Text("id", "District, scheme, class and mode"),
                Text("district", "Code of the district"),
                Text("scheme", "Scheme of decays and weights"),
                Text("class", "Profession"),
                Text("class_label_fr", "Profession in French"),
                Text("mode", "Mode"),
                Text("label_fr", "What it may be called: type APL, never APL"),
                Text("decay", "Decay by travel time, t in minutes"),
                Text("age_weights", "Weights by age; empty when every resident counts the same"),
                Real("residents", "residents", "Residents"),
                Real("standardized_residents", "residents", "Residents weighted by age: demand"),
                Real("standardized_residents_all_points", "residents", "The same over all points of the run, districts and surroundings"),
                Real("e2sfca_per_100000", "per 100,000", "E2SFCA, mean over the district's standardised residents"),
                Real("e2sfca_all_points_per_100000", "per 100,000", "The same over all points of the run, districts and surroundings"),
                Real("e2sfca_ratio", "", "District / all points; 1 is as much as the whole"),
                Real("m2sfca_per_100000", "per 100,000", "M2SFCA, mean over the district's standardised residents"),
                Real("m2sfca_all_points_per_100000", "per 100,000", "The same over all points of the run"),
                Real("m2sfca_ratio", "", "District / all points"),
                Share("share_none", "Share of residents with no place in range"),
                Real("capacity", "", "Capacity of all places of the class in the run"),
                Real("capacity_served", "", "Capacity of those with any demand in range: what is shared out"),
            ],
            null);
        var byOrigin = new ResultTable(
            "origin_catchments",
            "Offre de soins par habitant de chaque point de départ, type APL, par profession et mode",
            [
                Text("id", "Origin, scheme, class and mode"),
                Text("origin", "Id of the origin"),
                Text("district", "Code of the district"),
                Text("scheme", "Scheme of decays and weights"),
                Text("class", "Profession"),
                Text("mode", "Mode"),
                Real("e2sfca_per_100000", "per 100,000", "E2SFCA"),
                Real("m2sfca_per_100000", "per 100,000", "M2SFCA"),
            ],
            null);
        var districts = DistrictResidents.Of(study);
        foreach (var (scheme, classIndex, mode, decay) in Cases(study))
        {
            var demand = Demand(study.Points, scheme.AgeWeights);
            double[] capacity = [.. study.PlacesByClass[classIndex].Select(place => place.Capacity)];
            var catchment = FloatingCatchment.Of(mode.Classes[classIndex].Reach!, demand, capacity, decay);
            var (className, label) = (study.Classes[classIndex].Name, $"type APL ({FrenchMode(mode.Mode)})");
            var enhancedOfAll = Mean(catchment.Enhanced, demand);
            var modifiedOfAll = Mean(catchment.Modified, demand);
            foreach (var residents in districts)
            {
                var ofDistrict = residents.Pick(demand);
                var enhanced = Mean(residents.Pick(catchment.Enhanced), ofDistrict);
                var modified = Mean(residents.Pick(catchment.Modified), ofDistrict);
                byDistrict.Add(
                    null,
                    $"{residents.District.Code}/{scheme.Name}/{className}/{mode.Mode}",
                    residents.District.Code,
                    scheme.Name,
                    className,
                    study.Classes[classIndex].French,
                    mode.Mode,
                    label,
                    decay.Formula,
                    scheme.AgeWeights?.Name,
                    residents.Total,
                    ofDistrict.Sum(),
                    demand.Sum(),
                    enhanced * PerInhabitants,
                    enhancedOfAll * PerInhabitants,
                    enhanced / enhancedOfAll,
                    modified * PerInhabitants,
                    modifiedOfAll * PerInhabitants,
                    modified / modifiedOfAll,
                    residents.Share(origin => catchment.Enhanced[origin] <= 0),
                    capacity.Sum(),
                    catchment.ServedCapacity);
            }

            for (var origin = 0; origin < study.OriginCount; origin++)
            {
                var point = study.Points[origin];
                byOrigin.Add(
                    null,
                    $"{point.Id}/{scheme.Name}/{className}/{mode.Mode}",
                    point.Id,
                    study.Districts[point.District].Code,
                    scheme.Name,
                    className,
                    mode.Mode,
                    catchment.Enhanced[origin] * PerInhabitants,
                    catchment.Modified[origin] * PerInhabitants);
            }
        }

        return [byDistrict, byOrigin];
    }

    /// <summary>Per point, residents, each counted by the weight of its age; residents of unknown age count 1.</summary>
    /// <param name="points">Points.</param>
    /// <param name="ageWeights">Weights, or null.</param>
    internal static double[] Demand(IReadOnlyList<Origin> points, AgeWeights? ageWeights)
    {
        var byBand = ageWeights?.ByBand();
        return [.. points.Select(point => point.Residents * (byBand is null ? 1 : MeanWeight(point.Cell?.ResidentsByAge ?? [], byBand)))];
    }

    static double MeanWeight(IReadOnlyList<double> residentsByAge, double[] byBand)
    {
        var (sum, weighted) = (0.0, 0.0);
        for (var band = 0; band < byBand.Length && residentsByAge.Count == byBand.Length; band++)
        {
            sum += residentsByAge[band];
            weighted += residentsByAge[band] * byBand[band];
        }

        return sum > 0 ? weighted / sum : 1;
    }

    static double Mean(double[] values, double[] weights)
    {
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }

    static IEnumerable<(CatchmentScheme Scheme, int ClassIndex, ModeAccess Mode, Decay Decay)> Cases(Study study) =>
        from scheme in study.CatchmentSchemes
        from classIndex in Enumerable.Range(0, study.Classes.Count)
        where scheme.Classes.Contains(study.Classes[classIndex].Name)
        from mode in study.Modes
        where mode.Classes[classIndex].Reach is not null && scheme.DecayByMode.ContainsKey(mode.Mode)
        select (scheme, classIndex, mode, scheme.DecayByMode[mode.Mode]);

    static string FrenchMode(string mode) => mode switch
    {
        "walk" => "marche",
        "transit" => "TC",
        "car" => "voiture",
        _ => mode,
    };
}
