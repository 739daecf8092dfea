using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>
/// Access by a street mode: searches from centralities backwards, from classes of places all at once, and counts around each origin.
/// </summary>
public static class StreetAccess
{
    /// <summary>Times from every point to every centrality and class of places.</summary>
    /// <param name="graph">Streets of the mode.</param>
    /// <param name="points">Snapped points.</param>
    /// <param name="centralities">Per centrality, the snapped points that count as being there.</param>
    /// <param name="placesByClass">Per class, snapped places.</param>
    /// <param name="plan">What is gathered.</param>
    /// <param name="limitSeconds">Longest time to a centrality or a nearest place that is looked for.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="progress">Called with the share done, 0 to 1.</param>
    /// <remarks>Rows are folded as they come: beside the result, a few rows per thread are held.</remarks>
    public static ModeAccess Compute(
        StreetGraph graph,
        StreetPosition[] points,
        IReadOnlyList<StreetPosition[]> centralities,
        IReadOnlyList<StreetPosition[]> placesByClass,
        AccessPlan plan,
        int limitSeconds,
        int threads,
        Action<double> progress)
    {
        var limitMilliseconds = checked(limitSeconds * 1000);
        var centralitySeconds = SecondsToCentralities(graph, points, centralities, limitMilliseconds, threads);
        progress(0.1);

        var classes = placesByClass.Select((_, classIndex) => plan.NewColumns(graph.Mode, classIndex, points.Length)).ToArray();
        if (classes.Length > 0)
        {
            FindPlaces();
        }

        progress(1);
        return new ModeAccess(graph.Mode, centralitySeconds, classes, limitSeconds);

        void FindPlaces()
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
            Parallel.For(0, classes.Length, parallel, NearestPlaces.For(graph, points, ClassAccess.NearestCount), (classIndex, _, search) =>
            {
                search.Run(placesByClass[classIndex], limitMilliseconds);
                ReadNearest(search, points, plan.CapacitiesByClass[classIndex], classes[classIndex]);
                return search;
            }, _ => { });
            progress(0.4);

            var weights = new DecayTable(plan.Decays);
            var allClasses = Enumerable.Range(0, classes.Length).ToArray();
            Rows(points[..plan.CountedPoints], allClasses, plan.HorizonSeconds(graph.Mode), (point, classIndex, reachedPlaces) =>
            {
                classes[classIndex].Count(point, reachedPlaces, plan.CapacitiesByClass[classIndex], weights);
                classes[classIndex].Reach?.Set(point, reachedPlaces);
            });
            progress(0.8);

            // Elsewhere only catchments look at single places.
            var reached = allClasses.Where(classIndex => classes[classIndex].Reach is not null).ToArray();
            if (reached.Length > 0)
            {
                var withinSeconds = reached.Max(classIndex => classes[classIndex].Reach!.LimitSeconds);
                Rows(points[plan.CountedPoints..], reached, withinSeconds, (point, classIndex, reachedPlaces) =>
                    classes[classIndex].Reach!.Set(plan.CountedPoints + point, reachedPlaces));
            }
        }

        void Rows(StreetPosition[] from, int[] classIndices, int withinSeconds, Action<int, int, ReachedPlaces> take)
        {
            StreetPosition[] places = [.. classIndices.SelectMany(classIndex => placesByClass[classIndex])];
            StreetMatrix.ComputeInAnyOrder(graph, from, places, checked(withinSeconds * 1000), threads, () =>
            {
                var reachedPlaces = new ReachedPlaces();
                return (point, row) =>
                {
                    foreach (var classIndex in classIndices)
                    {
                        var length = placesByClass[classIndex].Length;
                        take(point, classIndex, reachedPlaces.Take(row[..length]));
                        row = row[length..];
                    }
                };
            });
        }
    }

    /// <summary>Per centrality, per point, seconds to the nearest of its points (or from it): one search per centrality.</summary>
    /// <param name="graph">Streets of the mode.</param>
    /// <param name="points">Snapped points.</param>
    /// <param name="centralities">Per centrality, the snapped points that count as being there.</param>
    /// <param name="limitMilliseconds">Longest time that is looked for.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="direction">Direction of the search from the centrality: backward for times to it, forward for the way home.</param>
    public static int[][] SecondsToCentralities(
        StreetGraph graph,
        StreetPosition[] points,
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
            seconds[centrality] = [.. points.Select(point => TravelTime.ToSeconds(search.ReadMilliseconds(point)))];
            return search;
        }, _ => { });
        return seconds;
    }

    static void ReadNearest(NearestPlaces search, StreetPosition[] points, double[] capacities, ClassAccess access)
    {
        Span<int> places = stackalloc int[ClassAccess.NearestCount];
        Span<int> times = stackalloc int[ClassAccess.NearestCount];
        for (var point = 0; point < points.Length; point++)
        {
            var found = search.Read(points[point], places, times);
            foreach (ref var time in times[..found])
            {
                time = TravelTime.ToSeconds(time);
            }

            access.SetNearest(point, places[..found], times[..found], capacities);
        }
    }
}
