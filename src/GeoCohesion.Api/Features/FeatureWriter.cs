using System.Text.Json;
using GeoCohesion.Data.Formats;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api.Features;

/// <summary>Writes features as GeoJSON (RFC 7946), in CRS84 or another system.</summary>
static class FeatureWriter
{
    const int DigitsOfDegrees = 7;

    // Millimetres.
    const int DigitsOfMeters = 3;

    /// <summary>Writes one feature.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="collection">Its collection.</param>
    /// <param name="feature">As it is stored.</param>
    /// <param name="crs">System of the coordinates to write.</param>
    /// <param name="links">Links of the feature; none within a collection.</param>
    public static void Write(Utf8JsonWriter json, FeatureCollectionInfo collection, StoredFeature feature, ServedCrs crs,
        IReadOnlyList<Link> links)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", feature.Id);
        if (links.Count > 0)
        {
            Link.WriteAll(json, links);
        }

        json.WritePropertyName("geometry");
        GeoJsonFormat.WriteGeometry(
            json, feature.Geometry is { } geometry ? crs.FromStored(geometry) : null, crs.IsCrs84 ? DigitsOfDegrees : DigitsOfMeters);
        json.WriteStartObject("properties");
        for (var i = 0; i < feature.Values.Count; i++)
        {
            GeoJsonFormat.WriteProperty(json, collection.Properties[i].Name, feature.Values[i]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
