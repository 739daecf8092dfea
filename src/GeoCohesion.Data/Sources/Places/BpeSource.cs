using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>
/// INSEE's permanent base of equipments (BPE), located, one row per equipment: every edition from 2018 on, by the names of its columns.
/// </summary>
/// <remarks>
/// Positions are <c>LONGITUDE, LATITUDE</c> where filled, else <c>LAMBERT_X, LAMBERT_Y</c> in the system of the column <c>EPSG</c> or,
/// before 2023, of the department. Ids are <c>bpe:TYPEQU:DEPCOM:SIRET</c>, or the line (<c>L123</c>) where there is no SIRET. Old and new
/// codes are accepted in every edition.
/// </remarks>
public sealed class BpeSource : IPlaceSource
{
    /// <inheritdoc/>
    public string Name => "bpe";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices, new TableOptions { MissingMarkers = TableOptions.FrenchMissingMarkers });
        var columns = new Columns(table, options);
        var collector = new PlaceCollector(options, notices, isUserFile: false);
        var codesSeen = new HashSet<string>(StringComparer.Ordinal);
        while (table.Read())
        {
            var code = table.Text(columns.Type);
            codesSeen.Add(code);
            ReadRow(table, columns, options, code, classes.OfBpeCode(code), collector, notices);
        }

        ReportCodeLists(codesSeen, classes, options, notices);
        return collector.Finish(table.RecordsRead);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// INSEE also publishes the base by domain (the letter of a code: D is health). A whole one always has something of every domain within reach of a
    /// district, so a domain without a place is one that the file does not hold. A class that the present list has no code for is not supplied.
    /// </remarks>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places)
    {
        var domains = places.Select(place => place.SourceCode[0]).ToHashSet();
        return classes.All.Where(placeClass => placeClass.BpeCodes.Any(code => domains.Contains(code[0]))).Select(placeClass => placeClass.Name);
    }

    static void ReadRow(
        TableReader table,
        Columns columns,
        PlaceSourceOptions options,
        string code,
        IReadOnlyList<PlaceClass> classes,
        PlaceCollector collector,
        NoticeLog notices)
    {
        if (!TryRawPosition(table, columns, notices, out var x, out var y, out var epsg))
        {
            if (classes.Count > 0 && epsg is null)
            {
                collector.AddUnplaced(table.At(columns.X), $"an equipment of type {code} in commune {table.Text(columns.Commune)}");
            }

            return;
        }

        if (!collector.TryPosition(x, y, CrsTransform.ToWgs84(epsg!.Value), table.At(), out var longitude, out var latitude))
        {
            return;
        }

        if (classes.Count == 0)
        {
            collector.AddUnknownCode(code, table.At(columns.Type));
            return;
        }

        var commune = table.Text(columns.Commune);
        var siret = table.Text(columns.Siret);
        collector.Add(
            new Place
            {
                Id = $"bpe:{code}:{commune}:{(siret.Length > 0 ? siret : string.Create(CultureInfo.InvariantCulture, $"L{table.Line}"))}",
                ClassName = "",
                SourceCode = code,
                Name = table.Text(columns.Name),
                Longitude = longitude,
                Latitude = latitude,
                Capacity = table.NumberOrNull(columns.Count) is { } count and > 0 ? count : 1,
                Source = options.Path,
                Edition = options.Edition ?? table.Text(columns.Year),
                Quality = QualityOf(table.Text(columns.QualityOfAddress), table.Text(columns.QualityOfPosition)),
                CommuneCode = commune,
                IsItinerant = table.Utf8(columns.Kind).SequenceEqual("MO"u8) || table.Utf8(columns.Itinerant).SequenceEqual("1"u8),
            },
            classes,
            table.At());
    }

    /// <summary>
    /// Finds the position as the row gives it; a system that is not known is counted here, and only then is there one without a position.
    /// </summary>
    static bool TryRawPosition(TableReader table, Columns columns, NoticeLog notices, out double x, out double y, out int? epsg)
    {
        x = table.NumberOrNull(columns.Longitude) ?? 0;
        y = table.NumberOrNull(columns.Latitude) ?? 0;
        epsg = CrsNames.Wgs84;
        if (x != 0 || y != 0)
        {
            return true;
        }

        x = table.NumberOrNull(columns.X) ?? 0;
        y = table.NumberOrNull(columns.Y) ?? 0;
        epsg = null;
        if (x == 0 || y == 0)
        {
            return false;
        }

        if (columns.StatedEpsg is { } stated)
        {
            epsg = stated;
            return true;
        }

        var department = table.Text(columns.Department);
        epsg = (int?)table.NumberOrNull(columns.Epsg)
            ?? FrenchDepartments.EpsgOf(department.Length > 0 ? department : FrenchDepartments.OfCommune(table.Text(columns.Commune)));
        if (CrsTransform.IsKnown(epsg.Value))
        {
            return true;
        }

        notices.Add(
            "bpe-crs-unknown",
            NoticeSeverity.Warning,
            table.At(columns.Epsg),
            $"EPSG:{epsg} is not a known coordinate system; the equipment is left out.");
        return false;
    }

    static PositionQuality QualityOf(string address, string position) => address switch
    {
        "33" => PositionQuality.Poor,
        "12" or "21" or "22" => PositionQuality.Acceptable,
        "11" => PositionQuality.Good,
        _ => position.ToUpperInvariant() switch
        {
            "B" or "BONNE" => PositionQuality.Good,
            "A" or "ACCEPTABLE" => PositionQuality.Acceptable,
            "M" or "MAUVAISE" => PositionQuality.Poor,
            _ => PositionQuality.Unknown,
        },
    };

    /// <summary>Says which list of codes the file uses, from the codes that are in it: series break where the list changed.</summary>
    static void ReportCodeLists(HashSet<string> codesSeen, PlaceClasses classes, PlaceSourceOptions options, NoticeLog notices)
    {
        var at = new SourceLocation(options.Path, null, "TYPEQU");
        var groupsOfNewList = classes.All
            .Where(placeClass => placeClass.IsBpeBreak && placeClass.BpeCodes.Any(codesSeen.Contains))
            .Select(placeClass => placeClass.Group)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var placeClass in classes.All.Where(placeClass => placeClass.IsBpeBreak))
        {
            var old = placeClass.BpeOldCodes.Where(codesSeen.Contains).ToList();
            var present = placeClass.BpeCodes.Where(codesSeen.Contains).ToList();
            if (old.Count > 0 && present.Count > 0)
            {
                notices.Add(
                    "bpe-codes-mixed",
                    NoticeSeverity.Warning,
                    at,
                    $"'{placeClass.Name}' is coded by old ({string.Join(", ", old)}) and present ({string.Join(", ", present)}) codes; "
                    + "places may be in the file twice.");
            }
            else if (old.Count > 0)
            {
                notices.Add(
                    "bpe-codes-old",
                    NoticeSeverity.Information,
                    at,
                    $"'{placeClass.Name}' is coded by the old list ({string.Join(", ", old)}); "
                    + "do not compare its figures with those of the present list.");
            }
            else if (placeClass.BpeCodes.Count == 0 && groupsOfNewList.Contains(placeClass.Group))
            {
                notices.Add(
                    "bpe-class-not-published",
                    NoticeSeverity.Information,
                    at,
                    $"the present list has no code for '{placeClass.Name}'; that the file has none says nothing.");
            }
        }
    }

    sealed class Columns
    {
        public readonly TableColumn Type;
        public readonly TableColumn Commune;
        public readonly TableColumn Department;
        public readonly TableColumn Longitude;
        public readonly TableColumn Latitude;
        public readonly TableColumn X;
        public readonly TableColumn Y;
        public readonly TableColumn Epsg;
        public readonly TableColumn QualityOfPosition;
        public readonly TableColumn QualityOfAddress;
        public readonly TableColumn Name;
        public readonly TableColumn Siret;
        public readonly TableColumn Count;
        public readonly TableColumn Year;
        public readonly TableColumn Kind;
        public readonly TableColumn Itinerant;
        public readonly int? StatedEpsg;

        public Columns(TableReader table, PlaceSourceOptions options)
        {
            Longitude = table.Find("LONGITUDE", "LON");
            Latitude = table.Find("LATITUDE", "LAT");
            X = table.Find("LAMBERT_X", "X");
            Y = table.Find("LAMBERT_Y", "Y");
            if (!(Longitude.Exists && Latitude.Exists) && !(X.Exists && Y.Exists))
            {
                throw new InputException(
                    "bpe-without-coordinates",
                    "this BPE file counts equipments per commune or IRIS, without coordinates (LAMBERT_X, LAMBERT_Y or LONGITUDE, LATITUDE); "
                    + "take the located file (bpeYY_ensemble_xy.csv, from 2023 on BPEYY.csv). "
                    + $"The columns found are: {string.Join(", ", table.Header)}.",
                    new SourceLocation(table.Source, 1));
            }

            Type = table.Require("TYPEQU", "TYPE_EQU", "FACILITY_TYPE");
            Commune = table.Require("DEPCOM", "CODGEO", "COM", "insee_com");
            Department = table.Find("DEP");
            Epsg = table.Find("EPSG");
            QualityOfPosition = table.Find("QUALITE_XY", "QUALI_XY");
            QualityOfAddress = table.Find("QUALITE_GEOLOC");
            Name = table.Find("NOMRS");
            Siret = table.Find("SIRET");
            Count = table.Find("NBEQUIDENT", "NB_EQUIP");
            Year = table.Find("AN");
            Kind = table.Find("TYPE");
            Itinerant = table.Find("ITINERANCE");
            StatedEpsg = options.Crs is null ? null : CrsNames.Parse(options.Crs, new SourceLocation(options.Path, null, "crs"));
        }
    }
}
