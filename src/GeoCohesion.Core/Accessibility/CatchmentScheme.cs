namespace GeoCohesion.Core.Accessibility;

/// <summary>How a floating catchment area is computed for some classes of places: decays by mode, and how demand is weighted.</summary>
/// <param name="Name">Stable name, e.g. <c>drees-generaliste</c>.</param>
/// <param name="French">Label in French.</param>
/// <param name="English">Label in English.</param>
/// <param name="Source">Where its decays come from.</param>
/// <param name="Classes">Names of the classes it is for; those that a run does not have are passed over.</param>
/// <param name="AgeWeights">Weights of residents by age, or null when every resident counts the same.</param>
/// <param name="DecayByMode">Per mode, the decay; modes that are not there are not computed.</param>
public sealed record CatchmentScheme(
    string Name,
    string French,
    string English,
    string Source,
    IReadOnlyList<string> Classes,
    AgeWeights? AgeWeights,
    IReadOnlyDictionary<string, Decay> DecayByMode);
