namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>attributions.txt</c>.</summary>
static class AttributionTable
{
    public const string FileName = "attributions.txt";

    public static GtfsAttribution[] Read(GtfsLoad load)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return [];
        }

        var (name, url) = (table.Require("organization_name"), table.Column("attribution_url"));
        var attributions = new List<GtfsAttribution>();
        while (table.ReadRow())
        {
            attributions.Add(new GtfsAttribution(table.Text(name), table.Text(url)));
        }

        return [.. attributions];
    }
}
