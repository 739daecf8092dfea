using System.Globalization;
using System.Text;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Transit;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Writes the timetable as a GTFS zip.</summary>
public sealed class GtfsWriter(TransitNetwork network)
{
    const int MorningPeakFrom = 420;
    const int MorningPeakTo = 540;
    const int EveningPeakFrom = 990;
    const int EveningPeakTo = 1140;
    const int EveningFrom = 1230;

    readonly StringBuilder _trips = new("route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id,wheelchair_accessible,bikes_allowed\n");
    readonly StringBuilder _stopTimes = new("trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled,timepoint\n");

    public byte[] Write()
    {
        WriteTrips();
        return ZipWriter.Write(
        [
            Entry("agency.txt", $"agency_id,agency_name,agency_url,agency_timezone,agency_lang\nAUREL,{TransitPlan.AgencyName},https://aurelmont.example/,Europe/Paris,fr\n"),
            Entry("calendar.txt", Calendar()),
            Entry("calendar_dates.txt", CalendarDates()),
            Entry("feed_info.txt", $"feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version\nGeoCohesion (ville fictive),https://aurelmont.example/,fr,{Day(ServiceCalendar.First)},{Day(ServiceCalendar.Last)},2026-1\n"),
            Entry("frequencies.txt", Frequencies()),
            Entry("routes.txt", Routes()),
            Entry("shapes.txt", Shapes()),
            Entry("stop_times.txt", _stopTimes.ToString()),
            Entry("stops.txt", Stops()),
            Entry("transfers.txt", Transfers()),
            Entry("trips.txt", _trips.ToString()),
        ]);
    }

    static (string Name, byte[] Content) Entry(string name, string text) => (name, Encoding.UTF8.GetBytes(text));

    static string Day(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    static string Clock(int seconds) => string.Create(CultureInfo.InvariantCulture,
        $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}");

    static string Calendar()
    {
        var text = new StringBuilder("service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n");
        foreach (var service in (string[])[ServiceCalendar.Sunday, ServiceCalendar.Saturday, ServiceCalendar.SchoolWeekday,
            ServiceCalendar.HolidayWeekday])
        {
            DayOfWeek[] week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday,
                DayOfWeek.Saturday, DayOfWeek.Sunday];
            var days = string.Join(',', week.Select(day => ServiceCalendar.UsualService(day) == service ? '1' : '0'));
            text.Append(CultureInfo.InvariantCulture, $"{service},{days},{Day(ServiceCalendar.First)},{Day(ServiceCalendar.Last)}\n");
        }

        return text.ToString();
    }

    static string CalendarDates()
    {
        var text = new StringBuilder("service_id,date,exception_type\n");
        for (var date = ServiceCalendar.First; date <= ServiceCalendar.Last; date = date.AddDays(1))
        {
            var usual = ServiceCalendar.UsualService(date.DayOfWeek);
            var actual = ServiceCalendar.ServiceOn(date);
            if (usual != actual)
            {
                text.Append(CultureInfo.InvariantCulture, $"{usual},{Day(date)},2\n{actual},{Day(date)},1\n");
            }
        }

        return text.ToString();
    }

    static string Routes()
    {
        var text = new StringBuilder("route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_text_color\n");
        foreach (var line in TransitPlan.Lines.Append(TransitPlan.Evening))
        {
            var name = line.Headsign1.Length > 0 ? $"{line.Headsign1} - {line.Headsign0}" : line.Headsign0;
            text.Append(CultureInfo.InvariantCulture,
                $"L{line.Ids.Name},AUREL,{line.Ids.Name},{name},{(line.IsTram ? 0 : 3)},{line.Ids.Colour},FFFFFF\n");
        }

        return text.ToString();
    }

    string Shapes()
    {
        var text = new StringBuilder("shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled\n");
        foreach (var pattern in network.Patterns)
        {
            var meters = 0.0;
            for (var i = 0; i < pattern.Shape.Points.Count; i++)
            {
                meters += i == 0 ? 0 : Pt.Distance(pattern.Shape.Points[i - 1], pattern.Shape.Points[i]);
                var (longitude, latitude) = Frame.Wgs84(pattern.Shape.Points[i]);
                text.Append(CultureInfo.InvariantCulture, $"{pattern.ShapeId},{latitude:F6},{longitude:F6},{i + 1},{meters:F1}\n");
            }
        }

        return text.ToString();
    }

    string Stops()
    {
        var text = new StringBuilder("stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n");
        foreach (var place in network.Places)
        {
            if (place.IsTram)
            {
                var (longitude, latitude) = Frame.Wgs84(place.At);
                text.Append(CultureInfo.InvariantCulture, $"{place.StationId},{place.Name},{latitude:F6},{longitude:F6},1,,1\n");
            }

            // Trams are level with their platforms; of the bus stops some are, some are not, and of some nobody knows.
            var kerb = new Rng((ulong)place.Number).Share();
            var wheelchair = place.IsTram || kerb < 0.6 ? 1 : kerb < 0.78 ? 2 : 0;
            foreach (var side in place.Sides)
            {
                var (longitude, latitude) = Frame.Wgs84(place.Pole(side));
                text.Append(CultureInfo.InvariantCulture,
                    $"{place.PoleId(side)},{place.Name},{latitude:F6},{longitude:F6},0,{(place.IsTram ? place.StationId : "")},{wheelchair}\n");
            }
        }

        return text.ToString();
    }

    string Transfers()
    {
        var text = new StringBuilder("from_stop_id,to_stop_id,transfer_type,min_transfer_time\n");
        foreach (var tram in network.Places.Where(p => p.IsTram))
        {
            foreach (var bus in network.Places.Where(p => !p.IsTram && Pt.Distance(p.At, tram.At) < 130))
            {
                foreach (var (from, to) in tram.Sides.SelectMany(t => bus.Sides.SelectMany(b => ((string, string)[])[(tram.PoleId(t),
                    bus.PoleId(b)), (bus.PoleId(b), tram.PoleId(t))])))
                {
                    text.Append(CultureInfo.InvariantCulture, $"{from},{to},2,{120 + ((int)(Pt.Distance(bus.At, tram.At) / 30) * 30)}\n");
                }
            }

            if (tram.Sides.Count == 2)
            {
                text.Append(CultureInfo.InvariantCulture, $"{tram.PoleId(0)},{tram.PoleId(1)},0,\n");
            }
        }

        return text.ToString();
    }

    static string Frequencies()
    {
        var text = new StringBuilder("trip_id,start_time,end_time,headway_secs,exact_times\n");
        var line = TransitPlan.Evening;
        foreach (var (service, minutes) in EveningServices())
        {
            text.Append(CultureInfo.InvariantCulture, $"LN-{service},{Clock(line.First * 60)},{Clock(line.Last * 60)},{minutes * 60},0\n");
        }

        return text.ToString();
    }

    static (string Service, int Minutes)[] EveningServices() =>
    [
        (ServiceCalendar.SchoolWeekday, TransitPlan.Evening.Headways.Evening),
            (ServiceCalendar.HolidayWeekday, TransitPlan.Evening.Headways.Evening),
        (ServiceCalendar.Saturday, TransitPlan.Evening.Headways.Saturday), (ServiceCalendar.Sunday, TransitPlan.Evening.Headways.Sunday),
    ];

    void WriteTrips()
    {
        foreach (var there in network.Patterns.Where(p => p.Direction == 0 && p.Line != TransitPlan.Evening))
        {
            var back = network.Patterns.Single(p => p.Line == there.Line && p.Direction == 1);
            foreach (var service in (string[])[ServiceCalendar.SchoolWeekday, ServiceCalendar.HolidayWeekday, ServiceCalendar.Saturday,
                ServiceCalendar.Sunday])
            {
                var trips = Departures(there, service).Concat(Departures(back, service)).OrderBy(t => t.Minute)
                    .ThenBy(t => t.Pattern.Direction).ToList();
                var blocks = new Blocks();
                foreach (var (pattern, minute) in trips)
                {
                    WriteTrip(pattern, service, minute, blocks);
                }
            }
        }

        var evening = network.Patterns.Single(p => p.Line == TransitPlan.Evening);
        foreach (var (service, _) in EveningServices())
        {
            WriteTripRow(evening, service, $"LN-{service}", "");
            WriteStopTimes(evening, $"LN-{service}", 0, evening.ArrivalSeconds(1));
        }
    }

    static IEnumerable<(Pattern Pattern, int Minute)> Departures(Pattern pattern, string service)
    {
        var line = pattern.Line;
        var sundayLater = service == ServiceCalendar.Sunday ? 75 : 0;

        // Lines do not all leave on the full hour.
        var minute = line.First + sundayLater + (line.Ids.Name[0] * 3 % 7) + (pattern.Direction * 4);
        while (minute <= line.Last)
        {
            var headway = HeadwayAt(line.Headways, service, minute);
            if (headway == 0)
            {
                yield break;
            }

            yield return (pattern, minute);
            minute += headway;
        }
    }

    static int HeadwayAt(Headways headways, string service, int minute)
    {
        if (minute >= EveningFrom)
        {
            return service == ServiceCalendar.Sunday && headways.Evening > 0 ? Math.Max(headways.Evening, headways.Sunday)
                : headways.Evening;
        }

        return service switch
        {
            ServiceCalendar.Sunday => headways.Sunday,
            ServiceCalendar.Saturday => headways.Saturday,
            ServiceCalendar.SchoolWeekday when IsPeak(minute) => headways.Peak,
            _ => minute < 390 ? headways.Day * 3 / 2 : headways.Day,
        };
    }

    static bool IsPeak(int minute) => minute is >= MorningPeakFrom - 20 and < MorningPeakTo or >= EveningPeakFrom and < EveningPeakTo;

    void WriteTrip(Pattern pattern, string service, int minute, Blocks blocks)
    {
        var isSlow = !pattern.Line.IsTram && service == ServiceCalendar.SchoolWeekday && IsPeak(minute);
        var arrivals = pattern.ArrivalSeconds(isSlow ? 1.08 : 1);
        var trip = string.Create(CultureInfo.InvariantCulture, $"L{pattern.Line.Ids.Name}-{service}-{pattern.Direction}-{minute:D4}");
        var block = pattern.Line.HasBlocks ? $"{pattern.Line.Ids.Name}-{service}-{blocks.Take(pattern.Direction, minute * 60, (minute * 60) + arrivals[^1])}" : "";
        WriteTripRow(pattern, service, trip, block);
        WriteStopTimes(pattern, trip, minute * 60, arrivals);
    }

    void WriteTripRow(Pattern pattern, string service, string trip, string block)
    {
        // Line 9 runs old minibuses; nobody has said anything about line 7.
        var wheelchair = pattern.Line.Ids.Name switch { "9" => 2, "7" => 0, _ => 1 };
        _trips.Append(CultureInfo.InvariantCulture,
            $"L{pattern.Line.Ids.Name},{service},{trip},{(pattern.Direction == 0 ? pattern.Line.Headsign0 : pattern.Line.Headsign1)},{pattern.Direction},{block},{pattern.ShapeId},{wheelchair},{(pattern.Line.IsTram ? 1 : 2)}\n");
    }

    void WriteStopTimes(Pattern pattern, string trip, int departure, int[] arrivals)
    {
        const int EveryTimepoint = 4;
        for (var i = 0; i < arrivals.Length; i++)
        {
            var (place, side, meters) = pattern.Stops[i];
            var isTimed = !pattern.Line.HasTimepointsOnly || i % EveryTimepoint == 0 || i == arrivals.Length - 1;
            var arrival = departure + arrivals[i];
            var dwell = i > 0 && i < arrivals.Length - 1 && place.Name is "Gare SNCF" or "Hôtel de Ville" ? 20 : 0;
            var times = isTimed ? $"{Clock(arrival)},{Clock(arrival + dwell)}" : ",";
            var distance = pattern.Line.HasTimepointsOnly ? meters.ToString("F1", CultureInfo.InvariantCulture) : "";

            // Nobody boards at the last stop, nobody alights at the first.
            var pickup = i == arrivals.Length - 1 ? 1 : 0;
            var dropOff = i == 0 ? 1 : 0;
            _stopTimes.Append(CultureInfo.InvariantCulture,
                $"{trip},{times},{place.PoleId(side)},{i + 1},{pickup},{dropOff},{distance},{(isTimed ? 1 : 0)}\n");
        }
    }

    /// <summary>Which vehicle takes a trip: the one that has waited longest at its terminus, or a new one.</summary>
    sealed class Blocks
    {
        const int TurnSeconds = 120;
        readonly List<(int ReadySeconds, int AtEnd)> _vehicles = [];

        public int Take(int direction, int departure, int arrival)
        {
            var vehicle = _vehicles.FindIndex(v => v.AtEnd == direction && v.ReadySeconds <= departure);
            if (vehicle < 0)
            {
                vehicle = _vehicles.Count;
                _vehicles.Add(default);
            }

            _vehicles[vehicle] = (arrival + TurnSeconds, 1 - direction);
            return vehicle + 1;
        }
    }
}
