using System.Globalization;
using System.Text;
using GeoCohesion.SampleCity.Facilities;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Population;
using GeoCohesion.SampleCity.Streets;
using GeoCohesion.SampleCity.Transit;
using GeoCohesion.SampleCity.Writing;

namespace GeoCohesion.SampleCity;

/// <summary>Makes the whole city, and its files. The same bytes each time.</summary>
public sealed class CityFiles
{
    const ulong Seed = 96;

    CityFiles(StreetMap map, TransitNetwork network, IReadOnlyList<GridCell> cells, IReadOnlyList<(string Name, byte[] Content)> files) =>
        (Map, Network, Cells, Files) = (map, network, cells, files);

    public StreetMap Map { get; }

    public TransitNetwork Network { get; }

    public IReadOnlyList<GridCell> Cells { get; }

    /// <summary>Name in the city's folder and content.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Files { get; }

    public static CityFiles Make()
    {
        var map = StreetPlanner.Build(Seed);
        var network = new TransitBuilder(map).Build();
        var planner = new FacilityPlanner(map);
        var facilities = planner.Build();
        var cells = PopulationGrid.Build();
        var services = UserServices(planner);
        var franceServices = FranceServicesWriter.Write(facilities, planner);
        var osm = new OsmComposer(map, network, facilities).Compose();
        return new CityFiles(map, network, cells,
        [
            ("aurelmont.osm.pbf", OsmPbfWriter.Write(osm)),
            ("gtfs.zip", new GtfsWriter(network).Write()),
            ("QP2024_Aurelmont_WGS84.geojson", DistrictsGeoJson()),
            .. ShapefileWriter.Write([.. CityPlan.Districts.Select(d => (Parts(d), Fields(d)))])
                .Select(f => ("QP2024_Aurelmont_LB93" + f.Extension, f.Content)),
            ("BPE24.csv", BpeWriter.Write(facilities)),
            ("carreaux_200m_met.csv", FilosofiWriter.Write(cells)),
            ("france-services.csv", franceServices),
            ("communes.geojson", CommunesGeoJson(cells)),
            ("centralites.geojson", CentralitiesGeoJson()),
            ("etalab-cs1100507-stock-20260105-0337.csv", HealthWriter.Finess(facilities)),
            ("PS_LibreAcces_Personne_activite_202601050812.txt", HealthWriter.Rpps(facilities)),
            ("services.csv", services),
            ("FD_MOBPRO_2021.csv", FlowWriter.Commuters()),
            ("FD_MOBSCO_2021.csv", FlowWriter.Pupils()),
            ("territory.json", Encoding.UTF8.GetBytes(TerritoryFile.Text)),
        ]);
    }

    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in Files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }
    }

    static IReadOnlyList<Area> Parts(PriorityDistrict district) => [district.Zone.Area, .. district.Outliers];

    static (string Key, string Value)[] Fields(PriorityDistrict district) =>
    [
        ("code_qp", district.Code), ("lib_qp", district.Name), ("insee_reg", CityPlan.RegionCode), ("lib_reg", CityPlan.RegionName),
        ("insee_dep", CityPlan.DepartmentCode), ("lib_dep", CityPlan.DepartmentName),
        ("insee_com", district.Commune), ("lib_com", CityPlan.Communes.Single(c => c.Code == district.Commune).Name),
        ("siren_epci", CityPlan.Siren), ("lib_epci", CityPlan.AgglomerationName),
    ];

    static byte[] DistrictsGeoJson() => GeoJsonWriter.Areas(
        "QP2024_Aurelmont_WGS84",
        CityPlan.Districts.Select(d => (Parts(d), d.Outliers.Length > 0, Fields(d).Select(f => (f.Key, (object)f.Value)).ToArray())));

    static byte[] CommunesGeoJson(IReadOnlyList<GridCell> cells) => GeoJsonWriter.Areas(
        "communes",
        CityPlan.Communes.Select(commune =>
        {
            var people = (int)Math.Round(cells.Where(c => BpeWriter.CommuneOf(c.Centre) == commune).Sum(c => c.Inhabitants));
            (string, object)[] properties =
            [
                ("code", commune.Code), ("nom", commune.Name), ("population", people), ("siren_epci", CityPlan.Siren),
                ("lib_epci", CityPlan.AgglomerationName), ("insee_dep", CityPlan.DepartmentCode), ("insee_reg", CityPlan.RegionCode),
            ];
            return ((IReadOnlyList<Area>)[commune.Area], false, properties);
        }));

    static byte[] CentralitiesGeoJson() => GeoJsonWriter.Points(
        "centralites",
        CityPlan.Centralities.Select(c => (c.At, new (string, object)[] { ("id", c.Id), ("nom", c.Name), ("niveau", c.Level),
            ("principal", c.IsMain) })));

    static byte[] UserServices(FacilityPlanner planner)
    {
        var text = new StringBuilder("service,name,lon,lat,from,to\n");
        foreach (var (service, name, at, from, to) in FacilityPlan.UserServices)
        {
            var (longitude, latitude) = Frame.Wgs84(planner.Nearest("", name, at).At);
            text.Append(CultureInfo.InvariantCulture, $"{service},{name},{longitude},{latitude},{from},{to}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
