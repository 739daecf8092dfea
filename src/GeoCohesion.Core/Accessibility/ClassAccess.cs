using System.Runtime.Intrinsics;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>
/// Access to one class of places by one mode: the nearest three from every point, and what is around each origin of a district.
/// </summary>
/// <remarks>
/// A place of capacity 2 or more is its own second nearest, of 3 or more its own third: one choice per whole unit, and one at least.
/// Flat arrays, filled once; <see cref="TravelTime.Unreached"/> stands where there is no way.
/// </remarks>
public sealed class ClassAccess
{
    /// <summary>How many of the nearest are kept.</summary>
    public const int NearestCount = 3;

    ClassAccess(int pointCount, int countedPoints, IReadOnlyList<Decay> decays, PlaceReach? reach)
    {
        NearestPlace = Filled(-1);
        NearestSeconds = Filled(TravelTime.Unreached);
        SecondSeconds = Filled(TravelTime.Unreached);
        ThirdSeconds = Filled(TravelTime.Unreached);
        CountWithin = [.. CountLimitsSeconds.Select(_ => new double[countedPoints])];
        Decays = decays;
        Opportunities = [.. decays.Select(_ => new double[countedPoints])];
        Reach = reach;

        int[] Filled(int value)
        {
            var column = new int[pointCount];
            Array.Fill(column, value);
            return column;
        }
    }

    /// <summary>Limits of <see cref="CountWithin"/>, inclusive: 5, 10, 15, 20 and 30 minutes.</summary>
    public static IReadOnlyList<int> CountLimitsSeconds { get; } = [5 * 60, 10 * 60, 15 * 60, 20 * 60, 30 * 60];

    // The limits in the lanes of a vector; nothing is within those that are left over.
    static readonly double[] s_countLimits =
        [.. Enumerable.Range(0, Vector512<double>.Count).Select(i => i < CountLimitsSeconds.Count ? CountLimitsSeconds[i] : -1.0)];

    /// <summary>Per point, index of the nearest place within the class; -1 where there is none.</summary>
    public int[] NearestPlace { get; }

    /// <summary>Per point, time to the nearest.</summary>
    public int[] NearestSeconds { get; }

    /// <summary>Per point, time to the second nearest.</summary>
    public int[] SecondSeconds { get; }

    /// <summary>Per point, time to the third nearest.</summary>
    public int[] ThirdSeconds { get; }

    /// <summary>Per limit of <see cref="CountLimitsSeconds"/>, per counted point, capacity within it (<c>&lt;=</c>).</summary>
    public IReadOnlyList<double[]> CountWithin { get; }

    /// <summary>Per counted point, capacity within 15 minutes (<c>&lt;=</c>).</summary>
    public double[] CountWithin15 => CountWithin[2];

    /// <summary>Per counted point, capacity within 30 minutes (<c>&lt;=</c>).</summary>
    public double[] CountWithin30 => CountWithin[4];

    /// <summary>Decays of <see cref="Opportunities"/>.</summary>
    public IReadOnlyList<Decay> Decays { get; }

    /// <summary>Per decay, per counted point, sum of capacity x weight at its travel time: cumulative opportunities.</summary>
    public IReadOnlyList<double[]> Opportunities { get; }

    /// <summary>Every place within reach of every point; null unless a catchment needs the class by the mode.</summary>
    public PlaceReach? Reach { get; }

    /// <summary>Columns without any way to any place, to be filled.</summary>
    /// <param name="pointCount">Number of points.</param>
    /// <param name="countedPoints">How many of them, from the first, have counts and opportunities; all unless given.</param>
    /// <param name="decays">Decays of opportunities; none unless given.</param>
    /// <param name="reach">To be filled point by point, or null.</param>
    public static ClassAccess Of(
        int pointCount, int? countedPoints = null, IReadOnlyList<Decay>? decays = null, PlaceReach? reach = null) =>
        new(pointCount, countedPoints ?? pointCount, decays ?? [], reach);

    /// <summary>Per point, time to the n-th nearest.</summary>
    /// <param name="rank">1 to <see cref="NearestCount"/>.</param>
    public int[] NthSeconds(int rank) => rank switch
    {
        1 => NearestSeconds,
        2 => SecondSeconds,
        3 => ThirdSeconds,
        _ => throw new ArgumentOutOfRangeException(nameof(rank)),
    };

    /// <summary>Takes the nearest places of a point.</summary>
    /// <param name="point">Index of the point.</param>
    /// <param name="places">Indices of the nearest distinct places, ascending by time; three, or as many as there are.</param>
    /// <param name="seconds">Times to them.</param>
    /// <param name="capacities">Capacity of each place of the class.</param>
    public void SetNearest(int point, ReadOnlySpan<int> places, ReadOnlySpan<int> seconds, double[] capacities)
    {
        NearestPlace[point] = places.Length > 0 ? places[0] : -1;
        var rank = 1;
        for (var i = 0; i < places.Length && rank <= NearestCount; i++)
        {
            for (var choices = Choices(capacities[places[i]]); choices > 0 && rank <= NearestCount; choices--)
            {
                NthSeconds(rank++)[point] = seconds[i];
            }
        }
    }

    /// <summary>Takes the nearest of the places that a point reaches.</summary>
    /// <param name="point">Index of the point.</param>
    /// <param name="reached">Places it reaches.</param>
    /// <param name="capacities">Capacity of each place of the class.</param>
    public void SetNearest(int point, ReachedPlaces reached, double[] capacities)
    {
        Span<int> places = stackalloc int[NearestCount];
        Span<int> seconds = stackalloc int[NearestCount];
        var count = 0;
        var reachedSeconds = reached.Seconds;
        for (var i = 0; i < reachedSeconds.Length; i++)
        {
            var time = reachedSeconds[i];
            if (count == NearestCount && time >= seconds[NearestCount - 1])
            {
                continue;
            }

            // Behind its equals: of places at the same time, the first of the class is the nearest.
            count = Math.Min(count + 1, NearestCount);
            var at = count - 1;
            for (; at > 0 && seconds[at - 1] > time; at--)
            {
                (places[at], seconds[at]) = (places[at - 1], seconds[at - 1]);
            }

            (places[at], seconds[at]) = (reached.Places[i], time);
        }

        SetNearest(point, places[..count], seconds[..count], capacities);
    }

    /// <summary>Adds up what is around a counted point.</summary>
    /// <param name="point">Index of the point.</param>
    /// <param name="reached">Places it reaches; those beyond every limit may be missing.</param>
    /// <param name="capacities">Capacity of each place of the class.</param>
    /// <param name="weights">Of <see cref="Decays"/>.</param>
    public void Count(int point, ReachedPlaces reached, double[] capacities, DecayTable weights)
    {
        Span<double> sums = stackalloc double[Math.Max(s_countLimits.Length, Decays.Count)];
        SumWithin(reached.Places, reached.Seconds, capacities, sums);
        for (var i = 0; i < CountWithin.Count; i++)
        {
            CountWithin[i][point] = sums[i];
        }

        weights.Sum(reached.Places, reached.Seconds, capacities, sums[..Decays.Count]);
        for (var i = 0; i < Decays.Count; i++)
        {
            Opportunities[i][point] = sums[i];
        }
    }

    /// <summary>Adds up the capacity within each limit, all limits side by side.</summary>
    static void SumWithin(ReadOnlySpan<int> places, ReadOnlySpan<int> seconds, ReadOnlySpan<double> capacities, Span<double> sums)
    {
        seconds = seconds[..places.Length];
        var limits = Vector512.LoadUnsafe(ref s_countLimits[0]);
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < places.Length; i++)
        {
            sum += Vector512.LessThanOrEqual(Vector512.Create((double)seconds[i]), limits) & Vector512.Create(capacities[places[i]]);
        }

        sum.CopyTo(sums);
    }

    static int Choices(double capacity) => (int)Math.Clamp(Math.Floor(capacity), 1, NearestCount);
}
