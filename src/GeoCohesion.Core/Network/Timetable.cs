namespace GeoCohesion.Core.Network;

/// <summary>Three-valued accessibility, as GTFS writes it: unknown is kept apart from no.</summary>
public enum WheelchairAccess : byte
{
    /// <summary>The source says nothing.</summary>
    Unknown = 0,

    /// <summary>Accessible.</summary>
    Yes = 1,

    /// <summary>Not accessible.</summary>
    No = 2,
}

/// <summary>A stop (boarding place) of the timetable.</summary>
public sealed record Stop
{
    /// <summary>Unique in the timetable: <c>feed:stop_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>WGS84 degrees.</summary>
    public required double Longitude { get; init; }

    /// <summary>WGS84 degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>Id of the station it belongs to (<c>feed:stop_id</c>), or empty.</summary>
    public string StationId { get; init; } = "";

    /// <summary>Whether a wheelchair can board here; inherited from the station where the stop says nothing.</summary>
    public WheelchairAccess Wheelchair { get; init; }
}

/// <summary>A line as riders know it.</summary>
public sealed record Route
{
    /// <summary>Unique in the timetable: <c>feed:route_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Short name, e.g. <c>T1</c>, or the long name where there is none.</summary>
    public required string Name { get; init; }

    /// <summary>Long name, or empty.</summary>
    public string LongName { get; init; } = "";

    /// <summary>GTFS <c>route_type</c>, extended codes included.</summary>
    public required int RouteType { get; init; }

    /// <summary>Name of the agency, or empty.</summary>
    public string Agency { get; init; } = "";

    /// <summary>RRGGBB, or empty.</summary>
    public string Color { get; init; } = "";
}

/// <summary>What a rider may do at a stop of a trip.</summary>
[Flags]
public enum StopTimeRights : byte
{
    /// <summary>Neither boarding nor alighting: the vehicle passes.</summary>
    None = 0,

    /// <summary>Boarding is allowed (<c>pickup_type</c> 0, or 2-3 when on-demand stops are asked for).</summary>
    Board = 1,

    /// <summary>Alighting is allowed (<c>drop_off_type</c> 0, or 2-3 when on-demand stops are asked for).</summary>
    Alight = 2,
}

/// <summary>The columns a <see cref="Timetable"/> is made of; each array is handed over, not copied.</summary>
public sealed class TimetableColumns
{
    /// <summary>Service date whose day the times count from.</summary>
    public required DateOnly ServiceDate { get; init; }

    /// <summary>Stops, by id in ordinal order.</summary>
    public required Stop[] Stops { get; init; }

    /// <summary>Routes, by id in ordinal order.</summary>
    public required Route[] Routes { get; init; }

    /// <summary>Per trip, <c>feed:trip_id</c>; with <c>@-1</c> or <c>@+1</c> when it runs on the service day before or after, <c>#n</c> for the n-th run of a frequency.</summary>
    public required string[] TripIds { get; init; }

    /// <summary>Per trip, index of its route.</summary>
    public required int[] TripRoute { get; init; }

    /// <summary>Per trip, headsign, or empty.</summary>
    public required string[] TripHeadsign { get; init; }

    /// <summary>Per trip, <see cref="WheelchairAccess"/> of the vehicle.</summary>
    public required WheelchairAccess[] TripWheelchair { get; init; }

    /// <summary>Per trip, index of the trip in which its riders may stay seated after its last stop (block, transfer type 4), or -1.</summary>
    public required int[] TripContinuation { get; init; }

    /// <summary>CSR: stop times of trip t are <c>TripFirstStopTime[t] .. TripFirstStopTime[t + 1]</c>; trips + 1 entries; two stop times a trip at least.</summary>
    public required int[] TripFirstStopTime { get; init; }

    /// <summary>Per stop time, index of the stop.</summary>
    public required int[] StopTimeStop { get; init; }

    /// <summary>Per stop time, seconds since noon minus 12 h of <see cref="ServiceDate"/>; negative for yesterday's trips; never falling within a trip.</summary>
    public required int[] ArrivalSeconds { get; init; }

    /// <summary>Per stop time, seconds since noon minus 12 h of <see cref="ServiceDate"/>; not before the arrival.</summary>
    public required int[] DepartureSeconds { get; init; }

    /// <summary>Per stop time, <see cref="StopTimeRights"/>.</summary>
    public required StopTimeRights[] Rights { get; init; }
}

/// <summary>The trips of one service day (and of its neighbours, where they reach into it). Immutable; shared by all threads.</summary>
public sealed class Timetable
{
    readonly TimetableColumns _columns;

    /// <summary>Takes the columns over.</summary>
    /// <exception cref="ArgumentException">The columns do not fit together or times run backwards: a bug of the builder.</exception>
    public Timetable(TimetableColumns columns)
    {
        _columns = columns;
        var tripCount = columns.TripIds.Length;
        var stopTimeCount = columns.StopTimeStop.Length;
        Require(columns.TripRoute.Length == tripCount, nameof(columns.TripRoute));
        Require(columns.TripHeadsign.Length == tripCount, nameof(columns.TripHeadsign));
        Require(columns.TripWheelchair.Length == tripCount, nameof(columns.TripWheelchair));
        Require(columns.TripContinuation.Length == tripCount, nameof(columns.TripContinuation));
        Require(columns.TripFirstStopTime.Length == tripCount + 1 && columns.TripFirstStopTime[^1] == stopTimeCount, nameof(columns.TripFirstStopTime));
        Require(columns.ArrivalSeconds.Length == stopTimeCount, nameof(columns.ArrivalSeconds));
        Require(columns.DepartureSeconds.Length == stopTimeCount, nameof(columns.DepartureSeconds));
        Require(columns.Rights.Length == stopTimeCount, nameof(columns.Rights));
        for (var trip = 0; trip < tripCount; trip++)
        {
            Require((uint)columns.TripRoute[trip] < (uint)columns.Routes.Length, nameof(columns.TripRoute));
            Require(columns.TripContinuation[trip] >= -1 && columns.TripContinuation[trip] < tripCount, nameof(columns.TripContinuation));
            Require(columns.TripFirstStopTime[trip + 1] - columns.TripFirstStopTime[trip] >= 2, nameof(columns.TripFirstStopTime));
            for (var i = columns.TripFirstStopTime[trip]; i < columns.TripFirstStopTime[trip + 1]; i++)
            {
                Require((uint)columns.StopTimeStop[i] < (uint)columns.Stops.Length, nameof(columns.StopTimeStop));
                Require(columns.ArrivalSeconds[i] <= columns.DepartureSeconds[i], nameof(columns.DepartureSeconds));
                Require(
                    i == columns.TripFirstStopTime[trip] || columns.DepartureSeconds[i - 1] <= columns.ArrivalSeconds[i],
                    nameof(columns.ArrivalSeconds));
            }
        }
    }

    /// <inheritdoc cref="TimetableColumns.ServiceDate"/>
    public DateOnly ServiceDate => _columns.ServiceDate;

    /// <summary>Number of stops.</summary>
    public int StopCount => _columns.Stops.Length;

    /// <summary>Number of trips.</summary>
    public int TripCount => _columns.TripIds.Length;

    /// <inheritdoc cref="TimetableColumns.Stops"/>
    public ReadOnlySpan<Stop> Stops => _columns.Stops;

    /// <inheritdoc cref="TimetableColumns.Routes"/>
    public ReadOnlySpan<Route> Routes => _columns.Routes;

    /// <inheritdoc cref="TimetableColumns.TripIds"/>
    public ReadOnlySpan<string> TripIds => _columns.TripIds;

    /// <inheritdoc cref="TimetableColumns.TripRoute"/>
    public ReadOnlySpan<int> TripRoute => _columns.TripRoute;

    /// <inheritdoc cref="TimetableColumns.TripHeadsign"/>
    public ReadOnlySpan<string> TripHeadsign => _columns.TripHeadsign;

    /// <inheritdoc cref="TimetableColumns.TripWheelchair"/>
    public ReadOnlySpan<WheelchairAccess> TripWheelchair => _columns.TripWheelchair;

    /// <inheritdoc cref="TimetableColumns.TripContinuation"/>
    public ReadOnlySpan<int> TripContinuation => _columns.TripContinuation;

    /// <inheritdoc cref="TimetableColumns.TripFirstStopTime"/>
    public ReadOnlySpan<int> TripFirstStopTime => _columns.TripFirstStopTime;

    /// <inheritdoc cref="TimetableColumns.StopTimeStop"/>
    public ReadOnlySpan<int> StopTimeStop => _columns.StopTimeStop;

    /// <inheritdoc cref="TimetableColumns.ArrivalSeconds"/>
    public ReadOnlySpan<int> ArrivalSeconds => _columns.ArrivalSeconds;

    /// <inheritdoc cref="TimetableColumns.DepartureSeconds"/>
    public ReadOnlySpan<int> DepartureSeconds => _columns.DepartureSeconds;

    /// <inheritdoc cref="TimetableColumns.Rights"/>
    public ReadOnlySpan<StopTimeRights> Rights => _columns.Rights;

    static void Require(bool condition, string column)
    {
        if (!condition)
        {
            throw new ArgumentException($"Timetable column {column} does not fit the others.", nameof(column));
        }
    }
}
