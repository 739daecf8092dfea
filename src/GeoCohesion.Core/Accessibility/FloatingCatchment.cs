namespace GeoCohesion.Core.Accessibility;

/// <summary>Supply per inhabitant by floating catchment areas, per point.</summary>
/// <param name="Enhanced">
/// E2SFCA (Luo and Qi, Health and Place 15, 2009): A_i = sum_j R_j w_ij with R_j = S_j / sum_k D_k w_kj. Supply per unit of demand.
/// </param>
/// <param name="Modified">
/// M2SFCA (Delamater, Health and Place 24, 2013): A_i = sum_j S_j w_ij w_ij / sum_k D_k w_kj: supply that is far for everyone is partly
/// lost.
/// Never above <paramref name="Enhanced"/>.
/// </param>
/// <param name="ServedCapacity">Capacity of the places with any demand in range: what E2SFCA shares out, sum_i D_i A_i.</param>
public sealed record FloatingCatchment(double[] Enhanced, double[] Modified, double ServedCapacity)
{
    /// <summary>Computes both.</summary>
    /// <param name="reach">Places within reach of each point; at least as far as the decay.</param>
    /// <param name="demand">Per point, inhabitants, weighted or not; not negative.</param>
    /// <param name="capacity">Per place, supply, above 0.</param>
    /// <param name="decay">Weights by travel time.</param>
    /// <remarks>O(pairs within reach); two arrays per point and one per place. Sums run in the order of points and places.</remarks>
    /// <exception cref="ArgumentException">The reach ends before the decay: a bug of the caller.</exception>
    public static FloatingCatchment Of(PlaceReach reach, ReadOnlySpan<double> demand, ReadOnlySpan<double> capacity, Decay decay)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(demand.Length, reach.PointCount);
        if (reach.LimitSeconds < decay.LimitSeconds)
        {
            throw new ArgumentException($"{decay.Name} looks farther than the places that were kept.", nameof(reach));
        }

        var demandOfPlace = new double[capacity.Length];
        for (var point = 0; point < demand.Length; point++)
        {
            var places = reach.PlacesOf(point);
            var seconds = reach.SecondsOf(point);
            for (var i = 0; i < places.Length; i++)
            {
                demandOfPlace[places[i]] += demand[point] * decay.Weight(seconds[i]);
            }
        }

        var served = 0.0;
        var ratio = new double[capacity.Length];
        for (var place = 0; place < ratio.Length; place++)
        {
            if (demandOfPlace[place] > 0)
            {
                ratio[place] = capacity[place] / demandOfPlace[place];
                served += capacity[place];
            }
        }

        var (enhanced, modified) = (new double[demand.Length], new double[demand.Length]);
        for (var point = 0; point < demand.Length; point++)
        {
            var places = reach.PlacesOf(point);
            var seconds = reach.SecondsOf(point);
            for (var i = 0; i < places.Length; i++)
            {
                var weight = decay.Weight(seconds[i]);
                enhanced[point] += ratio[places[i]] * weight;
                modified[point] += ratio[places[i]] * weight * weight;
            }
        }

        return new FloatingCatchment(enhanced, modified, served);
    }
}
