namespace GeoCohesion.Core.Accessibility;

/// <summary>Access of every origin to one class of places by one mode.</summary>
/// <remarks>All arrays are per origin. A place of capacity 2 or more is its own second nearest.</remarks>
/// <param name="NearestPlace">Index of the nearest place within the class; -1 where there is none.</param>
/// <param name="NearestSeconds">Time to it; <c>TravelTime.Unreached</c> where there is none.</param>
/// <param name="SecondSeconds">Time to the second nearest.</param>
/// <param name="CountWithin15">Capacity within 15 minutes (&lt;=).</param>
/// <param name="CountWithin30">Capacity within 30 minutes (&lt;=).</param>
public sealed record ClassAccess(int[] NearestPlace, int[] NearestSeconds, int[] SecondSeconds, double[] CountWithin15, double[] CountWithin30)
{
    /// <summary>Limit of <see cref="CountWithin15"/>, inclusive.</summary>
    public const int ShortLimitSeconds = 15 * 60;

    /// <summary>Limit of <see cref="CountWithin30"/>, inclusive.</summary>
    public const int LongLimitSeconds = 30 * 60;

    /// <summary>Empty columns.</summary>
    public static ClassAccess Of(int originCount) =>
        new(new int[originCount], new int[originCount], new int[originCount], new double[originCount], new double[originCount]);

    /// <summary>Counts one place around an origin.</summary>
    public void Count(int origin, int seconds, double capacity)
    {
        CountWithin15[origin] += seconds <= ShortLimitSeconds ? capacity : 0;
        CountWithin30[origin] += seconds <= LongLimitSeconds ? capacity : 0;
    }
}

/// <summary>Travel times by one mode, from every origin to every centrality and class of places.</summary>
/// <param name="Mode">Name of the mode.</param>
/// <param name="CentralitySeconds">Per centrality, per origin; by public transport under the run's rule over the window.</param>
/// <param name="Classes">Per class of places.</param>
public sealed record ModeAccess(string Mode, IReadOnlyList<int[]> CentralitySeconds, IReadOnlyList<ClassAccess> Classes);
