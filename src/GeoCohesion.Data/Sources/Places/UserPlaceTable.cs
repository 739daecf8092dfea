using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>The columns that every table of places of a user's own has, and the place of the present row.</summary>
sealed class UserPlaceTable
{
    readonly TableReader _table;
    readonly PlaceSourceOptions _options;
    readonly CrsTransform _toWgs84;
    readonly TableColumn _x;
    readonly TableColumn _y;
    readonly TableColumn _id;
    readonly TableColumn _name;
    readonly TableColumn _capacity;
    readonly TableColumn _commune;
    readonly string _prefix;

    /// <summary>Finds the columns.</summary>
    /// <exception cref="InputException"><c>column-missing</c>, <c>crs-missing</c> or <c>crs-unknown</c>.</exception>
    public UserPlaceTable(TableReader table, PlaceSourceOptions options)
    {
        (_table, _options) = (table, options);
        (_x, _y, _toWgs84) = FindPosition(table, options);
        _id = table.Find(UserPlaceFields.Id);
        _name = table.Find(UserPlaceFields.Name);
        _capacity = table.Find(UserPlaceFields.Capacity);
        _commune = table.Find(UserPlaceFields.Commune);
        _prefix = UserPlaceFields.IdPrefix(options.Path);
    }

    /// <summary>Id of the present row's place: that of its column, else the line.</summary>
    public string PlaceId => _table.Text(_id) is { Length: > 0 } id
        ? $"{_prefix}:{id}"
        : string.Create(CultureInfo.InvariantCulture, $"{_prefix}:L{_table.Line}");

    /// <summary>Name of the present row's place, or empty.</summary>
    public string PlaceName => _table.Text(_name);

    /// <summary>Whether the present row has neither coordinate.</summary>
    public bool HasNoPosition => _table.NumberOrNull(_x) is null && _table.NumberOrNull(_y) is null;

    /// <summary>Reads the present row's place, if it has a position in the area of interest; counts it otherwise.</summary>
    /// <param name="collector">Receives the counts.</param>
    /// <param name="sourceCode">What the file calls its kind.</param>
    /// <returns>A place without class, or null.</returns>
    public Place? Read(PlaceCollector collector, string sourceCode)
    {
        if (_table.NumberOrNull(_x) is not { } x || _table.NumberOrNull(_y) is not { } y || (x == 0 && y == 0))
        {
            collector.AddUnplaced(_table.At(_x), $"'{PlaceId}'");
            return null;
        }

        return !collector.TryPosition(x, y, _toWgs84, _table.At(_x), out var longitude, out var latitude) ? null : new Place
        {
            Id = PlaceId,
            ClassName = "",
            SourceCode = sourceCode,
            Name = PlaceName,
            Longitude = longitude,
            Latitude = latitude,
            Capacity = UserPlaceFields.RequirePositive(_table.NumberOrNull(_capacity) ?? 1, _table.At(_capacity)),
            Source = _options.Path,
            Edition = _options.Edition ?? "",
            CommuneCode = _table.Text(_commune),
        };
    }

    static (TableColumn X, TableColumn Y, CrsTransform ToWgs84) FindPosition(TableReader table, PlaceSourceOptions options)
    {
        int? stated = options.Crs is null ? null : CrsNames.Parse(options.Crs, new SourceLocation(options.Path, null, "crs"));
        if (stated is { } epsg && !CrsTransform.ToWgs84(epsg).IsDegrees)
        {
            return (table.Require(UserPlaceFields.X), table.Require(UserPlaceFields.Y), CrsTransform.ToWgs84(epsg));
        }

        var hasDegrees = table.Find(UserPlaceFields.Longitude).Exists;
        if (stated is null && !hasDegrees && table.Find(UserPlaceFields.X).Exists && table.Find(UserPlaceFields.Y).Exists)
        {
            throw new InputException(
                "crs-missing",
                "the table has x and y but does not say in which coordinate system; name it with the option 'crs', for example EPSG:2154.",
                new SourceLocation(options.Path, 1));
        }

        var degrees = CrsTransform.ToWgs84(stated ?? CrsNames.Wgs84);
        return stated is null
            ? (table.Require(UserPlaceFields.Longitude), table.Require(UserPlaceFields.Latitude), degrees)
            : (table.Require([.. UserPlaceFields.Longitude, .. UserPlaceFields.X]),
                table.Require([.. UserPlaceFields.Latitude, .. UserPlaceFields.Y]),
                degrees);
    }
}
