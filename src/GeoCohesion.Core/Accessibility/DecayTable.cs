using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Weights of several decays side by side, second by second, so that one look at a travel time serves them all. Immutable; shared by all threads.</summary>
public sealed class DecayTable
{
    /// <summary>Decays that are added up together: a vector of weights.</summary>
    const int Lanes = 4;

    // Per group of decays, at [second * Lanes + lane]; the last second stands for all that are longer.
    readonly double[][] _groups;
    readonly int _decays;
    readonly uint _lastSecond;

    /// <summary>Lays the weights out.</summary>
    /// <param name="decays">Any number, in the order of the sums.</param>
    public DecayTable(IReadOnlyList<Decay> decays)
    {
        _decays = decays.Count;
        _lastSecond = decays.Count == 0 ? 0 : (uint)decays.Max(decay => decay.WeightBySecond.Length);
        _groups = new double[(decays.Count + Lanes - 1) / Lanes][];
        for (var group = 0; group < _groups.Length; group++)
        {
            _groups[group] = new double[checked((int)(_lastSecond + 1) * Lanes)];
            for (var lane = 0; lane < Lanes && (group * Lanes) + lane < decays.Count; lane++)
            {
                var weights = decays[(group * Lanes) + lane].WeightBySecond;
                for (var second = 0; second < weights.Length; second++)
                {
                    _groups[group][(second * Lanes) + lane] = weights[second];
                }
            }
        }
    }

    /// <summary>Adds up capacity x weight at the travel time, under each decay, place after place in their order.</summary>
    /// <param name="places">Places, as indices of their capacities.</param>
    /// <param name="seconds">Travel times to them, not negative.</param>
    /// <param name="capacities">Capacity of each place.</param>
    /// <param name="sums">As many as there are decays.</param>
    public void Sum(ReadOnlySpan<int> places, ReadOnlySpan<int> seconds, ReadOnlySpan<double> capacities, Span<double> sums)
    {
        seconds = seconds[..places.Length];
        for (var group = 0; group < _groups.Length; group++)
        {
            ref var weights = ref MemoryMarshal.GetArrayDataReference(_groups[group]);
            var sum = Vector256<double>.Zero;
            for (var i = 0; i < places.Length; i++)
            {
                var weight = Vector256.LoadUnsafe(ref weights, Math.Min((uint)seconds[i], _lastSecond) * Lanes);
                sum += Vector256.Create(capacities[places[i]]) * weight;
            }

            for (var lane = 0; lane < Lanes && (group * Lanes) + lane < _decays; lane++)
            {
                sums[(group * Lanes) + lane] = sum[lane];
            }
        }
    }
}
