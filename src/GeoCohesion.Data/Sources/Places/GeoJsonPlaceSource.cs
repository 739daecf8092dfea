using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>
/// A user's own places as features: points, or anything else at its centroid. GeoJSON, shapefile or GeoPackage, by the extension.
/// </summary>
/// <remarks>
/// Properties have the names of the table's columns (see <see cref="CsvPlaceSource"/>). Ids are the file's name without extension, a colon,
/// and the property <c>id</c> or the number of the feature (<c>F12</c>).
/// </remarks>
public sealed class GeoJsonPlaceSource : IPlaceSource
{
    /// <inheritdoc/>
    public string Name => "geojson";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        var table = AreaFile.Read(options.Path, null, options.Crs, notices);
        var toWgs84 = CrsTransform.ToWgs84(table.Crs);
        var someSayClass = table.Features.Any(feature => TextOf(feature, UserPlaceFields.Class).Length > 0);
        var classOfFile = UserPlaceFields.ClassOfFile(options, classes, someSayClass || table.Features.Count == 0);
        var prefix = UserPlaceFields.IdPrefix(options.Path);
        var collector = new PlaceCollector(options, notices, isUserFile: true);
        foreach (var feature in table.Features)
        {
            var at = new SourceLocation(options.Path, feature.Line);
            var classText = TextOf(feature, UserPlaceFields.Class);
            var placeClass = classOfFile ?? classes.Pick(classText, at with { Field = UserPlaceFields.Class[0] });
            var id = TextOf(feature, UserPlaceFields.Id);
            var placeId = id.Length > 0 ? $"{prefix}:{id}" : string.Create(CultureInfo.InvariantCulture, $"{prefix}:F{feature.Line}");
            var centroid = feature.Shape.Centroid;
            if (centroid.IsEmpty)
            {
                collector.AddUnplaced(at, $"'{placeId}'");
                continue;
            }

            if (!collector.TryPosition(centroid.X, centroid.Y, toWgs84, at, out var longitude, out var latitude))
            {
                continue;
            }

            collector.Add(
                new Place
                {
                    Id = placeId,
                    ClassName = "",
                    SourceCode = classText.Length > 0 ? classText : placeClass.Name,
                    Name = TextOf(feature, UserPlaceFields.Name),
                    Longitude = longitude,
                    Latitude = latitude,
                    Capacity = CapacityOf(feature, at),
                    Source = options.Path,
                    Edition = options.Edition ?? "",
                    CommuneCode = TextOf(feature, UserPlaceFields.Commune),
                },
                [placeClass],
                at);
        }

        return collector.Finish(table.Features.Count);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places) =>
        options.ClassName is { } name
            ? [name]
            : AreaFile.Read(options.Path, null, options.Crs, new NoticeLog()).Features
                .Select(feature => TextOf(feature, UserPlaceFields.Class)).Distinct(StringComparer.Ordinal);

    static double CapacityOf(AreaFeature feature, SourceLocation at)
    {
        var text = TextOf(feature, UserPlaceFields.Capacity);
        if (text.Length == 0)
        {
            return 1;
        }

        at = at with { Field = UserPlaceFields.Capacity[0] };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var capacity)
            ? UserPlaceFields.RequirePositive(capacity, at)
            : throw new InputException("number-malformed", $"found '{text}'; a number is expected, for example 2.5.", at);
    }

    static string TextOf(AreaFeature feature, string[] names)
    {
        foreach (var name in names)
        {
            foreach (var (property, value) in feature.Properties)
            {
                if (string.Equals(property, name, StringComparison.OrdinalIgnoreCase))
                {
                    return value.Trim();
                }
            }
        }

        return "";
    }
}
