using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Osm;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Population;
using GeoCohesion.Data.Sources.Territories;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Everything that a territory names except streets and timetables, read and checked.</summary>
public sealed record TerritoryInputs
{
    // A bicycle or a bus covers this in well over half an hour; places beyond take no part in any figure.
    const double ReachMeters = 30_000;
    const double MetersPerDegree = 111_320;

    /// <summary>The territory.</summary>
    public required Territory Territory { get; init; }

    /// <summary>Content of every input.</summary>
    public required InputRegister Register { get; init; }

    /// <summary>Districts, by code in ordinal order.</summary>
    public required IReadOnlyList<District> Districts { get; init; }

    /// <summary>Origins, by district, then by cell.</summary>
    public required IReadOnlyList<Origin> Origins { get; init; }

    /// <summary>Points of departure of residents outside every district, by cell; empty without a population or when not asked for.</summary>
    public required IReadOnlyList<Origin> Surroundings { get; init; }

    /// <summary>Centralities.</summary>
    public required IReadOnlyList<Centrality> Centralities { get; init; }

    /// <summary>Communes; empty when none are given.</summary>
    public required IReadOnlyList<Commune> Communes { get; init; }

    /// <summary>Per district, communes it lies in, by geometry, largest share first.</summary>
    public required IReadOnlyList<IReadOnlyList<Commune>> CommunesOfDistrict { get; init; }

    /// <summary>Classes that are computed.</summary>
    public required IReadOnlyList<PlaceClass> Classes { get; init; }

    /// <summary>Places of those classes.</summary>
    public required IReadOnlyList<Place> Places { get; init; }

    /// <summary>Reads everything.</summary>
    /// <exception cref="InputException">An input cannot be used.</exception>
    public static TerritoryInputs Read(string territoryPath, NoticeLog notices, int threads, IProgress<JobProgress> progress)
    {
        const string Step = "Reading inputs";
        progress.Report(new JobProgress(Step, 0));
        var territory = TerritoryFile.Read(territoryPath);
        var register = RegisterAll(territory);
        progress.Report(new JobProgress(Step, 0.2));

        IReadOnlyList<District> districts = [.. territory.Districts.SelectMany(options => DistrictSource.Read(options, notices)).OrderBy(district => district.Code, StringComparer.Ordinal)];
        RequireDistinct(districts, territory);
        var districtsExtent = new Envelope();
        foreach (var district in districts)
        {
            districtsExtent.ExpandToInclude(district.Perimeter.EnvelopeInternal);
        }

        progress.Report(new JobProgress(Step, 0.3));

        IReadOnlyList<Commune> communes = territory.Communes is null ? [] : CommuneFinder.FromBoundaries(BoundarySource.Read(territory.Communes, notices));
        var communesOfDistrict = DistrictCommunes.Find(districts, communes);

        // One box per district: over a whole country a single box would hold every cell.
        Envelope[] boxes = [.. districts.Select(district => Expand(district.Perimeter.EnvelopeInternal, territory.SurroundingsMeters)), .. SurroundingCommunes()];
        IReadOnlyList<PopulationCell> cells = [.. territory.Population.SelectMany(options => PopulationSource.Read(options, boxes, notices))];
        progress.Report(new JobProgress(Step, 0.5));
        var origins = OriginBuilder.Build(districts, cells, new OriginOptions { GridSpacingMeters = territory.GridSpacingMeters, GridCrs = territory.Crs }, notices);

        IReadOnlyList<Origin> surroundings = territory.SurroundingsMeters > 0 ? SurroundingsBuilder.Build(cells, origins) : [];

        var reach = Expand(districtsExtent, ReachMeters);
        var classes = territory.ClassesPath is { } classesPath ? PlaceClasses.Load(classesPath) : PlaceClasses.Default;
        var asked = territory.Classes.Select((name, i) => classes.Pick(name, territory.At(FormattableString.Invariant($"classes[{i}]")))).ToArray();
        var places = ReadPlaces(territory, classes, reach, notices, threads);
        progress.Report(new JobProgress(Step, 0.8));
        var centralities = ReadCentralities(territory, places, reach, notices);
        var computed = asked.Length > 0 ? asked : [.. classes.All.Where(placeClass => places.Any(place => place.ClassName == placeClass.Name))];
        var names = computed.Select(placeClass => placeClass.Name).ToHashSet(StringComparer.Ordinal);
        progress.Report(new JobProgress(Step, 1));
        return new TerritoryInputs
        {
            Territory = territory,
            Register = register,
            Districts = districts,
            Origins = origins,
            Surroundings = surroundings,
            Centralities = centralities,
            Communes = communes,
            CommunesOfDistrict = communesOfDistrict,
            Classes = computed,
            Places = [.. places.Where(place => names.Contains(place.ClassName))],
        };

        // The intercommunality of a district is what the district is compared with.
        IEnumerable<Envelope> SurroundingCommunes()
        {
            var epcis = communesOfDistrict.SelectMany(ofDistrict => ofDistrict).Select(commune => commune.EpciCode).Where(code => code.Length > 0).ToHashSet(StringComparer.Ordinal);
            return territory.SurroundingsMeters > 0
                ? communes.Where(commune => epcis.Contains(commune.EpciCode)).Select(commune => commune.Shape.EnvelopeInternal)
                : [];
        }
    }

    static InputRegister RegisterAll(Territory territory)
    {
        var register = new InputRegister(Path.GetDirectoryName(Path.GetFullPath(territory.SourcePath))!);
        register.Add("territory", Path.GetFullPath(territory.SourcePath));
        Add("osm", territory.OsmPaths);
        Add("gtfs", territory.Feeds.Select(feed => feed.Path));
        Add("districts", territory.Districts.Select(options => options.Path));
        Add("population", territory.Population.Select(options => options.Path));
        Add("communes", territory.Communes is null ? [] : [territory.Communes.Path]);
        Add("centralities", territory.Centralities.Select(input => input.File?.Path).OfType<string>());
        Add("places", territory.Places.Select(options => options.Path).Where(path => path.Length > 0));
        Add("finess", territory.Places.Select(options => options.FinessPath).OfType<string>());
        Add("classes", territory.ClassesPath is null ? [] : [territory.ClassesPath]);
        return register;

        void Add(string role, IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                register.Add(role, path);
            }
        }
    }

    static List<Place> ReadPlaces(Territory territory, PlaceClasses classes, Envelope reach, NoticeLog notices, int threads)
    {
        var sources = Catalog.Of<IPlaceSource>();
        var places = new List<Place>();
        foreach (var (i, options) in territory.Places.Index())
        {
            // Looked up here for the line in territory.json; the source looks it up again for itself.
            _ = options.ClassName is { } className ? classes.Pick(className, territory.At(FormattableString.Invariant($"places[{i}].class"))) : null;
            places.AddRange(options.Format == TerritoryFile.OsmFormat
                ? OsmPlaces(territory, classes, reach, notices, threads)
                : Source(options.Format, FormattableString.Invariant($"places[{i}].format")).Read(options with { AreaOfInterestWgs84 = reach }, classes, notices));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in places.Where(place => !seen.Add(place.Id)))
        {
            notices.Add("place-duplicate", NoticeSeverity.Warning, new SourceLocation(place.Source), $"the id {place.Id} stands in the inputs more than once; every one of them is kept.");
        }

        return places;

        IPlaceSource Source(string format, string property) => sources.TryGetValue(format, out var source)
            ? source
            : throw new InputException(
                "unknown-name",
                $"'{format}' is not known; use one of: {string.Join(", ", sources.Keys.Append(TerritoryFile.OsmFormat))}.",
                territory.At(property));
    }

    static IEnumerable<Place> OsmPlaces(Territory territory, PlaceClasses classes, Envelope reach, NoticeLog notices, int threads)
    {
        var elements = OsmPbfReader.Read(territory.OsmPaths, OsmInterest.Places, notices, threads);
        var source = Path.GetFileName(territory.OsmPaths[0]);
        return OsmPoints.Read(elements, tags => classes.OfOsmTags(tags).Count > 0)
            .Where(point => reach.Contains(point.Longitude, point.Latitude))
            .SelectMany(point => OsmPlaceMapper.Map(point.Type, point.Id, point.Longitude, point.Latitude, point.Tags, classes, source));
    }

    static IReadOnlyList<Centrality> ReadCentralities(Territory territory, IReadOnlyList<Place> places, Envelope reach, NoticeLog notices)
    {
        var centralities = new List<Centrality>();
        foreach (var input in territory.Centralities)
        {
            if (input.File is { } file)
            {
                centralities.AddRange(CentralitySource.Read(file with { AreaOfInterestWgs84 = reach }, notices));
            }

            centralities.AddRange(input.Points.Select(point => new Centrality
            {
                Id = point.Id,
                Label = point.Label,
                IsMain = point.IsMain,
                Points = [(point.Longitude, point.Latitude)],
                Source = territory.SourcePath,
            }));
            if (input.TownHalls)
            {
                centralities.AddRange(CentralitySource.FromPlaces(places, input.MainCommune, notices));
            }
        }

        if (centralities.Count == 0)
        {
            throw new InputException("centralities-empty", "no centrality is left within 30 km of the districts; the half hour has no target.", territory.At("centralities"));
        }

        if (centralities.GroupBy(centrality => centrality.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException("centrality-duplicate", $"the id '{twice.Key}' stands for {twice.Count()} centralities; ids must differ.", territory.At("centralities"));
        }

        return CentralitySource.EnsureMain(centralities, notices);
    }

    static void RequireDistinct(IReadOnlyList<District> districts, Territory territory)
    {
        if (districts.Count == 0)
        {
            throw new InputException("districts-empty", "the files of districts hold no district.", territory.At("districts"));
        }

        for (var i = 1; i < districts.Count; i++)
        {
            if (districts[i].Code == districts[i - 1].Code)
            {
                throw new InputException("district-duplicate", $"the code '{districts[i].Code}' stands in {districts[i - 1].Source} and {districts[i].Source}; codes must differ.", territory.At("districts"));
            }
        }
    }

    static Envelope Expand(Envelope extent, double meters)
    {
        var expanded = extent.Copy();
        expanded.ExpandBy(meters / (MetersPerDegree * Math.Cos(extent.Centre.Y * Math.PI / 180)), meters / MetersPerDegree);
        return expanded;
    }
}
