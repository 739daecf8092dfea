using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>From travel times to each centrality to the one time per origin that the half hour is judged on.</summary>
public static class CentralityTimes
{
    /// <summary>Per origin, the time that counts when several centralities do.</summary>
    /// <param name="secondsByCentrality">Per centrality, per origin; <see cref="TravelTime.Unreached"/> where there is no way.</param>
    /// <param name="isMain">Per centrality, whether it is a main centre.</param>
    /// <param name="choice">Best: the least; main: the least over main centres; each: the greatest.</param>
    /// <param name="originCount">Number of origins.</param>
    public static int[] Choose(IReadOnlyList<int[]> secondsByCentrality, IReadOnlyList<bool> isMain, CentralityChoice choice, int originCount)
    {
        var chosen = new int[originCount];
        for (var origin = 0; origin < originCount; origin++)
        {
            int? seconds = null;
            for (var centrality = 0; centrality < secondsByCentrality.Count; centrality++)
            {
                var candidate = secondsByCentrality[centrality][origin];
                seconds = choice switch
                {
                    CentralityChoice.Main when !isMain[centrality] => seconds,
                    CentralityChoice.Each => Math.Max(seconds ?? 0, candidate),
                    _ => Math.Min(seconds ?? TravelTime.Unreached, candidate),
                };
            }

            chosen[origin] = seconds ?? TravelTime.Unreached;
        }

        return chosen;
    }

    /// <summary>Whether the centralities that count have a street: one of them, or with the choice each all of them.</summary>
    /// <param name="isMain">Per centrality, whether it is a main centre.</param>
    /// <param name="isSnapped">Per centrality, whether it has a street.</param>
    /// <param name="choice">Which centralities count.</param>
    public static bool CanBeReached(IReadOnlyList<bool> isMain, IReadOnlyList<bool> isSnapped, CentralityChoice choice)
    {
        var counting = Enumerable.Range(0, isMain.Count).Where(centrality => choice != CentralityChoice.Main || isMain[centrality]).ToArray();
        return choice == CentralityChoice.Each
            ? counting.Length > 0 && counting.All(centrality => isSnapped[centrality])
            : counting.Any(centrality => isSnapped[centrality]);
    }

    /// <summary>Per centrality and origin, the fastest of several modes.</summary>
    /// <param name="secondsByModeAndCentrality">Per mode, per centrality, per origin; at least one mode.</param>
    public static IReadOnlyList<int[]> FastestMode(IReadOnlyList<IReadOnlyList<int[]>> secondsByModeAndCentrality) =>
        [.. Enumerable.Range(0, secondsByModeAndCentrality[0].Count).Select(centrality =>
            secondsByModeAndCentrality.Select(mode => mode[centrality]).Aggregate((left, right) => [.. left.Zip(right, Math.Min)]))];
}
