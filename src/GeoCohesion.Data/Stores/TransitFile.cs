using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Data.Stores;

/// <summary>Keeps a <see cref="PublicTransport"/> in one file, beside that of its streets.</summary>
/// <remarks>
/// A <see cref="ColumnFile"/>: build key of the streets, parameters, days with their timetables, and per street mode the doors of the stops. Stops stand
/// once, since all days have the same. Equal timetables give equal bytes.
/// </remarks>
public static class TransitFile
{
    /// <summary>Format version written, and the only one read.</summary>
    public const int FormatVersion = 1;

    static readonly ColumnFile s_file = new("GEOCOHT\n", FormatVersion, "timetable");

    /// <summary>Writes a timetable, or replaces the one that is there; killed at any moment, the old file stays.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="transport">What is written.</param>
    /// <param name="streets">The streets that its doors are on.</param>
    /// <exception cref="InputException">The file cannot be written there (<c>file-unwritable</c>).</exception>
    public static void Write(string path, PublicTransport transport, StreetNetwork streets) => AtomicFile.Write(path, stream => s_file.Write(stream, writer =>
    {
        writer.Text(streets.BuildKey);
        writer.Texts([.. transport.Modes]);
        writer.Column<int>(
        [
            transport.Window.FromSeconds, transport.Window.ToSeconds,
            transport.Options.BoardingSlackSeconds, transport.Options.MaxDurationSeconds, transport.Options.MaxRides,
            transport.LongestWalkSeconds, transport.LongestRideSeconds,
        ]);
        WriteStops(writer, transport.Days[0].Timetable.Stops);
        writer.Number(transport.Days.Count);
        foreach (var day in transport.Days)
        {
            writer.Texts([day.Name, day.French, day.English]);
            WriteTimetable(writer, day.Timetable);
        }

        writer.Texts([.. Sorted(transport.FootNetworks.Keys)]);
        foreach (var mode in Sorted(transport.FootNetworks.Keys))
        {
            WriteDoors(writer, transport.FootNetworks[mode].Doors);
            WriteFootpaths(writer, transport.FootNetworks[mode].Footpaths);
        }

        writer.Texts([.. Sorted(transport.RideDoors.Keys)]);
        foreach (var mode in Sorted(transport.RideDoors.Keys))
        {
            WriteDoors(writer, transport.RideDoors[mode]);
        }
    }));

    /// <summary>Reads a timetable.</summary>
    /// <param name="stream">Stands at the start; knows its length.</param>
    /// <param name="at">Named in errors.</param>
    /// <param name="streets">The streets that it was written with.</param>
    /// <exception cref="InputException">It is no such file (<c>network-file-foreign</c>), of another format version (<c>network-file-version</c>), damaged
    /// (<c>network-file-damaged</c>), or belongs to other streets (<c>network-file-mismatch</c>).</exception>
    public static PublicTransport Read(Stream stream, SourceLocation at, StreetNetwork streets)
    {
        var (streetsKey, transport) = s_file.Read(stream, at, ReadAll);
        return streetsKey == streets.BuildKey
            ? transport(streets)
            : throw new InputException("network-file-mismatch", "the timetable belongs to other streets than those beside it: run again.", at);
    }

    static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    static void WriteStops(ColumnWriter writer, ReadOnlySpan<Stop> stops)
    {
        var all = stops.ToArray();
        writer.Texts([.. all.Select(stop => stop.Id)]);
        writer.Texts([.. all.Select(stop => stop.Name)]);
        writer.Texts([.. all.Select(stop => stop.StationId)]);
        writer.Column<double>([.. all.Select(stop => stop.Longitude)]);
        writer.Column<double>([.. all.Select(stop => stop.Latitude)]);
        writer.Column<byte>([.. all.Select(stop => (byte)stop.Wheelchair)]);
    }

    // Columns are read first and put together when the checksum was found right: hence the functions below.
    static (string StreetsKey, Func<StreetNetwork, PublicTransport> Transport) ReadAll(ColumnReader reader)
    {
        var (key, modes, parameters, stops) = (reader.Text(), reader.Texts(), reader.Column<int>(), ReadStops(reader));
        var days = new List<(string[] Names, Func<Stop[], Timetable> Timetable)>();
        for (var left = reader.Count(); left > 0; left--)
        {
            days.Add((reader.Texts(), ReadTimetable(reader)));
        }

        var foot = reader.Texts().Select(mode => (Mode: mode, Doors: ReadDoors(reader), Footpaths: ReadFootpaths(reader))).ToArray();
        var rides = reader.Texts().Select(mode => (Mode: mode, Doors: ReadDoors(reader))).ToArray();
        return (key, streets =>
        {
            var allStops = stops();
            return new PublicTransport
            {
                Modes = modes,
                Window = new TimeWindow(parameters[0], parameters[1]),
                Options = new TransitOptions { BoardingSlackSeconds = parameters[2], MaxDurationSeconds = parameters[3], MaxRides = parameters[4] },
                LongestWalkSeconds = parameters[5],
                LongestRideSeconds = parameters[6],
                Days = [.. days.Select(day => new TimetableDay(day.Names[0], day.Names[1], day.Names[2], day.Timetable(allStops)))],
                FootNetworks = foot.ToDictionary(on => on.Mode, on => new FootNetwork(on.Doors(streets.Graph(on.Mode)), on.Footpaths())),
                RideDoors = rides.ToDictionary(on => on.Mode, on => on.Doors(streets.Graph(on.Mode))),
            };
        }
        );
    }

    static Func<Stop[]> ReadStops(ColumnReader reader)
    {
        var (ids, names, stations) = (reader.Texts(), reader.Texts(), reader.Texts());
        var (longitudes, latitudes, wheelchair) = (reader.Column<double>(), reader.Column<double>(), reader.Column<byte>());
        return () =>
        [
            .. ids.Select((id, i) => new Stop
            {
                Id = id,
                Name = names[i],
                StationId = stations[i],
                Longitude = longitudes[i],
                Latitude = latitudes[i],
                Wheelchair = (WheelchairAccess)wheelchair[i],
            }),
        ];
    }

    static void WriteTimetable(ColumnWriter writer, Timetable timetable)
    {
        writer.Number(timetable.ServiceDate.DayNumber);
        var routes = timetable.Routes.ToArray();
        writer.Texts([.. routes.Select(route => route.Id)]);
        writer.Texts([.. routes.Select(route => route.Name)]);
        writer.Texts([.. routes.Select(route => route.LongName)]);
        writer.Texts([.. routes.Select(route => route.Agency)]);
        writer.Texts([.. routes.Select(route => route.Color)]);
        writer.Column<int>([.. routes.Select(route => route.RouteType)]);
        writer.Texts(timetable.TripIds.ToArray());
        writer.Column(timetable.TripRoute);
        writer.Texts(timetable.TripHeadsign.ToArray());
        WriteTimes(writer, timetable);
    }

    /// <summary>Writes what a search reads of a timetable beside the routes of its trips.</summary>
    internal static void WriteTimes(ColumnWriter writer, Timetable timetable)
    {
        writer.Column(timetable.TripWheelchair);
        writer.Column(timetable.TripContinuation);
        writer.Column(timetable.TripFirstStopTime);
        writer.Column(timetable.StopTimeStop);
        writer.Column(timetable.ArrivalSeconds);
        writer.Column(timetable.DepartureSeconds);
        writer.Column(timetable.Rights);
    }

    static Func<Stop[], Timetable> ReadTimetable(ColumnReader reader)
    {
        // Read in this order, that of WriteTimetable.
        var day = reader.Number();
        var (ids, names, longNames, agencies, colors, types) =
            (reader.Texts(), reader.Texts(), reader.Texts(), reader.Texts(), reader.Texts(), reader.Column<int>());
        var (tripIds, tripRoute, tripHeadsign) = (reader.Texts(), reader.Column<int>(), reader.Texts());
        var (tripWheelchair, tripContinuation, tripFirstStopTime) = (reader.Column<WheelchairAccess>(), reader.Column<int>(), reader.Column<int>());
        var (stopTimeStop, arrivalSeconds, departureSeconds) = (reader.Column<int>(), reader.Column<int>(), reader.Column<int>());
        var rights = reader.Column<StopTimeRights>();
        return stops => new Timetable(new TimetableColumns
        {
            ServiceDate = DateOnly.FromDayNumber((int)day),
            Stops = stops,
            Routes =
            [
                .. ids.Select((id, i) => new Route
                {
                    Id = id,
                    Name = names[i],
                    LongName = longNames[i],
                    Agency = agencies[i],
                    Color = colors[i],
                    RouteType = types[i],
                }),
            ],
            TripIds = tripIds,
            TripRoute = tripRoute,
            TripHeadsign = tripHeadsign,
            TripWheelchair = tripWheelchair,
            TripContinuation = tripContinuation,
            TripFirstStopTime = tripFirstStopTime,
            StopTimeStop = stopTimeStop,
            ArrivalSeconds = arrivalSeconds,
            DepartureSeconds = departureSeconds,
            Rights = rights,
        });
    }

    /// <summary>Writes the walks between stops.</summary>
    internal static void WriteFootpaths(ColumnWriter writer, Footpaths footpaths)
    {
        writer.Column(footpaths.FirstOut);
        writer.Column(footpaths.ToStop);
        writer.Column(footpaths.WalkSeconds);
        writer.Column(footpaths.ChangeSeconds);
    }

    static Func<Footpaths> ReadFootpaths(ColumnReader reader)
    {
        var (firstOut, toStop, walkSeconds, changeSeconds) = (reader.Column<int>(), reader.Column<int>(), reader.Column<int>(), reader.Column<int>());
        return () => new Footpaths(firstOut, toStop, walkSeconds, changeSeconds);
    }

    /// <summary>Writes where stops meet the streets.</summary>
    internal static void WriteDoors(ColumnWriter writer, StopDoors doors)
    {
        WriteDoors(writer, doors.StopCount, doors.ExitsOf);
        WriteDoors(writer, doors.StopCount, doors.EntrancesOf);
    }

    static void WriteDoors(ColumnWriter writer, int stopCount, DoorsOfStop doorsOf)
    {
        var counts = new int[stopCount];
        var columns = new List<int>();
        for (var stop = 0; stop < stopCount; stop++)
        {
            var doors = doorsOf(stop);
            counts[stop] = doors.Length;
            foreach (var door in doors)
            {
                columns.AddRange([door.Link, door.OffsetMillimeters, door.ConnectorMillimeters]);
            }
        }

        writer.Column<int>(counts);
        writer.Column<int>([.. columns]);
    }

    static Func<StreetGraph, StopDoors> ReadDoors(ColumnReader reader)
    {
        var (exits, entrances) = (ReadDoorsOfStops(reader), ReadDoorsOfStops(reader));
        return graph => new StopDoors(graph, exits(), entrances());
    }

    static Func<StreetPosition[][]> ReadDoorsOfStops(ColumnReader reader)
    {
        var (counts, columns) = (reader.Column<int>(), reader.Column<int>());
        return () =>
        {
            var doors = new StreetPosition[counts.Length][];
            var next = 0;
            for (var stop = 0; stop < doors.Length; stop++)
            {
                doors[stop] = new StreetPosition[counts[stop]];
                for (var i = 0; i < counts[stop]; i++, next += 3)
                {
                    doors[stop][i] = new StreetPosition(columns[next], columns[next + 1], columns[next + 2]);
                }
            }

            return doors;
        };
    }

    delegate ReadOnlySpan<StreetPosition> DoorsOfStop(int stop);
}
