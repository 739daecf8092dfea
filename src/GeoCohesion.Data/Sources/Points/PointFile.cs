using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Points;

/// <summary>A point of a travel-time matrix.</summary>
/// <param name="Id">As in the file.</param>
/// <param name="Longitude">WGS84 degrees.</param>
/// <param name="Latitude">WGS84 degrees.</param>
public sealed record NamedPoint(string Id, double Longitude, double Latitude);

/// <summary>Reads points from a table with <c>id,lon,lat</c> in any order; other columns are passed over.</summary>
public static class PointFile
{
    /// <summary>Reads all points, in the order of the file.</summary>
    /// <exception cref="InputException">A column is missing, a number malformed, a coordinate out of range (<c>coordinate-out-of-range</c>), an id twice (<c>point-duplicate</c>), or no rows (<c>points-empty</c>).</exception>
    public static IReadOnlyList<NamedPoint> Read(string path, NoticeLog notices)
    {
        using var table = TableReader.Open(path, notices);
        var idColumn = table.Require("id");
        var longitudeColumn = table.Require("lon", "longitude", "lng");
        var latitudeColumn = table.Require("lat", "latitude");
        var points = new List<NamedPoint>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (table.Read())
        {
            var point = new NamedPoint(table.Text(idColumn), Degrees(table, longitudeColumn, 180), Degrees(table, latitudeColumn, 90));
            if (!ids.Add(point.Id))
            {
                throw new InputException("point-duplicate", $"the id '{point.Id}' stands on an earlier line already; ids must differ.", table.At(idColumn));
            }

            points.Add(point);
        }

        return points.Count > 0
            ? points
            : throw new InputException("points-empty", "there is no row under the header; at least one point is expected.", new SourceLocation(path));
    }

    static double Degrees(TableReader table, TableColumn column, double most)
    {
        var degrees = table.Number(column);
        return Math.Abs(degrees) <= most
            ? degrees
            : throw new InputException("coordinate-out-of-range", $"found {table.Text(column)}; degrees from -{most} to {most} are expected.", table.At(column));
    }
}
