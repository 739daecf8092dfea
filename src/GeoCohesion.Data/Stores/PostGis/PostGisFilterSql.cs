using System.Globalization;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;
using NpgsqlTypes;

namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>Says a filter in the SQL of PostGIS, with the parameters <c>$1</c>, <c>$2</c>, ...</summary>
sealed class PostGisFilterSql : FilterSqlWriter
{
    // More would make a long condition of a shape that its own box describes well enough.
    const int MostPartsOnTheirOwn = 8;

    readonly List<NpgsqlParameter> _parameters = [];

    /// <summary>Values of <c>$1</c>, <c>$2</c>, ...</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    /// <summary>Translates a filter; null for all features.</summary>
    public static PostGisFilterSql Of(FilterExpression? filter)
    {
        var translation = new PostGisFilterSql();
        translation.Translate(filter);
        return translation;
    }

    /// <summary>Adds a value that is not of the filter, such as the size of a page.</summary>
    public string Add(object value) => Parameter(value);

    /// <inheritdoc/>
    protected override string Constant(bool value) => value ? "TRUE" : "FALSE";

    /// <inheritdoc/>
    /// <remarks>Texts compare by their code points, as in a GeoPackage, whatever the language of the database.</remarks>
    protected override string Parameter(object value) => value switch
    {
        string text => $"({Add(text, NpgsqlDbType.Text)} COLLATE \"C\")",
        long whole => Add(whole, NpgsqlDbType.Bigint),
        double real => Add(real, NpgsqlDbType.Double),
        bool flag => Add(flag, NpgsqlDbType.Boolean),
        _ => throw new ArgumentException($"{value.GetType().Name} has no type in SQL.", nameof(value)),
    };

    /// <inheritdoc/>
    protected override string Intersects(Geometry shape, bool isRequired)
    {
        // The index knows one box a shape, and that of a box across the antimeridian goes around the Earth.
        if (isRequired && shape.NumGeometries is > 1 and <= MostPartsOnTheirOwn)
        {
            var parts = Enumerable.Range(0, shape.NumGeometries).Select(part => Intersects(shape.GetGeometryN(part), isRequired: true));
            return $"({string.Join(" OR ", parts)})";
        }

        var wkb = Add(new WKBWriter(ByteOrder.LittleEndian).Write(shape), NpgsqlDbType.Bytea);
        return string.Create(
            CultureInfo.InvariantCulture, $"ST_Intersects({GeometryColumn}, ST_GeomFromWKB({wkb}, {PostGisSchema.Wgs84}))");
    }

    string Add(object value, NpgsqlDbType type)
    {
        _parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
