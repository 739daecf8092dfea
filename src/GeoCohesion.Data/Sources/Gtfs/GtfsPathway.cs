namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>What a pathway is (<c>pathway_mode</c>).</summary>
public enum GtfsPathwayMode : byte
{
    /// <summary>Walkway.</summary>
    Walkway = 1,

    /// <summary>Stairs.</summary>
    Stairs = 2,

    /// <summary>Moving walkway.</summary>
    MovingWalkway = 3,

    /// <summary>Escalator.</summary>
    Escalator = 4,

    /// <summary>Elevator.</summary>
    Elevator = 5,

    /// <summary>Fare gate.</summary>
    FareGate = 6,

    /// <summary>Exit gate, one way.</summary>
    ExitGate = 7,
}

/// <summary>A way inside a station (<c>pathways.txt</c>).</summary>
/// <param name="FromStop">Index of a platform, entrance, node or boarding area.</param>
/// <param name="ToStop">Index of a platform, entrance, node or boarding area.</param>
/// <param name="Mode">What it is.</param>
/// <param name="IsBidirectional">Whether it can be walked from <paramref name="ToStop"/> to <paramref name="FromStop"/> as well.</param>
/// <param name="Seconds">How long it takes: as stated, else reckoned from length or stairs, see <see cref="PathwayTable"/>.</param>
/// <param name="IsStepFree">Whether a wheelchair passes: neither stairs nor escalator.</param>
public sealed record GtfsPathway(int FromStop, int ToStop, GtfsPathwayMode Mode, bool IsBidirectional, int Seconds, bool IsStepFree);
