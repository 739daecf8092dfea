namespace GeoCohesion.Core.Routing.Transit;

/// <summary>What a leg of a journey is.</summary>
public enum LegKind
{
    /// <summary>Walk from the start to a stop.</summary>
    Access,

    /// <summary>Wait at a stop, boarding slack and minimum change time included.</summary>
    Wait,

    /// <summary>Ride in one trip; staying seated into the next trip is a leg of its own.</summary>
    Ride,

    /// <summary>Walk between two stops.</summary>
    Transfer,

    /// <summary>Walk from a stop to the destination.</summary>
    Egress,

    /// <summary>Walk from the start to the destination without any ride.</summary>
    DirectWalk,
}

/// <summary>A leg; the next one starts when and where it ends.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="StartSeconds">Clock time in the timetable's seconds.</param>
/// <param name="EndSeconds">Clock time in the timetable's seconds.</param>
/// <param name="FromStop">Index of the stop, or -1 for the start of the journey.</param>
/// <param name="ToStop">Index of the stop, or -1 for the destination.</param>
/// <param name="Trip">Index of the trip of a ride, else -1.</param>
/// <param name="FromStopTime">Index of the stop time at which a ride starts, else -1.</param>
/// <param name="ToStopTime">Index of the stop time at which a ride ends, else -1.</param>
/// <param name="IsStayingSeated">Whether a ride goes on in the vehicle of the ride before.</param>
public sealed record JourneyLeg(
    LegKind Kind, int StartSeconds, int EndSeconds, int FromStop, int ToStop, int Trip = -1, int FromStopTime = -1, int ToStopTime = -1,
    bool IsStayingSeated = false)
{
    /// <summary>Seconds it takes.</summary>
    public int DurationSeconds => EndSeconds - StartSeconds;
}

/// <summary>One journey.</summary>
/// <param name="DepartureSeconds">Clock time at which the rider is ready to leave.</param>
/// <param name="ArrivalSeconds">Clock time of arrival at the destination.</param>
/// <param name="Rides">Number of rides; staying seated is no new ride.</param>
/// <param name="Legs">The legs, without gaps.</param>
public sealed record Journey(int DepartureSeconds, int ArrivalSeconds, int Rides, IReadOnlyList<JourneyLeg> Legs)
{
    /// <summary>Door to door.</summary>
    public int TravelTimeSeconds => ArrivalSeconds - DepartureSeconds;
}
