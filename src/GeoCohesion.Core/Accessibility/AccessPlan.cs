namespace GeoCohesion.Core.Accessibility;

/// <summary>What is gathered about the places around each point, the same for every mode.</summary>
public sealed record AccessPlan
{
    /// <summary>Per class, its name.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Per class, capacity of each place.</summary>
    public required IReadOnlyList<double[]> CapacitiesByClass { get; init; }

    /// <summary>
    /// How many points, from the first, have counts and opportunities: the origins of districts. All have their nearest places.
    /// </summary>
    public required int CountedPoints { get; init; }

    /// <summary>Decays of opportunities.</summary>
    public IReadOnlyList<Decay> Decays { get; init; } = Decay.Defaults;

    /// <summary>Catchments, whose classes need every place within reach of every point.</summary>
    public IReadOnlyList<CatchmentScheme> Schemes { get; init; } = [];

    /// <summary>Longest time within which counts, decays and catchments look at single places.</summary>
    public int HorizonSeconds(string mode) => Math.Max(
        CountedSeconds,
        ClassNames.Select((_, classIndex) => ReachSeconds(mode, classIndex)).DefaultIfEmpty(0).Max());

    /// <summary>Longest time within which counts and decays look at single places.</summary>
    public int CountedSeconds => Math.Max(ClassAccess.CountLimitsSeconds[^1], Decays.Select(decay => decay.LimitSeconds).DefaultIfEmpty(0).Max());

    /// <summary>
    /// Seconds within which every place of a class is kept for a mode, for the widest catchment; -1 where no catchment wants it.
    /// </summary>
    public int ReachSeconds(string mode, int classIndex) => Schemes
        .Where(scheme => scheme.Classes.Contains(ClassNames[classIndex]))
        .Select(scheme => scheme.DecayByMode.TryGetValue(mode, out var decay) ? decay.LimitSeconds : -1)
        .DefaultIfEmpty(-1)
        .Max();

    /// <summary>The same for some of the classes, in the order given: what is gathered about a class does not depend on the others.</summary>
    public AccessPlan Only(IReadOnlyList<int> classIndices) => this with
    {
        ClassNames = [.. classIndices.Select(classIndex => ClassNames[classIndex])],
        CapacitiesByClass = [.. classIndices.Select(classIndex => CapacitiesByClass[classIndex])],
    };

    /// <summary>Columns to fill for a class and a mode.</summary>
    /// <param name="mode">Mode.</param>
    /// <param name="classIndex">Class.</param>
    /// <param name="pointCount">Number of points.</param>
    public ClassAccess NewColumns(string mode, int classIndex, int pointCount)
    {
        var reachSeconds = ReachSeconds(mode, classIndex);
        return ClassAccess.Of(pointCount, CountedPoints, Decays, reachSeconds < 0 ? null : new PlaceReach(pointCount, reachSeconds));
    }
}
