using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>
/// ANCT's list of France Services. Buses and rounds serve an area from no point of their own: they are kept as itinerant, never as
/// destinations.
/// </summary>
/// <remarks>Ids are <c>france-services:id_fs</c>.</remarks>
public sealed class FranceServicesSource : IPlaceSource
{
    const string ClassName = "france-services";

    /// <inheritdoc/>
    public string Name => ClassName;

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices);
        PlaceClass[] franceServices = [classes.Pick(ClassName, new SourceLocation(options.Path))];
        var id = table.Require("id_fs", "id");
        var longitude = table.Require("longitude", "lon");
        var latitude = table.Require("latitude", "lat");
        var format = table.Require("format_fs");
        var type = table.Find("type_fs");
        var name = table.Find("lib_fs", "nom_fs");
        var commune = table.Find("insee_com", "code_insee");
        var degrees = CrsTransform.ToWgs84(CrsNames.Wgs84);
        var collector = new PlaceCollector(options, notices, isUserFile: false);
        while (table.Read())
        {
            var x = table.NumberOrNull(longitude) ?? 0;
            var y = table.NumberOrNull(latitude) ?? 0;
            if (x == 0 && y == 0)
            {
                collector.AddUnplaced(table.At(longitude), $"'{table.Text(name)}'");
                continue;
            }

            if (!collector.TryPosition(x, y, degrees, table.At(), out var placedLongitude, out var placedLatitude))
            {
                continue;
            }

            var formatText = table.Text(format);
            collector.Add(
                new Place
                {
                    Id = $"france-services:{table.Text(id)}",
                    ClassName = "",
                    SourceCode = type.Exists ? $"{table.Text(type)}/{formatText}" : formatText,
                    Name = table.Text(name),
                    Longitude = placedLongitude,
                    Latitude = placedLatitude,
                    Source = options.Path,
                    Edition = options.Edition ?? "",
                    CommuneCode = table.Text(commune),
                    IsItinerant = IsItinerant(formatText),
                },
                franceServices,
                table.At());
        }

        return collector.Finish(table.RecordsRead);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places) => [ClassName];

    static bool IsItinerant(string format) =>
        format.StartsWith("Bus", StringComparison.OrdinalIgnoreCase) || format.StartsWith("Itin", StringComparison.OrdinalIgnoreCase);
}
