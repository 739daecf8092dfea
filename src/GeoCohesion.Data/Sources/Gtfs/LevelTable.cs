namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>levels.txt</c>.</summary>
static class LevelTable
{
    public const string FileName = "levels.txt";

    public static GtfsLevel[] Read(GtfsLoad load)
    {
        using var table = load.OpenOptional(FileName);
        if (table is null)
        {
            return [];
        }

        var (id, index, name) = (table.Require("level_id"), table.Require("level_index"), table.Column("level_name"));
        var ids = new IdIndex();
        var levels = new List<GtfsLevel>();
        while (table.ReadRow())
        {
            if (!table.TryDecimal(index, out var value))
            {
                continue;
            }

            if (!ids.TryAdd(table[id], out _))
            {
                table.Tell("gtfs-id-twice", id, $"the level '{table.Text(id)}' stands twice; the first was read.");
                continue;
            }

            levels.Add(new GtfsLevel(table.Text(id), double.IsNaN(value) ? 0 : value, table.Text(name)));
        }

        return [.. levels];
    }
}
