namespace GeoCohesion.Core.Routing.Transit;

/// <summary>For each place of a set, the stops within walking distance. Immutable; shared by all threads.</summary>
public sealed class StopWalks
{
    readonly int[] _first;
    readonly StopWalk[] _walks;

    /// <summary>Takes the columns over.</summary>
    /// <param name="first">CSR: walks of place p are <c>first[p] .. first[p + 1]</c>; places + 1 entries.</param>
    /// <param name="walks">The walks; a stop may occur more than once, the shortest counts.</param>
    public StopWalks(int[] first, StopWalk[] walks)
    {
        if (first.Length == 0 || first[0] != 0 || first[^1] != walks.Length)
        {
            throw new ArgumentException("Stop walk columns do not fit together.", nameof(first));
        }

        (_first, _walks) = (first, walks);
    }

    /// <summary>Number of places.</summary>
    public int Count => _first.Length - 1;

    /// <summary>Walks of one place.</summary>
    public ReadOnlySpan<StopWalk> this[int place] => _walks.AsSpan(_first[place], _first[place + 1] - _first[place]);

    /// <summary>Copies walks place by place.</summary>
    public static StopWalks From(IReadOnlyList<StopWalk[]> walksOfPlace)
    {
        var first = new int[walksOfPlace.Count + 1];
        for (var place = 0; place < walksOfPlace.Count; place++)
        {
            first[place + 1] = checked(first[place] + walksOfPlace[place].Length);
        }

        var walks = new StopWalk[first[^1]];
        for (var place = 0; place < walksOfPlace.Count; place++)
        {
            walksOfPlace[place].CopyTo(walks, first[place]);
        }

        return new StopWalks(first, walks);
    }
}
