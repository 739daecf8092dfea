using System.Data.Common;
using System.Globalization;
using GeoCohesion.Core.Accessibility;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>Turns a row of a database into a feature: its key, its geometry as bytes or null, then its properties.</summary>
static class StoredRow
{
    /// <summary>Reads the row that a reader stands on.</summary>
    /// <param name="reader">Stands on a row.</param>
    /// <param name="collection">Whose rows they are.</param>
    /// <param name="geometry">Reads the bytes of a geometry as the database keeps them.</param>
    /// <param name="flag">Reads a flag from a column, as the database keeps them.</param>
    public static StoredFeature Read(DbDataReader reader, FeatureCollectionInfo collection, Func<byte[], Geometry?> geometry, Func<int, bool> flag)
    {
        var values = new object?[collection.Properties.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var column = i + 2;
            values[i] = reader.IsDBNull(column) ? null : collection.Properties[i].Kind switch
            {
                ColumnKind.WholeNumber => reader.GetInt64(column),
                ColumnKind.RealNumber => reader.GetDouble(column),
                ColumnKind.Flag => flag(column),
                _ => reader.GetString(column),
            };
        }

        var key = reader.GetInt64(0);
        return new StoredFeature(
            key,
            collection.FirstPropertyIsId ? (string)values[0]! : key.ToString(CultureInfo.InvariantCulture),
            reader.IsDBNull(1) ? null : geometry((byte[])reader.GetValue(1)),
            values);
    }
}
