using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The <see cref="SmallTown"/> with a bus, whose streets, places, timetable, speeds and districts change from run to run.</summary>
sealed class ChangingTown(string folder)
{
    static readonly string[] s_classes = ["generaliste", "pharmacie", "mairie"];

    readonly List<(string Id, string ClassName, double Column, double Row)> _places =
        [("d1", "generaliste", 5, 2), ("d2", "generaliste", 40, 2), ("p1", "pharmacie", 1, 2), ("m1", "mairie", 44, 3)];

    readonly List<(int FromColumn, int FromRow, int ToColumn, int ToRow, string Highway)> _shortcuts = [];
    readonly List<(string Line, int Minute)> _trips = [("x", 6), ("x", 17), ("x", 37), ("y", 25)];
    int _nextPlace = 10;
    double _walkKph = 4;
    double _bicycleKph = 15;
    int _eastEnd = 31;
    int _limitMinutes = 30;

    public string TerritoryPath => Path.Combine(folder, "territory.json");

    /// <summary>Changes that can be made, by name.</summary>
    public IReadOnlyDictionary<string, Action<Random>> Changes => new SortedDictionary<string, Action<Random>>(StringComparer.Ordinal)
    {
        ["place added"] = random => _places.Add(($"n{_nextPlace++}", s_classes[random.Next(3)], random.Next(SmallTown.Columns), random.Next(SmallTown.Rows))),
        ["place moved"] = random =>
        {
            var i = random.Next(_places.Count);
            _places[i] = _places[i] with { Column = random.Next(SmallTown.Columns), Row = random.Next(SmallTown.Rows) };
        },
        ["place closed"] = random =>
        {
            if (_places.Count > 4)
            {
                _places.RemoveAt(random.Next(4, _places.Count));
            }
        },
        ["street opened"] = random => _shortcuts.Add((
            random.Next(SmallTown.Columns), random.Next(SmallTown.Rows), random.Next(SmallTown.Columns), random.Next(SmallTown.Rows), random.Next(3) switch
            {
                0 => "footway",
                1 => "cycleway",
                _ => "motorway",
            })),
        ["street closed"] = random =>
        {
            if (_shortcuts.Count > 0)
            {
                _shortcuts.RemoveAt(random.Next(_shortcuts.Count));
            }
        },
        ["timetable"] = random => _trips[random.Next(_trips.Count)] = (random.Next(2) == 0 ? "x" : "y", random.Next(50)),
        ["walking speed"] = random => _walkKph = 3.5 + (random.Next(10) / 10.0),
        ["cycling speed"] = random => _bicycleKph = 12 + random.Next(8),
        ["district"] = random => _eastEnd = 31 + random.Next(2),
        ["limit"] = random => _limitMinutes = 20 + (5 * random.Next(4)),
        ["nothing"] = _ => { },
    };

    /// <summary>Opens a footway far from all else.</summary>
    public void OpenStreet(string highway) => _shortcuts.Add((3, 0, 4, 1, highway));

    public void AddPharmacy() => _places.Add(("new", "pharmacie", 30, 1));

    public void MoveTrip() => _trips[0] = ("x", 9);

    public void WalkFaster() => _walkKph = 4.5;

    /// <summary>Writes all files.</summary>
    public void Save()
    {
        var town = new SmallTown(folder);
        var way = 5000;
        foreach (var (fromColumn, fromRow, toColumn, toRow, highway) in _shortcuts)
        {
            town.Streets.Way(way++, [Node(fromColumn, fromRow), Node(toColumn, toRow)], ("highway", highway));
        }

        town.Districts[2] = SmallTown.District(SmallTown.East, "L'Est", 29.5, 1.5, _eastEnd + 0.5, 2.5);
        WriteBus();
        town.Write("places.csv", "id,name,class,lon,lat\n" + string.Concat(_places.Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $"{place.Id},Place {place.Id},{place.ClassName},{SmallTown.Longitude(place.Column)},{SmallTown.Latitude(place.Row)}\n"))));
        town.Territory["gtfs"] = new JsonArray(new JsonObject { ["path"] = "bus" });
        town.Territory["modes"] = new JsonArray("walk", "bicycle", "car", "transit", "bicycle_transit");
        town.Territory["transit"] = new JsonObject { ["date"] = "2026-03-10", ["from"] = "08:00", ["to"] = "08:30" };
        town.Territory["speeds"] = new JsonObject { ["walkKph"] = _walkKph, ["bicycleKph"] = _bicycleKph };
        town.Territory["halfHour"] = new JsonObject { ["limit"] = FormattableString.Invariant($"{_limitMinutes}:00") };
        town.Save();
    }

    void WriteBus()
    {
        var (trips, times) = (new StringBuilder("route_id,service_id,trip_id\n"), new StringBuilder("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"));
        foreach (var (i, (line, minute)) in _trips.Index())
        {
            trips.Append(CultureInfo.InvariantCulture, $"R,daily,t{i}\n");
            var sequence = 0;
            foreach (var stop in line == "x" ? "ABC" : "CBA")
            {
                times.Append(CultureInfo.InvariantCulture, $"t{i},08:{minute + sequence:00}:00,08:{minute + sequence:00}:00,{stop},{++sequence}\n");
            }
        }

        foreach (var (name, text) in new Dictionary<string, string>(GtfsText.Tables(""))
        {
            ["stops.txt"] = BusLine.Stops + Stop("A", 10) + Stop("B", 40) + Stop("C", 44),
            ["trips.txt"] = trips.ToString(),
            ["stop_times.txt"] = times.ToString(),
        })
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "bus")).FullName, name), text);
        }
    }

    static string Stop(string id, int column) => FormattableString.Invariant($"{id},Stop {id},{SmallTown.Latitude(2)},{SmallTown.Longitude(column)},\n");

    static long Node(int column, int row) => (row * 1000) + column + 1;
}
