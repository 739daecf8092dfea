using System.Globalization;
using System.Text;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Writes the areas and points of generated regions as GeoJSON (RFC 7946), a feature a line.</summary>
static class GeoJsonFile
{
    static readonly CrsTransform s_toWgs84 = CrsTransform.ToWgs84(3035);

    public static void WriteDistricts(string path, IReadOnlyList<RegionPlan> regions) => Write(path, regions.SelectMany(region => region.Districts.Select(district =>
    {
        var (x, y) = (district.Ring.Average(at => at.X), district.Ring.Average(at => at.Y));
        return Feature(
            [
                ("code_qp", district.Code), ("lib_qp", district.Name), ("insee_reg", "99"), ("lib_reg", "Région générée"), ("insee_dep", region.Department),
                ("lib_dep", $"Département {region.Department}"), ("insee_com", CommunePlan.CodeAt(region, x, y)), ("lib_com", district.In.Name),
                ("siren_epci", CommunePlan.EpciAt(region, x, y)), ("lib_epci", region.HubOf(x, y).Name),
            ],
            Polygon(district.Ring));
    })));

    public static void WriteCommunes(string path, IReadOnlyList<RegionPlan> regions) => Write(path, regions.SelectMany(region => CommunePlan.All(region).Select(commune =>
    {
        var (x, y) = (commune.Ring.Average(at => at.X), commune.Ring.Average(at => at.Y));
        return Feature(
            [
                ("code", commune.Code), ("nom", $"Commune {commune.Code}"), ("siren_epci", CommunePlan.EpciAt(region, x, y)),
                ("lib_epci", $"Intercommunalité de {region.HubOf(x, y).Name}"), ("insee_dep", region.Department), ("insee_reg", "99"),
            ],
            Polygon(commune.Ring));
    })));

    /// <summary>The middle of the metropolis (the main one), of four of its quarters, of the towns, and of one village in twenty.</summary>
    public static void WriteCentralities(string path, IReadOnlyList<RegionPlan> regions) => Write(path, regions.SelectMany((region, number) =>
    {
        var metropolis = region.Metropolis;
        var half = metropolis.RadiusMeters / 2;
        return region.Settlements
            .Where(settlement => settlement.Kind != SettlementKind.Village || settlement.Number % 20 == 0)
            .Select(settlement => Centrality(settlement.Number, settlement.Name, settlement.Kind == SettlementKind.Village ? "relais" : "majeur", number == 0 && settlement == metropolis, settlement.X, settlement.Y))
            .Concat(new[] { (half, 0.0), (-half, 0.0), (0.0, half), (0.0, -half) }.Select((to, i) =>
                Centrality(9000 + i, $"Centre secondaire {i + 1}", "structurant", false, metropolis.X + to.Item1, metropolis.Y + to.Item2)));

        string Centrality(int id, string name, string level, bool isMain, double x, double y) => Feature(
            [("id", string.Create(CultureInfo.InvariantCulture, $"{region.Department}-{id}")), ("nom", name), ("niveau", level), ("principal", isMain ? "oui" : "non")],
            $"{{\"type\":\"Point\",\"coordinates\":{Position((x, y))}}}");
    }));

    static void Write(string path, IEnumerable<string> features)
    {
        using var json = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        json.WriteLine("{");
        json.WriteLine("\"type\": \"FeatureCollection\",");
        json.WriteLine("\"crs\": { \"type\": \"name\", \"properties\": { \"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\" } },");
        json.WriteLine("\"features\": [");
        var isFirst = true;
        foreach (var feature in features)
        {
            json.Write(isFirst ? "" : ",\n");
            json.Write(feature);
            isFirst = false;
        }

        json.WriteLine("\n]\n}");
    }

    static string Feature((string Key, string Value)[] properties, string geometry) =>
        $"{{\"type\":\"Feature\",\"properties\":{{{string.Join(',', properties.Select(property => $"\"{property.Key}\":\"{property.Value}\""))}}},\"geometry\":{geometry}}}";

    static string Polygon(IReadOnlyList<(double X, double Y)> ring) =>
        $"{{\"type\":\"Polygon\",\"coordinates\":[[{string.Join(',', ring.Append(ring[0]).Select(Position))}]]}}";

    static string Position((double X, double Y) at)
    {
        var (longitude, latitude) = s_toWgs84.Apply(at.X, at.Y);
        return string.Create(CultureInfo.InvariantCulture, $"[{longitude:F7},{latitude:F7}]");
    }
}
