namespace GeoCohesion.Core.Isochrones;

/// <summary>What is within a limit.</summary>
/// <param name="Residents">Sum of the residents.</param>
/// <param name="PriorityResidents">Of these, residents of priority districts.</param>
/// <param name="PlacesByClass">Number of places, by index of their class.</param>
public sealed record AreaContents(double Residents, double PriorityResidents, int[] PlacesByClass)
{
    /// <summary>What is within this limit and not within a shorter one.</summary>
    public AreaContents Without(AreaContents shorter) => new(
        Residents - shorter.Residents,
        PriorityResidents - shorter.PriorityResidents,
        [.. PlacesByClass.Zip(shorter.PlacesByClass, (all, nearer) => all - nearer)]);
}

/// <summary>Residents and places around, to be counted within limits.</summary>
/// <remarks>
/// Counted is what the matrix has within the limit, each point at its own place on the streets, and not what lies within the outline: so
/// the figures are those of every other indicator, do not depend on the grid or on a simplification, and a place beside a street that is
/// farther off than the outline's tolerance is not lost. Immutable; shared by all threads.
/// </remarks>
public sealed class AreaPoints
{
    readonly double[] _residents;
    readonly double[] _priorityResidents;
    readonly int[] _classOfPlace;
    readonly int _classCount;

    /// <summary>Takes the columns over. Points are numbered: first where residents are, then places.</summary>
    /// <param name="residents">Per point of residents, how many.</param>
    /// <param name="priorityResidents">Of these, residents of priority districts.</param>
    /// <param name="classOfPlace">Per place, index of its class.</param>
    /// <param name="classCount">Number of classes.</param>
    public AreaPoints(double[] residents, double[] priorityResidents, int[] classOfPlace, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(priorityResidents.Length, residents.Length);
        (_residents, _priorityResidents, _classOfPlace, _classCount) = (residents, priorityResidents, classOfPlace, classCount);
    }

    /// <summary>Number of points.</summary>
    public int Count => _residents.Length + _classOfPlace.Length;

    /// <summary>Adds up the points within a limit.</summary>
    /// <param name="isWithin">Whether the point of a number is.</param>
    public AreaContents Within(Func<int, bool> isWithin)
    {
        var (residents, priority, places) = (0.0, 0.0, new int[_classCount]);
        for (var point = 0; point < Count; point++)
        {
            if (!isWithin(point))
            {
                continue;
            }

            if (point < _residents.Length)
            {
                residents += _residents[point];
                priority += _priorityResidents[point];
            }
            else
            {
                places[_classOfPlace[point - _residents.Length]]++;
            }
        }

        return new AreaContents(residents, priority, places);
    }
}
