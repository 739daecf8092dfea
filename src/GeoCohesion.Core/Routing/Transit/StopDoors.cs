using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Where each stop of a timetable meets the streets: at the nearest street, or at the entrances that pathways of its station lead to.</summary>
/// <remarks>
/// A door is a street position whose connector also holds the walk inside the station, as a length at the connector's speed; so searches from and to doors
/// need not know of stations. Immutable; shared by all threads.
/// </remarks>
public sealed class StopDoors
{
    /// <summary>Makes the tables that walks are read from.</summary>
    /// <param name="graph">The streets that the doors are on.</param>
    /// <param name="exits">Per stop, doors through which riders leave it; none where there is no way out.</param>
    /// <param name="entrances">Per stop, doors through which riders come to it.</param>
    public StopDoors(StreetGraph graph, IReadOnlyList<IReadOnlyList<StreetPosition>> exits, IReadOnlyList<IReadOnlyList<StreetPosition>> entrances)
    {
        if (exits.Count != entrances.Count)
        {
            throw new ArgumentException("There must be exits and entrances of the same stops.", nameof(entrances));
        }

        (Graph, Exits, Entrances) = (graph, new DoorTable(graph, exits), new DoorTable(graph, entrances));
    }

    /// <summary>The streets that the doors are on.</summary>
    public StreetGraph Graph { get; }

    /// <summary>Number of stops.</summary>
    public int StopCount => Exits.StopCount;

    /// <summary>Doors through which riders leave a stop.</summary>
    public ReadOnlySpan<StreetPosition> ExitsOf(int stop) => Exits.Of(stop);

    /// <summary>Doors through which riders come to a stop.</summary>
    public ReadOnlySpan<StreetPosition> EntrancesOf(int stop) => Entrances.Of(stop);

    internal DoorTable Exits { get; }

    internal DoorTable Entrances { get; }
}
