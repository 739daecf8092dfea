using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace GeoCohesion.Data.Stores.GeoPackages;

/// <summary>Teaches a connection to ask whether geometries meet, and knows the shapes that the reader of the moment asks about.</summary>
sealed class SpatialFunctions
{
    /// <summary>Name of the function (geometry, number of the shape); null for a null geometry.</summary>
    public const string Intersects = "geocohesion_intersects";

    readonly GeoPackageGeometry _geometries = new();

    /// <summary>Shapes by the number that stands in the SQL; set before a command runs, by the one who holds the connection.</summary>
    public IReadOnlyList<IPreparedGeometry> Shapes { get; set; } = [];

    /// <summary>Adds the functions to an open connection.</summary>
    public void AddTo(SqliteConnection connection) =>
        connection.CreateFunction(Intersects, (byte[]? blob, long shape) => Meets(blob, (int)shape), isDeterministic: true);

    bool? Meets(byte[]? blob, int shape)
    {
        if (blob is null)
        {
            return null;
        }

        // The box in the header decides most cases without reading the geometry.
        var box = GeoPackageGeometry.Box(blob);
        var prepared = Shapes[shape];
        var around = prepared.Geometry.EnvelopeInternal;
        if (box is not null && (!around.Intersects(box) || (around.Contains(box) && prepared.Geometry is Polygon { IsRectangle: true })))
        {
            return around.Intersects(box);
        }

        return _geometries.Read(blob) is { } geometry && prepared.Intersects(geometry);
    }
}
