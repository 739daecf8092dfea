using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>
/// <c>region FOLDER [--scale S] [--seed N]</c> writes the files of a generated region, and <c>nation FOLDER ...</c> those of ten, side by side:
/// the same bytes for the same numbers, with little memory.
/// </summary>
static class RegionProgram
{
    /// <summary>How many regions <c>nation</c> writes.</summary>
    public const int RegionsOfNation = 10;

    const double West = 3_734_000;
    const double South = 2_577_000;
    const double BetweenRegionsMeters = 8_000;
    const int RegionsInRow = 5;

    const string Territory = """
        {
          "name": "NAME",
          "crs": "EPSG:2154",
          "osm": ["region.osm.pbf"],
          "gtfs": [{ "path": "gtfs.zip" }],
          "districts": [{ "path": "QP2024.geojson" }],
          "population": [{ "path": "carreaux_200m_met.csv" }],
          "communes": { "path": "communes.geojson" },
          "centralities": [{ "path": "centralites.geojson", "idField": "id", "labelField": "nom", "mainField": "principal", "levelField": "niveau" }],
          "places": [{ "path": "BPE24.csv", "format": "bpe" }],
          "modes": ["walk", "car", "transit"],
          "transit": { "date": "2026-03-10", "from": "07:00", "to": "09:00" }
        }
        """;

    /// <summary>Runs it.</summary>
    /// <returns>0, or 2 after saying what was expected.</returns>
    public static int Run(string command, ReadOnlySpan<string> arguments)
    {
        if (!RegionArguments.TryRead(arguments, out var folders, out var size, out _) || folders is not [var folder])
        {
            Console.Error.WriteLine($"usage: {command} FOLDER {RegionArguments.Usage}");
            return 2;
        }

        Write(folder, Plan(command == "nation", size));
        return 0;
    }

    /// <summary>Plans a region, or ten side by side.</summary>
    public static RegionPlan[] Plan(bool isNation, RegionSize size)
    {
        var step = (100_000 * Math.Sqrt(size.Scale)) + BetweenRegionsMeters;

        // Two columns of regions stand west of the first one's place, so that a whole nation stays within the country's coordinate system.
        var west = isNation ? West - (RegionsInRow / 2 * step) : West;
        return
        [
            .. Enumerable.Range(0, isNation ? RegionsOfNation : 1).Select(number => new RegionPlan(
                number, size, west + (number % RegionsInRow * step), South - (number / RegionsInRow * step))),
        ];
    }

    /// <summary>Writes all files of regions, and says what is in them.</summary>
    public static void Write(string folder, IReadOnlyList<RegionPlan> regions)
    {
        var clock = Stopwatch.StartNew();
        Directory.CreateDirectory(folder);
        string In(string name) => Path.Combine(folder, name);

        var (nodes, ways) = StreetPlan.Write(In("region.osm.pbf"), regions);
        var transit = new TransitPlan(regions);
        FeedWriter.Write(In("gtfs.zip"), transit);
        var (cells, people) = PeoplePlan.Write(In("carreaux_200m_met.csv"), regions);
        var places = FacilityPlan.Write(In("BPE24.csv"), regions);
        GeoJsonFile.WriteDistricts(In("QP2024.geojson"), regions);
        GeoJsonFile.WriteCommunes(In("communes.geojson"), regions);
        GeoJsonFile.WriteCentralities(In("centralites.geojson"), regions);
        var name = regions.Count > 1 ? "Nation générée" : "Région générée";
        File.WriteAllText(In("territory.json"), Territory.Replace("NAME", name, StringComparison.Ordinal) + "\n", new UTF8Encoding(false));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
             {name} {regions[0].Size}
             inhabitants   {people,12:N0} in {cells:N0} cells of 200 m
             settlements   {regions.Sum(region => region.Settlements.Count),12:N0}
             districts     {regions.Sum(region => region.Districts.Count),12:N0}
             OSM nodes     {nodes,12:N0} in {ways:N0} ways
             stops         {transit.ServedStops.Count,12:N0} on {transit.Lines.Count / 2:N0} lines
             stop times    {transit.StopTimes,12:N0}
             places        {places,12:N0}
             written in    {clock.Elapsed.TotalSeconds,12:N1} s
             peak memory   {Environment.WorkingSet >> 20,12:N0} MB (managed: {GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes >> 20:N0} MB)
             """));
    }
}
