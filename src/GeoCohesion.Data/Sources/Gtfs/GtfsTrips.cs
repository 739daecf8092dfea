using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Trips of a feed (<c>trips.txt</c>), one column per field.</summary>
/// <remarks>Holds every row, those that cannot run included: a trip runs when it has stop times (<see cref="GtfsStopTimes"/>). Immutable.</remarks>
public sealed class GtfsTrips
{
    readonly IdIndex _ids;
    readonly IdIndex _headsigns;
    readonly IdIndex _blocks;
    readonly TripRow[] _rows;

    internal GtfsTrips(IdIndex ids, IdIndex headsigns, IdIndex blocks, IdIndex shapes, TripRow[] rows)
    {
        (_ids, _headsigns, _blocks, _rows) = (ids, headsigns, blocks, rows);
        ShapeIds = shapes;
    }

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    internal IdIndex Ids => _ids;

    internal IdIndex ShapeIds { get; }

    /// <summary><c>trip_id</c>.</summary>
    public string IdOf(int trip) => _ids.TextOf(trip);

    /// <summary>Index of a <c>trip_id</c>, or -1.</summary>
    public int Find(string id) => _ids.Find(id);

    /// <summary>Index of the route, or -1 where it is unknown.</summary>
    public int RouteOf(int trip) => _rows[trip].Route;

    /// <summary>Index of the service in the feed's calendar, or -1 where it is unknown.</summary>
    public int ServiceOf(int trip) => _rows[trip].Service;

    /// <summary>Headsign, or empty.</summary>
    public string HeadsignOf(int trip) => _headsigns.TextOf(_rows[trip].Headsign);

    /// <summary>Number of the block (the vehicle's day of work), or -1.</summary>
    public int BlockOf(int trip) => _rows[trip].Block;

    /// <summary>Index of the shape in <see cref="GtfsShapes"/>, or -1.</summary>
    public int ShapeOf(int trip) => _rows[trip].Shape;

    /// <summary><c>direction_id</c> 0 or 1, or -1.</summary>
    public int DirectionOf(int trip) => _rows[trip].Direction;

    /// <summary><c>wheelchair_accessible</c>.</summary>
    public WheelchairAccess WheelchairOf(int trip) => _rows[trip].Wheelchair;

    internal string BlockIdOf(int block) => _blocks.TextOf(block);

    internal bool IsFlawed(int trip) => _rows[trip].Route < 0 || _rows[trip].Service < 0;

    internal int HeadsignIndexOf(int trip) => _rows[trip].Headsign;

    internal string[] Headsigns() => _headsigns.ToTexts();

    /// <summary>One row: small, so that half a million of them are one array of 24 bytes each.</summary>
    internal readonly record struct TripRow(
        int Route, int Service, int Headsign, int Block, int Shape, sbyte Direction, WheelchairAccess Wheelchair);
}
