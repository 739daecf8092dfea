using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>A user's own table of places: <c>lon, lat</c> in degrees, or <c>x, y</c> with a stated coordinate system.</summary>
/// <remarks>
/// Columns: <c>lon, lat</c> or <c>x, y</c>; <c>class</c> unless the options name it; optional <c>id</c> (else the line, <c>L12</c>),
/// <c>name</c>, <c>capacity</c>, <c>insee_com</c>. French names and the usual aliases are accepted. Ids are the file's name without
/// extension, a colon, the id.
/// </remarks>
public sealed class CsvPlaceSource : IPlaceSource
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices, new TableOptions { RefuseLongRecords = true });
        var (x, y, toWgs84) = FindPosition(table, options);
        var classColumn = table.Find(UserPlaceFields.Class);
        var classOfFile = UserPlaceFields.ClassOfFile(options, classes, classColumn.Exists);
        var id = table.Find(UserPlaceFields.Id);
        var name = table.Find(UserPlaceFields.Name);
        var capacity = table.Find(UserPlaceFields.Capacity);
        var commune = table.Find(UserPlaceFields.Commune);
        var prefix = UserPlaceFields.IdPrefix(options.Path);
        var collector = new PlaceCollector(options, notices, isUserFile: true);
        while (table.Read())
        {
            var placeClass = classOfFile ?? classes.Pick(table.Text(classColumn), table.At(classColumn));
            var idText = table.Text(id);
            var placeId = idText.Length > 0 ? $"{prefix}:{idText}" : string.Create(CultureInfo.InvariantCulture, $"{prefix}:L{table.Line}");
            if (table.NumberOrNull(x) is not { } rawX || table.NumberOrNull(y) is not { } rawY || (rawX == 0 && rawY == 0))
            {
                collector.AddUnplaced(table.At(x), $"'{placeId}'");
                continue;
            }

            if (!collector.TryPosition(rawX, rawY, toWgs84, table.At(x), out var longitude, out var latitude))
            {
                continue;
            }

            collector.Add(
                new Place
                {
                    Id = placeId,
                    ClassName = "",
                    SourceCode = classColumn.Exists ? table.Text(classColumn) : placeClass.Name,
                    Name = table.Text(name),
                    Longitude = longitude,
                    Latitude = latitude,
                    Capacity = UserPlaceFields.RequirePositive(table.NumberOrNull(capacity) ?? 1, table.At(capacity)),
                    Source = options.Path,
                    Edition = options.Edition ?? "",
                    CommuneCode = table.Text(commune),
                },
                [placeClass],
                table.At());
        }

        return collector.Finish(table.RecordsRead);
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
