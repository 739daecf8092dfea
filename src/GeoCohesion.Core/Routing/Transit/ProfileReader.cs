namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Reads journeys to a place from the latest departures of the connections. One per search; allocates nothing once it has
/// grown.</summary>
sealed class ProfileReader(ConnectionTable table)
{
    long[] _keys = new long[256];

    /// <summary>Adds to a profile the journeys that end with a walk from one of some stops: strictly ascending in arrival and in
    /// departure.</summary>
    /// <param name="latest">Per connection at <c>[connection * stride + lane]</c>, seconds from the window's start to the latest
    /// departure, plus 1; 0 for none.</param>
    /// <param name="stride">Lanes of a connection.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="egress">Walks to the place.</param>
    /// <param name="profile">Filled with pairs.</param>
    public void Read(ReadOnlySpan<ushort> latest, int stride, int lane, ReadOnlySpan<StopWalk> egress, TravelTimeProfile profile)
    {
        var (count, latestOfAll) = (0, table.Window.Count);
        foreach (var (stop, walkSeconds) in egress)
        {
            var best = 0;
            for (var i = table.FirstArrivalAt[stop]; i < table.FirstArrivalAt[stop + 1] && best < latestOfAll; i++)
            {
                var c = table.ArrivalAt[i];
                int reached = latest[(c * stride) + lane];
                if (reached <= best)
                {
                    continue;
                }

                best = reached;
                if (count == _keys.Length)
                {
                    Array.Resize(ref _keys, 2 * count);
                }

                var arrival = table.ArrivalSeconds[c] + walkSeconds + table.EndSlackSeconds;

                // By arrival, the latest departure first.
                _keys[count++] = ((long)arrival << 16) | (ushort)~reached;
            }
        }

        var keys = _keys.AsSpan(0, count);
        keys.Sort();
        profile.Begin();
        var latestSoFar = 0;
        foreach (var key in keys)
        {
            var reached = (ushort)~key;
            if (reached > latestSoFar)
            {
                latestSoFar = reached;
                profile.Add((int)(key >> 16), table.Window.FromSeconds + reached - 1);
            }
        }
    }

    /// <summary>The same for walks of a place that were prepared.</summary>
    public void Read(ReadOnlySpan<ushort> latest, int stride, int lane, PlaceArrivals arrivals, int place, TravelTimeProfile profile)
    {
        profile.Begin();
        var latestSoFar = 0;
        var most = table.Window.Count;
        var arrivalAt = arrivals.ArrivalsTo(place);
        var seconds = arrivals.SecondsTo(place);
        for (var i = 0; i < arrivalAt.Length && latestSoFar < most; i++)
        {
            int reached = latest[(table.ArrivalAt[arrivalAt[i]] * stride) + lane];
            if (reached > latestSoFar)
            {
                latestSoFar = reached;
                var end = i;
                while (end + 1 < seconds.Length && seconds[end + 1] == seconds[i])
                {
                    end++;
                    latestSoFar = Math.Max(latestSoFar, latest[(table.ArrivalAt[arrivalAt[end]] * stride) + lane]);
                }

                profile.Add(seconds[i], table.Window.FromSeconds + latestSoFar - 1);
                i = end;
            }
        }
    }

    /// <summary>The Pareto pairs of the arrivals by vehicle at a stop.</summary>
    /// <returns>Number of pairs.</returns>
    public int ReadStop(ReadOnlySpan<ushort> latest, int stride, int lane, int stop, Span<int> arrivalSeconds, Span<int> latestSeconds)
    {
        var (count, best, lastArrival, latestOfAll) = (-1, 0, int.MinValue, table.Window.Count);
        var from = table.Window.FromSeconds - 1;
        foreach (var c in table.ArrivalAt.AsSpan(table.FirstArrivalAt[stop]..table.FirstArrivalAt[stop + 1]))
        {
            int reached = latest[(c * stride) + lane];
            if (reached <= best)
            {
                continue;
            }

            best = reached;
            var arrival = table.ArrivalSeconds[c];
            if (arrival != lastArrival)
            {
                count++;
                lastArrival = arrival;
            }

            (arrivalSeconds[count], latestSeconds[count]) = (arrival, from + reached);
            if (reached == latestOfAll)
            {
                break;
            }
        }

        return count + 1;
    }
}
