using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>One step of a decay given as data.</summary>
/// <param name="UntilSeconds">Travel time at which the step ends; whether it still belongs to the step is the table's to say.</param>
/// <param name="Weight">0 to 1.</param>
public readonly record struct DecayStep(int UntilSeconds, double Weight);

/// <summary>How much a place still counts at a travel time: one weight per whole second, 0 beyond the last. Immutable.</summary>
/// <remarks>
/// Weights are at most 1, not negative, and never rise with travel time. Forms that never end (<see cref="Exponential"/>,
/// <see cref="Logistic"/>) are cut at <see cref="CutSeconds"/>: whatever is farther counts nothing.
/// </remarks>
public sealed class Decay
{
    /// <summary>Where decays that never end are cut: 60 minutes, inclusive.</summary>
    public const int CutSeconds = 60 * 60;

    readonly double[] _weightBySecond;

    Decay(string name, string french, string formula, double[] weightBySecond) =>
        (Name, French, Formula, _weightBySecond) = (name, french, formula, weightBySecond);

    /// <summary>
    /// The decays of a run that names none: within 30 minutes, linear to 60 minutes, half-life of 15 minutes, logistic around 30.
    /// </summary>
    public static IReadOnlyList<Decay> Defaults { get; } =
        [Step(30 * 60), Linear(60 * 60), Exponential(15 * 60), Logistic(30 * 60, 10 * 60)];

    /// <summary>Stable name in results, e.g. <c>step-30</c>.</summary>
    public string Name { get; }

    /// <summary>Label in French.</summary>
    public string French { get; }

    /// <summary>Formula with its parameters, t in minutes.</summary>
    public string Formula { get; }

    /// <summary>Longest travel time that has a weight.</summary>
    public int LimitSeconds => _weightBySecond.Length - 1;

    /// <summary>Weight at each whole second from 0 to <see cref="LimitSeconds"/>; 0 beyond.</summary>
    public ReadOnlySpan<double> WeightBySecond => _weightBySecond;

    /// <summary>Weight at a travel time, not negative; 0 where there is no way.</summary>
    public double Weight(int travelTimeSeconds) => travelTimeSeconds < _weightBySecond.Length ? _weightBySecond[travelTimeSeconds] : 0;

    /// <summary>Counts fully up to a limit, inclusive, and not at all beyond.</summary>
    public static Decay Step(int limitSeconds) => new(
        $"step-{Minutes(limitSeconds)}",
        $"seuil à {Minutes(limitSeconds)} min",
        $"1 if t <= {Minutes(limitSeconds)}, else 0",
        Tabulate(limitSeconds, _ => 1));

    /// <summary>Falls in a straight line from 1 at the door to 0 at a limit.</summary>
    public static Decay Linear(int limitSeconds) => new(
        $"linear-{Minutes(limitSeconds)}",
        $"linéaire jusqu'à {Minutes(limitSeconds)} min",
        $"max(0, 1 - t / {Minutes(limitSeconds)})",
        Tabulate(limitSeconds, second => 1 - ((double)second / limitSeconds)));

    /// <summary>Negative exponential: halves with every half-life; cut at <see cref="CutSeconds"/>.</summary>
    public static Decay Exponential(int halfLifeSeconds) => new(
        $"exponential-{Minutes(halfLifeSeconds)}",
        $"exponentielle, moitié tous les {Minutes(halfLifeSeconds)} min (coupée à {Minutes(CutSeconds)} min)",
        $"exp(-t ln 2 / {Minutes(halfLifeSeconds)}) if t <= {Minutes(CutSeconds)}, else 0",
        Tabulate(CutSeconds, second => Math.Exp(-second * Math.Log(2) / halfLifeSeconds)));

    /// <summary>
    /// Logistic, as in R5: w(t) = g(0) / g(t), g(t) = 1 + exp((t - c) pi / (sd sqrt 3)); cut at <see cref="CutSeconds"/>.
    /// </summary>
    /// <param name="centerSeconds">c, where the weight is about one half.</param>
    /// <param name="deviationSeconds">Standard deviation of the fall, above 0; towards 0 it becomes a step at c.</param>
    public static Decay Logistic(int centerSeconds, double deviationSeconds)
    {
        var (center, deviation, cut) = (Minutes(centerSeconds), Minutes(deviationSeconds), Minutes(CutSeconds));
        return new(
            $"logistic-{center}-{deviation}",
            $"logistique autour de {center} min, écart-type {deviation} min (coupée à {cut} min)",
            $"g(0) / g(t), g(t) = 1 + exp((t - {center}) pi / ({deviation} sqrt 3)) if t <= {cut}, else 0",
            Tabulate(CutSeconds, second => G(0) / G(second)));

        double G(int second) => 1 + Math.Exp((second - centerSeconds) * Math.PI / (deviationSeconds * Math.Sqrt(3)));
    }

    /// <summary>Steps given as data, such as those of DREES.</summary>
    /// <param name="name">Stable name.</param>
    /// <param name="french">Label in French.</param>
    /// <param name="steps">By ascending end, weights not rising; at least one.</param>
    /// <param name="endIsWithin">Whether a travel time equal to a step's end still belongs to it (<c>&lt;=</c>) or to the next
    /// (<c>&lt;</c>).</param>
    /// <exception cref="ArgumentException">Ends do not ascend, or a weight rises or is outside 0 to 1: a bug of the caller.</exception>
    public static Decay Steps(string name, string french, IReadOnlyList<DecayStep> steps, bool endIsWithin)
    {
        var (from, weight) = (0, 1.0);
        var weights = new List<double>();
        var formula = new List<string>();
        foreach (var step in steps)
        {
            var end = endIsWithin ? step.UntilSeconds + 1 : step.UntilSeconds;
            if (end <= from || !(step.Weight >= 0 && step.Weight <= weight))
            {
                throw new ArgumentException($"Steps of {name} do not ascend in time and descend in weight.", nameof(steps));
            }

            weights.AddRange(Enumerable.Repeat(step.Weight, end - from));
            formula.Add(FormattableString.Invariant($"{step.Weight:0.###} if t {(endIsWithin ? "<=" : "<")} {Minutes(step.UntilSeconds)}"));
            (from, weight) = (end, step.Weight);
        }

        return weights.Count > 0
            ? new(name, french, string.Join(", ", formula) + ", else 0", [.. weights])
            : throw new ArgumentException($"{name} has no step.", nameof(steps));
    }

    static double[] Tabulate(int limitSeconds, Func<int, double> weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limitSeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(limitSeconds, TravelTime.Unreached);
        var weights = new double[limitSeconds + 1];
        for (var second = 0; second < weights.Length; second++)
        {
            weights[second] = weight(second);
        }

        return weights;
    }

    static string Minutes(double seconds) => FormattableString.Invariant($"{seconds / 60:0.##}");
}
