namespace GeoCohesion.Core.Network;

/// <summary>What a link is, as far as snapping and display need to know.</summary>
[Flags]
public enum LinkTraits : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Points do not snap here: bridges, tunnels, ferries, motorways, where a straight walk from beside would be false.</summary>
    NoSnap = 1,

    /// <summary>Stairs.</summary>
    Stairs = 2,

    /// <summary>Ferry.</summary>
    Ferry = 4,

    /// <summary>Outline of a pedestrian area.</summary>
    Area = 8,

    /// <summary>Known to be passable by wheelchair.</summary>
    WheelchairYes = 16,

    /// <summary>Known not to be passable by wheelchair.</summary>
    WheelchairNo = 32,
}
