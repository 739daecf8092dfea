using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Reads a text table with coordinates as point features.</summary>
static class PointTable
{
    static readonly string[] s_longitude = ["lon", "longitude", "lng", "long"];
    static readonly string[] s_latitude = ["lat", "latitude"];

    /// <summary>Whether a file is a text table by its name: <c>.csv</c>, <c>.txt</c>, either with <c>.gz</c>.</summary>
    public static bool IsTable(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".txt" or ".gz";

    /// <summary>
    /// Reads columns <c>lon</c> and <c>lat</c>, or <c>x</c> and <c>y</c> in a stated coordinate system; every column is a property.
    /// </summary>
    /// <exception cref="InputException">
    /// As <see cref="TableReader"/>, and <c>crs-missing</c>, <c>crs-unknown</c>; a row without coordinates is <c>number-missing</c>.
    /// </exception>
    public static AreaTable Read(string path, string? statedCrs, NoticeLog notices)
    {
        var at = new SourceLocation(path);
        int? stated = statedCrs is null ? null : CrsNames.Parse(statedCrs, at with { Field = "crs" });
        using var table = TableReader.Open(path, notices);
        var isInDegrees = table.Find(s_longitude).Exists && (stated is null || CrsTransform.ToWgs84(stated.Value).IsDegrees);
        var x = isInDegrees ? table.Require(s_longitude) : table.Require("x", "easting");
        var y = isInDegrees ? table.Require(s_latitude) : table.Require("y", "northing");
        var crs = isInDegrees ? CrsNames.Wgs84 : AreaFile.SettleCrs(null, stated, null, at, "of x and y columns a statement");
        var factory = new GeometryFactory(new PrecisionModel(), crs);
        var columns = table.Header.Select((name, index) => TableReader.ColumnAt(index, name)).ToArray();
        var features = new List<AreaFeature>();
        while (table.Read())
        {
            var shape = factory.CreatePoint(new Coordinate(table.Number(x), table.Number(y)));
            features.Add(new AreaFeature(
                shape,
                [.. columns.Select(c => new KeyValuePair<string, string>(c.Name, table.Text(c)))],
                table.Line));
        }

        return new AreaTable(features, crs, path);
    }
}
