using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>What a row of <c>stops.txt</c> is (<c>location_type</c>).</summary>
public enum GtfsLocationType : byte
{
    /// <summary>Stop or platform, where vehicles are boarded.</summary>
    Stop = 0,

    /// <summary>Station, which groups stops.</summary>
    Station = 1,

    /// <summary>Entrance or exit of a station.</summary>
    Entrance = 2,

    /// <summary>Node inside a station, for pathways.</summary>
    Node = 3,

    /// <summary>Part of a platform.</summary>
    BoardingArea = 4,
}

/// <summary>A stop, station, entrance, node or boarding area (<c>stops.txt</c>).</summary>
public sealed record GtfsStop
{
    /// <summary><c>stop_id</c>, unique in the feed.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people, or empty.</summary>
    public required string Name { get; init; }

    /// <summary>WGS84 degrees; NaN where <see cref="HasPosition"/> is false.</summary>
    public required double Longitude { get; init; }

    /// <summary>WGS84 degrees; NaN where <see cref="HasPosition"/> is false.</summary>
    public required double Latitude { get; init; }

    /// <summary>What it is.</summary>
    public required GtfsLocationType Type { get; init; }

    /// <summary>Index of the row named by <c>parent_station</c>, or -1.</summary>
    public int Parent { get; init; } = -1;

    /// <summary>Index of the station it belongs to, through its platform where it is a boarding area; itself for a station, or -1.</summary>
    public int Station { get; init; } = -1;

    /// <summary>Code of the platform, or empty.</summary>
    public string PlatformCode { get; init; } = "";

    /// <summary><c>level_id</c>, or empty.</summary>
    public string LevelId { get; init; } = "";

    /// <summary><c>wheelchair_boarding</c>; where it says nothing, that of the parent.</summary>
    public WheelchairAccess Wheelchair { get; init; }

    /// <summary>Whether the row gives a position that can be one. A stop without is left out of timetables.</summary>
    public bool HasPosition => !double.IsNaN(Longitude);
}
