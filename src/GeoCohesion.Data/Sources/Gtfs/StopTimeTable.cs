using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads <c>stop_times.txt</c>, the table that is long.</summary>
/// <remarks>
/// Rows may come in any order. A trip with a row that cannot be understood, or that runs back in time, is left out whole: a wrong time is worse than
/// a missing trip. Missing times between two given ones are filled in by <c>shape_dist_traveled</c> where all rows between have it, and else by
/// the straight lines from stop to stop.
/// </remarks>
sealed class StopTimeTable
{
    public const string FileName = "stop_times.txt";
    const int Missing = -1;
    const int ReportEveryRows = 1 << 16;

    readonly GtfsLoad _load;
    readonly GtfsStop[] _stops;
    readonly GtfsRoute[] _routes;
    readonly GtfsTrips _trips;
    readonly StopDistances _distances;
    readonly string _source;
    readonly bool[] _isFlawed;

    readonly ColumnBuilder<int> _trip = new();
    readonly ColumnBuilder<int> _sequence = new();
    readonly ColumnBuilder<int> _stop = new();
    readonly ColumnBuilder<int> _arrival = new();
    readonly ColumnBuilder<int> _departure = new();
    readonly ColumnBuilder<byte> _services = new();
    readonly ColumnBuilder<int> _line = new();
    readonly ColumnBuilder<float> _distance = new();

    // The trip at hand, in order of travel.
    int[] _tripRows = new int[64];
    int[] _tripArrival = new int[64];
    int[] _tripDeparture = new int[64];
    double[] _along = new double[64];

    StopTimeTable(GtfsLoad load, GtfsStop[] stops, GtfsRoute[] routes, GtfsTrips trips)
    {
        (_load, _stops, _routes, _trips) = (load, stops, routes, trips);
        _distances = new StopDistances(stops);
        _source = $"{load.Source}/{FileName}";
        _isFlawed = new bool[trips.Count];
        for (var trip = 0; trip < _isFlawed.Length; trip++)
        {
            _isFlawed[trip] = trips.IsFlawed(trip);
        }
    }

    public static GtfsStopTimes Read(GtfsLoad load, GtfsStop[] stops, IdIndex stopIds, GtfsRoute[] routes, GtfsTrips trips)
    {
        var reader = new StopTimeTable(load, stops, routes, trips);
        reader.ReadRows(stopIds);
        return reader.ToColumns();
    }

    void ReadRows(IdIndex stopIds)
    {
        using var table = _load.OpenRequired(FileName);
        var (id, sequence, stop) = (table.Require("trip_id"), table.Require("stop_sequence"), table.Require("stop_id"));
        var (arrival, departure) = (table.Require("arrival_time"), table.Require("departure_time"));
        var (pickUp, dropOff, distance) = (table.Column("pickup_type"), table.Column("drop_off_type"), table.Column("shape_dist_traveled"));
        var lastTrip = -1;
        var rowsToReport = ReportEveryRows;
        while (table.ReadRow())
        {
            if (--rowsToReport == 0)
            {
                rowsToReport = ReportEveryRows;
                _load.Report(table);
            }

            // Rows of a trip nearly always follow each other.
            var trip = lastTrip >= 0 && table[id].SequenceEqual(_trips.Ids.BytesOf(lastTrip)) ? lastTrip : _trips.Ids.Find(table[id]);
            if (trip < 0)
            {
                table.Tell("gtfs-unknown-trip", id, $"there is no trip '{table.Text(id)}' in trips.txt; the row was left out.");
                continue;
            }

            lastTrip = trip;
            if (_isFlawed[trip])
            {
                continue;
            }

            var stopIndex = stopIds.Find(table[stop]);
            if (!IsBoardingPlace(table, stop, stopIndex, trip)
                || !TryTime(table, arrival, trip, out var arrivalSeconds)
                || !TryTime(table, departure, trip, out var departureSeconds)
                || !TrySequence(table, sequence, trip, out var sequenceNumber))
            {
                continue;
            }

            _trip.Add(trip);
            _sequence.Add(sequenceNumber);
            _stop.Add(stopIndex);
            _arrival.Add(arrivalSeconds == Missing ? departureSeconds : arrivalSeconds);
            _departure.Add(departureSeconds == Missing ? arrivalSeconds : departureSeconds);
            _services.Add(GtfsStopTimes.Pack(Service(table, pickUp), Service(table, dropOff)));
            _line.Add(table.Line);
            if (distance >= 0)
            {
                table.TryDecimal(distance, out var along);
                _distance.Add((float)along);
            }
        }

        _load.Finish(table);
    }

    bool IsBoardingPlace(GtfsTable table, int column, int stop, int trip)
    {
        if (stop < 0)
        {
            Flaw(
                table,
                "gtfs-unknown-stop",
                column,
                trip,
                table[column].IsEmpty
                    ? "the row names no stop (zones of on-demand services are not read)"
                    : $"there is no stop '{table.Text(column)}' in stops.txt");
            return false;
        }

        var type = _stops[stop].Type;
        if (type is GtfsLocationType.Entrance or GtfsLocationType.Node)
        {
            Flaw(
                table,
                "gtfs-not-a-stop",
                column,
                trip,
                $"'{table.Text(column)}' is an entrance or a node of a station, where no vehicle stops");
            return false;
        }

        if (!_stops[stop].HasPosition)
        {
            table.Tell(
                "gtfs-stop-time-left-out",
                column,
                $"the trip '{_trips.IdOf(trip)}' calls at the stop '{table.Text(column)}', which has no position; this call was left out.");
            return false;
        }

        if (type is GtfsLocationType.Station or GtfsLocationType.BoardingArea)
        {
            table.Tell(
                "gtfs-not-a-platform",
                column,
                $"the trip '{_trips.IdOf(trip)}' calls at '{table.Text(column)}', which is not a platform; it was taken for one.",
                NoticeSeverity.Information);
        }

        return true;
    }

    bool TryTime(GtfsTable table, int column, int trip, out int seconds)
    {
        var field = table[column];
        if (field.IsEmpty)
        {
            seconds = Missing;
            return true;
        }

        if (GtfsValue.TryTime(field, out seconds))
        {
            return true;
        }

        Flaw(table, "gtfs-time-malformed", column, trip, $"'{table.Text(column)}' is not a time; expected HH:MM:SS, for example 25:10:00");
        return false;
    }

    bool TrySequence(GtfsTable table, int column, int trip, out int sequence)
    {
        if (GtfsValue.TryInteger(table[column], out sequence) && sequence >= 0)
        {
            return true;
        }

        Flaw(table, "gtfs-number-malformed", column, trip, $"'{table.Text(column)}' was found; a whole number from 0 is expected");
        return false;
    }

    static int Service(GtfsTable table, int column)
    {
        var field = table[column];
        if (field.IsEmpty)
        {
            return 0;
        }

        if (field.Length == 1 && field[0] is >= (byte)'0' and <= (byte)'3')
        {
            return field[0] - '0';
        }

        table.TryInteger(column, 0, 0, 3, out var value);
        return value;
    }

    void Flaw(GtfsTable table, string code, int column, int trip, string problem)
    {
        _isFlawed[trip] = true;
        table.Tell(code, column, $"{problem}; the trip '{_trips.IdOf(trip)}' was left out.", NoticeSeverity.Error);
    }

    void Flaw(string code, int row, string field, int trip, string problem)
    {
        _isFlawed[trip] = true;
        _load.Notices.Add(
            code,
            NoticeSeverity.Error,
            new SourceLocation(_source, row < 0 ? null : _line[row], field),
            $"{problem}; the trip '{_trips.IdOf(trip)}' was left out.");
    }

    GtfsStopTimes ToColumns()
    {
        var (first, order) = RowOrder.Group(_trip, _sequence, _trips.Count);
        var firstOfTrip = new int[_trips.Count + 1];
        var (stops, services) = (new int[order.Length], new byte[order.Length]);
        var (arrivals, departures) = (new int[order.Length], new int[order.Length]);
        var count = 0;
        for (var trip = 0; trip < _trips.Count; trip++)
        {
            var length = TakeTrip(trip, order.AsSpan(first[trip], first[trip + 1] - first[trip]));
            for (var i = 0; i < length; i++)
            {
                var row = _tripRows[i];
                (stops[count], services[count]) = (_stop[row], _services[row]);
                (arrivals[count], departures[count]) = (_tripArrival[i], _tripDeparture[i]);
                count++;
            }

            firstOfTrip[trip + 1] = count;
        }

        return new GtfsStopTimes(firstOfTrip, stops, arrivals, departures, services);
    }

    /// <summary>Lays a trip's rows out with every time filled in.</summary>
    /// <returns>How many stop times it has; 0 where it cannot run.</returns>
    int TakeTrip(int trip, ReadOnlySpan<int> rows)
    {
        if (_isFlawed[trip])
        {
            return 0;
        }

        var count = 0;
        EnsureRoom(rows.Length);
        foreach (var row in rows)
        {
            if (count > 0 && _sequence[row] == _sequence[_tripRows[count - 1]])
            {
                _load.Notices.Add(
                    "gtfs-sequence-twice",
                    NoticeSeverity.Warning,
                    new SourceLocation(_source, _line[row], "stop_sequence"),
                    $"the trip '{_trips.IdOf(trip)}' has the stop_sequence {_sequence[row]} twice; the first was read.");
                continue;
            }

            _tripRows[count] = row;
            _tripArrival[count] = _arrival[row];
            _tripDeparture[count++] = _departure[row];
        }

        if (count < 2)
        {
            var row = count == 0 ? -1 : _tripRows[0];
            Flaw("gtfs-trip-too-short", row, "trip_id", trip, $"the trip has {count} stop times; two at least are expected");
            return 0;
        }

        if (_tripDeparture[0] == Missing || _tripArrival[count - 1] == Missing)
        {
            var row = _tripRows[_tripDeparture[0] == Missing ? 0 : count - 1];
            Flaw(
                "gtfs-trip-end-untimed",
                row,
                "arrival_time",
                trip,
                "the first and the last stop time of a trip state a time; this one does not");
            return 0;
        }

        if (!RunsForward(trip, count))
        {
            return 0;
        }

        FillIn(count);
        return count;
    }

    bool RunsForward(int trip, int count)
    {
        var isTooFast = false;
        var previous = 0;
        for (var i = 0; i < count; i++)
        {
            if (_tripArrival[i] == Missing)
            {
                continue;
            }

            if (_tripDeparture[i] < _tripArrival[i])
            {
                Flaw("gtfs-trip-back-in-time", _tripRows[i], "departure_time", trip, "the vehicle departs before it arrives");
                return false;
            }

            if (i > 0 && _tripArrival[i] < _tripDeparture[previous])
            {
                Flaw(
                    "gtfs-trip-back-in-time",
                    _tripRows[i],
                    "arrival_time",
                    trip,
                    "the vehicle arrives before it departed from the stop before");
                return false;
            }

            if (i > 0 && !isTooFast)
            {
                isTooFast = TellTooFast(trip, previous, i);
            }

            previous = i;
        }

        return true;
    }

    bool TellTooFast(int trip, int from, int to)
    {
        var (fromStop, toStop) = (_stop[_tripRows[from]], _stop[_tripRows[to]]);
        var seconds = _tripArrival[to] - _tripDeparture[from];

        // Timetables in whole minutes say 08:00 for anything up to 08:00:59.
        var isInMinutes = _tripArrival[to] % 60 == 0 && _tripDeparture[from] % 60 == 0;
        var limitKph = VehicleSpeed.HighestKph(_routes[_trips.RouteOf(trip)].RouteType);
        var meters = _distances.Meters(fromStop, toStop);
        if (meters * 3.6 <= limitKph * (seconds + (isInMinutes ? 60 : 1)))
        {
            return false;
        }

        var problem = FormattableString.Invariant($"covers {meters:F0} m in {seconds} s, faster than {limitKph} km/h");
        _load.Notices.Add(
            "gtfs-too-fast",
            NoticeSeverity.Information,
            new SourceLocation(_source, _line[_tripRows[to]], "arrival_time"),
            $"the trip '{_trips.IdOf(trip)}' {problem}; it was kept.");
        return true;
    }

    /// <summary>Fills missing times in between those that are stated; both ends are.</summary>
    void FillIn(int count)
    {
        for (var i = 1; i < count; i++)
        {
            if (_tripArrival[i] != Missing)
            {
                continue;
            }

            var from = i - 1;
            var to = i + 1;
            while (_tripArrival[to] == Missing)
            {
                to++;
            }

            MeasureAlong(from, to);
            var (start, seconds) = (_tripDeparture[from], _tripArrival[to] - _tripDeparture[from]);
            for (; i < to; i++)
            {
                var share = _along[to] > 0 ? _along[i] / _along[to] : (double)(i - from) / (to - from);
                _tripArrival[i] = _tripDeparture[i] = start + (int)Math.Floor((seconds * share) + 0.5);
            }
        }
    }

    /// <summary>Distance from stop time <paramref name="from"/> along the trip: stated, where it never falls, else as the crow flies.</summary>
    void MeasureAlong(int from, int to)
    {
        var isStated = _distance.Count > 0;
        _along[from] = 0;
        for (var i = from + 1; i <= to && isStated; i++)
        {
            _along[i] = _distance[_tripRows[i]] - (double)_distance[_tripRows[from]];
            isStated = _along[i] >= _along[i - 1];
        }

        for (var i = from + 1; i <= to && !isStated; i++)
        {
            _along[i] = _along[i - 1] + _distances.Meters(_stop[_tripRows[i - 1]], _stop[_tripRows[i]]);
        }
    }

    void EnsureRoom(int length)
    {
        if (length > _tripRows.Length)
        {
            var size = Math.Max(length, 2 * _tripRows.Length);
            (_tripRows, _tripArrival, _tripDeparture, _along) = (new int[size], new int[size], new int[size], new double[size]);
        }
    }
}
