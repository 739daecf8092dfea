using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Access by a street mode: searches from centralities backwards, from classes of places all at once, and counts around each origin.</summary>
public static class StreetAccess
{
    const int NearestWanted = 2;

    /// <summary>Times from every origin to every centrality and class of places.</summary>
    /// <param name="graph">Streets of the mode.</param>
    /// <param name="origins">Snapped origins.</param>
    /// <param name="centralities">Per centrality, the snapped points that count as being there.</param>
    /// <param name="placesByClass">Per class, snapped places.</param>
    /// <param name="capacitiesByClass">Per class, capacity of each place.</param>
    /// <param name="limitSeconds">Longest time that is looked for.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    public static ModeAccess Compute(
        StreetGraph graph,
        StreetPosition[] origins,
        IReadOnlyList<StreetPosition[]> centralities,
        IReadOnlyList<StreetPosition[]> placesByClass,
        IReadOnlyList<double[]> capacitiesByClass,
        int limitSeconds,
        int threads,
        Action<double> progress)
    {
        var limitMilliseconds = checked(limitSeconds * 1000);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        var centralitySeconds = SecondsToCentralities(graph, origins, centralities, limitMilliseconds, threads);
        progress(0.2);

        var classes = placesByClass.Select(_ => ClassAccess.Of(origins.Length)).ToArray();
        var allPlaces = placesByClass.SelectMany(places => places).ToArray();
        var classOfPlace = placesByClass.SelectMany((places, classIndex) => Enumerable.Repeat(classIndex, places.Length)).ToArray();
        var capacities = capacitiesByClass.SelectMany(capacity => capacity).ToArray();
        StreetMatrix.Compute(graph, origins, allPlaces, ClassAccess.LongLimitSeconds * 1000, threads, (origin, seconds) =>
        {
            for (var place = 0; place < seconds.Length; place++)
            {
                classes[classOfPlace[place]].Count(origin, seconds[place], capacities[place]);
            }
        });
        progress(0.6);

        Parallel.For(0, classes.Length, parallel, () => new NearestSearch(graph, NearestWanted), (classIndex, _, search) =>
        {
            search.Run(placesByClass[classIndex], limitMilliseconds);
            ReadNearest(search, origins, capacitiesByClass[classIndex], classes[classIndex]);
            return search;
        }, _ => { });
        progress(1);
        return new ModeAccess(graph.Mode, centralitySeconds, classes);
    }

    /// <summary>Per centrality, per origin, seconds to the nearest of its points (or from it): one search per centrality.</summary>
    /// <param name="graph">Streets of the mode.</param>
    /// <param name="origins">Snapped origins.</param>
    /// <param name="centralities">Per centrality, the snapped points that count as being there.</param>
    /// <param name="limitMilliseconds">Longest time that is looked for.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="direction">Direction of the search from the centrality: backward for times to it, forward for the way home.</param>
    public static int[][] SecondsToCentralities(
        StreetGraph graph,
        StreetPosition[] origins,
        IReadOnlyList<StreetPosition[]> centralities,
        int limitMilliseconds,
        int threads,
        SearchDirection direction = SearchDirection.Backward)
    {
        var seconds = new int[centralities.Count][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, centralities.Count, parallel, () => new StreetSearch(graph, direction), (centrality, _, search) =>
        {
            search.Run(centralities[centrality], limitMilliseconds);
            seconds[centrality] = [.. origins.Select(origin => TravelTime.ToSeconds(search.ReadMilliseconds(origin)))];
            return search;
        }, _ => { });
        return seconds;
    }

    static void ReadNearest(NearestSearch search, StreetPosition[] origins, double[] capacities, ClassAccess access)
    {
        Span<int> place = stackalloc int[NearestWanted];
        Span<int> milliseconds = stackalloc int[NearestWanted];
        for (var origin = 0; origin < origins.Length; origin++)
        {
            var found = search.Read(origins[origin], place, milliseconds);
            var nearest = found > 0 ? TravelTime.ToSeconds(milliseconds[0]) : TravelTime.Unreached;
            access.NearestPlace[origin] = found > 0 ? place[0] : -1;
            access.NearestSeconds[origin] = nearest;
            access.SecondSeconds[origin] = found > 0 && capacities[place[0]] >= 2 ? nearest
                : found > 1 ? TravelTime.ToSeconds(milliseconds[1])
                : TravelTime.Unreached;
        }
    }
}
