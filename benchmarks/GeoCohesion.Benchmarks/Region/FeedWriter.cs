using System.Globalization;
using System.IO.Compression;
using System.Text;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Writes the lines of generated regions as a GTFS feed, line of text by line of text.</summary>
static class FeedWriter
{
    public static void Write(string path, TransitPlan plan)
    {
        using var file = File.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        Write(zip, "agency.txt", ["agency_id,agency_name,agency_url,agency_timezone,agency_lang", "GEN,Réseau généré,https://reseau.example/,Europe/Paris,fr"]);
        Write(zip, "calendar.txt",
        [
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            .. TransitPlan.Services.Select(service => $"{service.Id},{service.Days},{service.From},{service.To}"),
        ]);
        Write(zip, "routes.txt",
        [
            "route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_text_color",
            .. plan.Lines.Where(line => line.Direction == 0).Select(line => Text(
                $"{line.Route},GEN,{line.Route},{plan.Stops[line.Stops[0]].Name} - {plan.Stops[line.Stops[^1]].Name},{line.RouteType},0072B2,FFFFFF")),
        ]);
        Write(zip, "stops.txt", Stops(plan).Prepend("stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding"));
        Write(zip, "trips.txt", Trips(plan).Prepend("route_id,service_id,trip_id,trip_headsign,direction_id,block_id,shape_id,wheelchair_accessible,bikes_allowed"));
        Write(zip, "stop_times.txt",
            StopTimes(plan).Prepend("trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled,timepoint"));
    }

    static IEnumerable<string> Stops(TransitPlan plan)
    {
        var toWgs84 = CrsTransform.ToWgs84(3035);
        foreach (var stop in plan.ServedStops.Select(served => plan.Stops[served]))
        {
            var (longitude, latitude) = toWgs84.Apply(stop.X, stop.Y);
            yield return Text($"{stop.Id},{stop.Name},{latitude:F6},{longitude:F6},0,,1");
        }
    }

    static IEnumerable<(RegionLine Line, string Service, string TripId, int DepartureSeconds)> AllTrips(TransitPlan plan) =>
        from line in plan.Lines
        from service in TransitPlan.Services
        from departure in plan.Departures(line, service.Thinning).Index()
        select (line, service.Id, Text($"{line.Id}:{service.Id}:{departure.Index:D4}"), departure.Item);

    static IEnumerable<string> Trips(TransitPlan plan) => AllTrips(plan).Select(trip =>
        $"{trip.Line.Route},{trip.Service},{trip.TripId},{plan.Stops[trip.Line.Stops[^1]].Name},{(trip.Line.Direction == 0 ? "0" : "1")},,,1,1");

    static IEnumerable<string> StopTimes(TransitPlan plan)
    {
        foreach (var (line, _, tripId, departureSeconds) in AllTrips(plan))
        {
            var at = departureSeconds;
            for (var position = 0; position < line.Stops.Count; position++)
            {
                at += position == 0 ? 0 : line.HopSeconds[position - 1];
                var time = Text($"{at / 3600:D2}:{at / 60 % 60:D2}:{at % 60:D2}");
                yield return Text($"{tripId},{time},{time},{plan.Stops[line.Stops[position]].Id},{position + 1},0,0,,1");
            }
        }
    }

    static void Write(ZipArchive zip, string name, IEnumerable<string> lines)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);

        // A zip entry carries a time; a fixed one keeps the bytes the same.
        entry.LastWriteTime = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
