using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace GeoCohesion.Data.Build;

/// <summary>Makes points of departure of the residents who live outside every district: what districts are compared with, and who else asks for the same places.</summary>
public static class SurroundingsBuilder
{
    // What rounding leaves of a cell that districts cover whole.
    const double LeastShare = 1e-6;

    /// <summary>The parts of cells that no origin takes.</summary>
    /// <param name="cells">Cells around the districts; ids unique.</param>
    /// <param name="origins">Origins of the districts.</param>
    /// <returns>By cell id in ordinal order; <see cref="Origin.District"/> is -1 and the id is the cell's own.</returns>
    public static IReadOnlyList<Origin> Build(IReadOnlyList<PopulationCell> cells, IReadOnlyList<Origin> origins)
    {
        var taken = origins.Where(origin => origin.Cell is not null).ToLookup(origin => origin.Cell!.Id, StringComparer.Ordinal);
        var surroundings = new List<Origin>();
        foreach (var cell in cells.OrderBy(cell => cell.Id, StringComparer.Ordinal))
        {
            var share = 1 - taken[cell.Id].Sum(origin => origin.ShareOfCell);
            if (share <= LeastShare)
            {
                continue;
            }

            var toWgs84 = CrsTransform.ToWgs84(cell.Crs);
            var shape = toWgs84.Apply(cell.Shape);
            foreach (var origin in taken[cell.Id])
            {
                shape = OverlayNGRobust.Overlay(shape, origin.Shape, SpatialFunction.Difference);
            }

            if (shape.IsEmpty)
            {
                continue;
            }

            var place = InnerPoint.Of(shape);
            surroundings.Add(new Origin
            {
                Id = cell.Id,
                District = -1,
                Longitude = place.X,
                Latitude = place.Y,
                Residents = cell.Residents * share,
                ShareOfCell = share,
                Cell = cell,
                Shape = shape,
            });
        }

        return surroundings;
    }
}
