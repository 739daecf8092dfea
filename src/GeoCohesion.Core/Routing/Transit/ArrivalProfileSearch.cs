namespace GeoCohesion.Core.Routing.Transit;

/// <summary>From all stops to one place, for every arrival second of a window: the mirror of <see cref="ProfileSearch"/>. Exact.</summary>
/// <remarks>One per thread, reused; a run allocates nothing. A forward search over the mirrored connections.</remarks>
public sealed class ArrivalProfileSearch
{
    readonly ConnectionTable _table;
    readonly ProfileReader _reader;
    readonly ProfileSearch _search;

    /// <summary>Prepares a search.</summary>
    /// <param name="table">Mirrored connections: <see cref="ConnectionTable.ForArrivals"/> or
    /// <see cref="ConnectionTable.ForDeparturesMirrored"/>.</param>
    public ArrivalProfileSearch(ConnectionTable table)
    {
        (_table, _reader, _search) = (table, new ProfileReader(table), new ProfileSearch(table, true));
    }

    /// <summary>Searches to one place.</summary>
    /// <param name="egress">Walks to the place from its stops.</param>
    public void Run(ReadOnlySpan<StopWalk> egress) => _search.Run(egress);

    /// <summary>The travel times from a place, as a function of the second at which one must have arrived.</summary>
    /// <param name="access">Walks from the place to its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="profile">Filled; waiting after an early arrival counts, as waiting before a departure does in a forward search.</param>
    public void Read(ReadOnlySpan<StopWalk> access, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_search.Latest, 1, 0, access, profile);
        profile.End(_table.Window, _table.Options.MaxDurationSeconds, directWalkSeconds);
        profile.Negate();
    }

    /// <summary>The travel times from a place, as a function of the departure second: equal to those of a forward search from that
    /// place.</summary>
    /// <param name="departures">Departure window for which the connections were made by
    /// <see cref="ConnectionTable.ForDeparturesMirrored"/>.</param>
    /// <param name="access">Walks from the place to its stops.</param>
    /// <param name="directWalkSeconds">Walk without any ride, or <see cref="TravelTime.Unreached"/>.</param>
    /// <param name="profile">Filled.</param>
    public void ReadDepartures(TimeWindow departures, ReadOnlySpan<StopWalk> access, int directWalkSeconds, TravelTimeProfile profile)
    {
        _reader.Read(_search.Latest, 1, 0, access, profile);
        profile.EndMirrored(departures, _table.Options.MaxDurationSeconds, directWalkSeconds);
    }
}
