namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>A line (<c>routes.txt</c>).</summary>
public sealed record GtfsRoute
{
    /// <summary><c>route_id</c>, unique in the feed.</summary>
    public required string Id { get; init; }

    /// <summary>Index of the agency, or -1 where the feed has none for it.</summary>
    public required int Agency { get; init; }

    /// <summary>Short name, or empty.</summary>
    public required string ShortName { get; init; }

    /// <summary>Long name, or empty.</summary>
    public required string LongName { get; init; }

    /// <summary><c>route_type</c>: 0 to 12, or an extended code of 100 to 1799.</summary>
    public required int RouteType { get; init; }

    /// <summary>RRGGBB, or empty.</summary>
    public string Color { get; init; } = "";

    /// <summary>RRGGBB, or empty.</summary>
    public string TextColor { get; init; } = "";
}
