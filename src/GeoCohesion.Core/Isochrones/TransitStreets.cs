using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Isochrones;

/// <summary>Doors of a stop on the streets of a mode; their connectors hold the walk inside the station.</summary>
/// <param name="stop">Index of the stop in the timetable.</param>
public delegate ReadOnlySpan<StreetPosition> DoorsOfStop(int stop);

/// <summary>Streets of a mode by which riders come to stops and leave them, with the points that areas are drawn on. Immutable but for
/// what the raster snaps; shared by all threads.</summary>
public sealed class TransitStreets
{
    /// <summary>Copies the doors.</summary>
    /// <param name="raster">Points on the streets.</param>
    /// <param name="stopCount">Stops of the timetable.</param>
    /// <param name="entrances">Doors through which riders come to a stop.</param>
    /// <param name="exits">Doors through which riders leave a stop; of streets that lead to the first stop only (a bicycle that is left
    /// there), they are not asked for.</param>
    /// <param name="longestSeconds">Longest way between street and stop, inclusive, connectors and ways inside stations included.</param>
    public TransitStreets(StreetRaster raster, int stopCount, DoorsOfStop entrances, DoorsOfStop exits, int longestSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longestSeconds);
        (Raster, LongestSeconds) = (raster, longestSeconds);
        Entrances = new DoorColumns(raster.Graph, stopCount, entrances);
        Exits = new DoorColumns(raster.Graph, stopCount, exits);
    }

    /// <summary>The streets of a network: those that are walked and, where there is one, those of the ride to the first stop.</summary>
    /// <param name="network">A timetable on its streets.</param>
    /// <param name="rasters">Points on each of them, in this order, on one grid.</param>
    public static TransitStreets[] Of(TransitNetwork network, IReadOnlyList<StreetRaster> rasters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rasters.Count, network.RideDoors is null ? 1 : 2, nameof(rasters));
        var stops = network.Timetable.StopCount;
        var walked = new TransitStreets(rasters[0], stops, network.Doors.EntrancesOf, network.Doors.ExitsOf, network.LongestWalkSeconds);
        return network.RideDoors is { } doors
            ? [walked, new TransitStreets(rasters[1], stops, doors.EntrancesOf, _ => [], network.LongestRideSeconds)]
            : [walked];
    }

    /// <summary>Points on the streets.</summary>
    public StreetRaster Raster { get; }

    /// <summary>Longest way between street and stop.</summary>
    public int LongestSeconds { get; }

    internal DoorColumns Entrances { get; }

    internal DoorColumns Exits { get; }
}

/// <summary>Doors by stop and by link.</summary>
sealed class DoorColumns
{
    readonly int[] _first;
    readonly StreetPosition[] _doors;
    readonly int[] _stopOfDoor;
    readonly int[] _firstOnLink;
    readonly int[] _doorOnLink;

    public DoorColumns(StreetGraph graph, int stopCount, DoorsOfStop doorsOf)
    {
        _first = new int[stopCount + 1];
        var doors = new List<StreetPosition>();
        var stops = new List<int>();
        _firstOnLink = new int[graph.LinkCount + 1];
        for (var stop = 0; stop < stopCount; stop++)
        {
            foreach (var door in doorsOf(stop))
            {
                if (door.IsSnapped)
                {
                    doors.Add(door);
                    stops.Add(stop);
                    _firstOnLink[door.Link + 1]++;
                }
            }

            _first[stop + 1] = doors.Count;
        }

        (_doors, _stopOfDoor, _doorOnLink) = ([.. doors], [.. stops], new int[doors.Count]);
        for (var link = 0; link < graph.LinkCount; link++)
        {
            _firstOnLink[link + 1] += _firstOnLink[link];
        }

        var next = _firstOnLink.AsSpan().ToArray();
        for (var door = 0; door < _doors.Length; door++)
        {
            _doorOnLink[next[_doors[door].Link]++] = door;
        }
    }

    public int StopCount => _first.Length - 1;

    /// <summary>Doors of a stop.</summary>
    public ReadOnlySpan<StreetPosition> this[int stop] => _doors.AsSpan(_first[stop].._first[stop + 1]);

    /// <summary>Doors on a link.</summary>
    public ReadOnlySpan<int> OnLink(int link) => _doorOnLink.AsSpan(_firstOnLink[link].._firstOnLink[link + 1]);

    /// <summary>A door and its stop.</summary>
    public (int Stop, StreetPosition Position) Door(int door) => (_stopOfDoor[door], _doors[door]);
}
