namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>What <c>pickup_type</c> and <c>drop_off_type</c> say of one stop time.</summary>
public enum GtfsStopService : byte
{
    /// <summary>Regular.</summary>
    Regular = 0,

    /// <summary>None.</summary>
    None = 1,

    /// <summary>After a call to the agency.</summary>
    CallAgency = 2,

    /// <summary>After a sign to the driver.</summary>
    AskDriver = 3,
}

/// <summary>Stop times of a feed (<c>stop_times.txt</c>), one column per field, by trip and in order of travel.</summary>
/// <remarks>
/// Struct of arrays: 13 bytes a stop time, so that five million take 65 MB; as objects they would take four times that. Times that the file
/// leaves empty are filled in; trips that cannot run have no stop times at all. Immutable; shared by all threads.
/// </remarks>
public sealed class GtfsStopTimes
{
    readonly int[] _firstOfTrip;
    readonly int[] _stop;
    readonly int[] _arrivalSeconds;
    readonly int[] _departureSeconds;
    readonly byte[] _services;

    internal GtfsStopTimes(int[] firstOfTrip, int[] stop, int[] arrivalSeconds, int[] departureSeconds, byte[] services) =>
        (_firstOfTrip, _stop, _arrivalSeconds, _departureSeconds, _services) =
        (firstOfTrip, stop, arrivalSeconds, departureSeconds, services);

    /// <summary>Number of stop times.</summary>
    public int Count => _firstOfTrip[^1];

    /// <summary>CSR: stop times of trip t are <c>FirstOfTrip[t] .. FirstOfTrip[t + 1]</c>; none, or two at least.</summary>
    public ReadOnlySpan<int> FirstOfTrip => _firstOfTrip;

    /// <summary>Index of the stop in the feed.</summary>
    public ReadOnlySpan<int> Stop => _stop.AsSpan(0, Count);

    /// <summary>Seconds since noon minus 12 h of the service day; never falling within a trip.</summary>
    public ReadOnlySpan<int> ArrivalSeconds => _arrivalSeconds.AsSpan(0, Count);

    /// <summary>Seconds since noon minus 12 h of the service day; not before the arrival.</summary>
    public ReadOnlySpan<int> DepartureSeconds => _departureSeconds.AsSpan(0, Count);

    /// <summary>Whether the trip runs: it has stop times.</summary>
    public bool Runs(int trip) => _firstOfTrip[trip + 1] > _firstOfTrip[trip];

    /// <summary>Whether riders can board.</summary>
    public GtfsStopService PickUpAt(int stopTime) => (GtfsStopService)(_services[stopTime] & 3);

    /// <summary>Whether riders can alight.</summary>
    public GtfsStopService DropOffAt(int stopTime) => (GtfsStopService)(_services[stopTime] >> 2);

    internal static byte Pack(int pickUp, int dropOff) => (byte)(pickUp | (dropOff << 2));
}
