namespace GeoCohesion.Core.Network;

/// <summary>Walks between stops, and what it takes to change at a stop.</summary>
/// <remarks>
/// Not required to be transitively closed: one footpath is walked between two vehicles. A footpath from a stop to itself is not stored; its change
/// time is <see cref="ChangeSeconds"/>. Immutable; shared by all threads.
/// </remarks>
public sealed class Footpaths
{
    /// <summary>A change at this stop is forbidden (transfer type 3).</summary>
    public const int ChangeForbidden = int.MaxValue;

    readonly int[] _firstOut;
    readonly int[] _toStop;
    readonly int[] _walkSeconds;
    readonly int[] _changeSeconds;

    /// <summary>Takes the columns over.</summary>
    /// <param name="firstOut">CSR: footpaths from stop s are <c>firstOut[s] .. firstOut[s + 1]</c>; stops + 1 entries.</param>
    /// <param name="toStop">Per footpath, the stop it leads to.</param>
    /// <param name="walkSeconds">Per footpath, seconds it takes, including any minimum transfer time; not negative.</param>
    /// <param name="changeSeconds">Per stop, seconds between alighting and boarding at the same stop (minimum transfer time), 0 when there is none, <see cref="ChangeForbidden"/> when not allowed.</param>
    public Footpaths(int[] firstOut, int[] toStop, int[] walkSeconds, int[] changeSeconds)
    {
        if (firstOut.Length != changeSeconds.Length + 1 || firstOut[^1] != toStop.Length || walkSeconds.Length != toStop.Length)
        {
            throw new ArgumentException("Footpath columns do not fit together.", nameof(firstOut));
        }

        (_firstOut, _toStop, _walkSeconds, _changeSeconds) = (firstOut, toStop, walkSeconds, changeSeconds);
    }

    /// <summary>Number of stops.</summary>
    public int StopCount => _changeSeconds.Length;

    /// <summary>CSR: footpaths from stop s are <c>FirstOut[s] .. FirstOut[s + 1]</c>.</summary>
    public ReadOnlySpan<int> FirstOut => _firstOut;

    /// <summary>Per footpath, the stop it leads to.</summary>
    public ReadOnlySpan<int> ToStop => _toStop;

    /// <summary>Per footpath, seconds it takes.</summary>
    public ReadOnlySpan<int> WalkSeconds => _walkSeconds;

    /// <summary>Per stop, seconds between alighting and boarding at the same stop, or <see cref="ChangeForbidden"/>.</summary>
    public ReadOnlySpan<int> ChangeSeconds => _changeSeconds;
}
