namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>What <c>transfer_type</c> says.</summary>
public enum GtfsTransferType : byte
{
    /// <summary>Recommended place to change.</summary>
    Recommended = 0,

    /// <summary>The departing vehicle waits for the arriving one.</summary>
    Timed = 1,

    /// <summary>Takes a stated time.</summary>
    MinimumTime = 2,

    /// <summary>Not possible.</summary>
    Forbidden = 3,

    /// <summary>Riders may stay seated from one trip to the next.</summary>
    StaySeated = 4,

    /// <summary>Riders must alight between the trips, though the vehicle is the same.</summary>
    MustAlight = 5,
}

/// <summary>A rule for changing (<c>transfers.txt</c>).</summary>
/// <param name="FromStop">Index of a stop or station, or -1 where the rule is between trips.</param>
/// <param name="ToStop">Index of a stop or station, or -1 where the rule is between trips.</param>
/// <param name="FromRoute">Index of the route it is limited to, or -1.</param>
/// <param name="ToRoute">Index of the route it is limited to, or -1.</param>
/// <param name="FromTrip">Index of the trip it is limited to, or -1.</param>
/// <param name="ToTrip">Index of the trip it is limited to, or -1.</param>
/// <param name="Type">What the rule says.</param>
/// <param name="MinimumSeconds"><c>min_transfer_time</c>, or -1 where it is empty.</param>
/// <param name="Line">Line in <c>transfers.txt</c>.</param>
public sealed record GtfsTransfer(
    int FromStop, int ToStop, int FromRoute, int ToRoute, int FromTrip, int ToTrip, GtfsTransferType Type, int MinimumSeconds, int Line)
{
    /// <summary>Whether the rule holds for some routes or trips only.</summary>
    public bool IsSpecific => FromRoute >= 0 || ToRoute >= 0 || FromTrip >= 0 || ToTrip >= 0;
}
