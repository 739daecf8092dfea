using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>All trips of one service date.</summary>
/// <param name="Name">Stable name, e.g. <c>weekday</c>.</param>
/// <param name="French">Label in French.</param>
/// <param name="English">Label in English.</param>
/// <param name="Timetable">From the start of the service day to 30:00. Timetables of the same feeds have the same stops.</param>
public sealed record TimetableDay(string Name, string French, string English, Timetable Timetable);

/// <summary>Where stops meet the streets that are walked, and the walks between them.</summary>
/// <param name="Doors">Doors of the stops.</param>
/// <param name="Footpaths">Walks between the stops.</param>
public sealed record FootNetwork(StopDoors Doors, Footpaths Footpaths);

/// <summary>The public transport of a territory on its streets, for whole days: what journeys of any window of them are searched in. Immutable.</summary>
public sealed class PublicTransport
{
    /// <summary>Modes that may be asked for: names of <see cref="TransitVariant"/>.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>Days, at least one; the first is that of the run.</summary>
    public required IReadOnlyList<TimetableDay> Days { get; init; }

    /// <summary>By <see cref="TransitVariant.FootMode"/>.</summary>
    public required IReadOnlyDictionary<string, FootNetwork> FootNetworks { get; init; }

    /// <summary>By <see cref="TransitVariant.RideMode"/>, doors of the stops on the streets of the ride.</summary>
    public required IReadOnlyDictionary<string, StopDoors> RideDoors { get; init; }

    /// <summary>The run's own departure window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>What a rider does and accepts.</summary>
    public required TransitOptions Options { get; init; }

    /// <summary>Longest walk to and from stops, inclusive.</summary>
    public required int LongestWalkSeconds { get; init; }

    /// <summary>Longest ride to the first stop, inclusive.</summary>
    public required int LongestRideSeconds { get; init; }

    /// <summary>The network of a mode on one day.</summary>
    /// <param name="mode">One of <see cref="Modes"/>.</param>
    /// <param name="day">One of <see cref="Days"/>.</param>
    /// <param name="window">Departure window.</param>
    /// <param name="options">What a rider does and accepts.</param>
    public TransitNetwork Network(string mode, TimetableDay day, TimeWindow window, TransitOptions options)
    {
        var variant = TransitVariant.Find(mode) ?? throw new ArgumentException($"{mode} is no mode of public transport.", nameof(mode));
        var foot = FootNetworks[variant.FootMode];
        return new TransitNetwork(
            variant.IsAccessible ? AccessibleTimetable.Of(day.Timetable, variant.CountsUnknown, out _) : day.Timetable,
            foot.Doors,
            variant.RideMode is { } ride ? RideDoors[ride] : null,
            foot.Footpaths,
            window,
            options,
            LongestWalkSeconds,
            LongestRideSeconds);
    }
}
