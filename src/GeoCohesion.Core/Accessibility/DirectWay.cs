using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Accessibility;

/// <summary>
/// The same points and places on the streets of a mode by which one can go from door to door without any vehicle of the timetable.
/// </summary>
/// <param name="Graph">Streets of the mode.</param>
/// <param name="Points">Snapped points.</param>
/// <param name="Places">Snapped places.</param>
public sealed record DirectWay(StreetGraph Graph, StreetPosition[] Points, StreetPosition[] Places)
{
    /// <summary>Per point, per place, seconds by the fastest of several ways; <see cref="TravelTime.Unreached"/> beyond the limit.</summary>
    /// <param name="ways">At least one; the same points and places in each.</param>
    /// <param name="limitSeconds">Longest way.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <remarks>Holds the whole matrix.</remarks>
    public static int[][] FastestSeconds(IReadOnlyList<DirectWay> ways, int limitSeconds, int threads)
    {
        var matrix = new int[ways[0].Points.Length][];
        foreach (var way in ways)
        {
            StreetMatrix.Compute(way.Graph, way.Points, way.Places, checked(limitSeconds * 1000), threads, (point, seconds) =>
            {
                var row = matrix[point] ??= seconds.ToArray();
                for (var place = 0; place < row.Length; place++)
                {
                    row[place] = Math.Min(row[place], seconds[place]);
                }
            });
        }

        return matrix;
    }
}
