using System.Globalization;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>
/// Reads population from a text table, row by row: of a national file only the ids of the rows that are far away are looked at.
/// </summary>
static class PopulationTable
{
    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), CrsNames.Wgs84);

    public static void Read(PopulationSourceOptions options, PopulationCollector cells, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices, new TableOptions { MissingMarkers = TableOptions.FrenchMissingMarkers });
        var cellId = options.XField is null ? Choose(table, options.IdField, PopulationFields.CellId) : TableColumn.None;
        if (cellId.Exists && IsGrid(options, cellId))
        {
            ReadGrid(table, cellId, options, cells, notices);
        }
        else
        {
            ReadPoints(table, options, cells, notices);
        }
    }

    // A column that the user names as the id holds cells when it is one of INSEE's.
    static bool IsGrid(PopulationSourceOptions options, TableColumn id) =>
        options.IdField is null || PopulationFields.CellId.Contains(id.Name, StringComparer.OrdinalIgnoreCase);

    static TableColumn Choose(TableReader table, string? named, string[] usual) => named is null ? table.Find(usual) : table.Require(named);

    static TableColumn Require(TableReader table, string? named, string[] usual) =>
        named is null ? table.Require(usual) : table.Require(named);

    static void ReadGrid(TableReader table, TableColumn id, PopulationSourceOptions options, PopulationCollector cells, NoticeLog notices)
    {
        var residents = Require(table, options.WeightField, PopulationFields.Residents);
        var isImputed = table.Find(PopulationFields.IsImputed);
        var households = table.Find(PopulationFields.Households);
        var poorHouseholds = table.Find(PopulationFields.PoorHouseholds);
        var ages = Array.ConvertAll(PopulationFields.Ages, name => table.Find(name));
        var hasAges = Array.TrueForAll(ages, age => age.Exists);
        var box = new Envelope();
        var isFirst = options.IdField is null;
        while (table.Read())
        {
            if (isFirst)
            {
                RefuseKilometer(table, id);
                isFirst = false;
            }

            var text = table.Utf8(id);
            if (!GridCellId.TryParse(text, out var cell))
            {
                notices.Add(
                    "population-id-malformed",
                    NoticeSeverity.Error,
                    table.At(id),
                    $"'{Encoding.UTF8.GetString(text)}' is not a cell such as CRS3035RES200mN2029800E4252400; the row was left out.");
                continue;
            }

            if (!CrsTransform.IsKnown(cell.Crs))
            {
                CrsNames.Parse(string.Create(CultureInfo.InvariantCulture, $"EPSG:{cell.Crs}"), table.At(id));
            }

            box.Init(cell.Easting, cell.Easting + cell.SideMeters, cell.Northing, cell.Northing + cell.SideMeters);
            if (!cells.IsNear(cell.Crs, box))
            {
                continue;
            }

            var count = table.NumberOrNull(residents);
            if (cells.IsInhabited(count, table.At(residents)))
            {
                cells.Add(
                    new PopulationCell
                    {
                        Id = table.Text(id),
                        Shape = cell.ToPolygon(),
                        Crs = cell.Crs,
                        Residents = count!.Value,
                        IsImputed = table.NumberOrNull(isImputed) == 1,
                        Households = table.NumberOrNull(households) ?? 0,
                        PoorHouseholds = table.NumberOrNull(poorHouseholds) ?? 0,
                        ResidentsByAge = hasAges ? Array.ConvertAll(ages, age => table.NumberOrNull(age) ?? 0) : [],
                    },
                    table.At(id));
            }
        }
    }

    /// <summary>A file of cells whose own ids are not recognised names the kilometre around each: 25 rows would share an id and a square.</summary>
    static void RefuseKilometer(TableReader table, TableColumn id)
    {
        var columns = table.Header.Select((name, index) => TableReader.ColumnAt(index, name)).Where(column => column.Name != id.Name);
        if (PopulationFields.IsAroundCell(
            id.Name, table.Find(PopulationFields.IsImputed200).Exists, table.Text(id), columns.Select(column => table.Text(column))))
        {
            throw new InputException(
                "column-missing",
                $"the column '{PopulationFields.CellId[0]}' is missing (also accepted: {PopulationFields.CellId[1]}), but the file has cells within "
                    + $"those of '{id.Name}'; the columns found are: {string.Join(", ", table.Header)}.",
                new SourceLocation(table.Source, 1));
        }
    }

    static void ReadPoints(TableReader table, PopulationSourceOptions options, PopulationCollector cells, NoticeLog notices)
    {
        var (x, y, crs) = ChoosePosition(table, options);
        var weight = Require(table, options.WeightField, PopulationFields.Weight);
        var id = Choose(table, options.IdField, PopulationFields.Id);
        var toWgs84 = CrsTransform.ToWgs84(crs);
        while (table.Read())
        {
            if (table.NumberOrNull(x) is not { } easting || table.NumberOrNull(y) is not { } northing)
            {
                notices.Add(
                    "population-position-missing",
                    NoticeSeverity.Error,
                    table.At(),
                    "the place has no coordinates; it was left out.");
                continue;
            }

            if (!cells.IsNear(crs, new Envelope(easting, easting, northing, northing)))
            {
                continue;
            }

            var count = table.NumberOrNull(weight);
            if (cells.IsInhabited(count, table.At(weight)))
            {
                var (longitude, latitude) = toWgs84.Apply(easting, northing);
                var name = id.Exists ? table.Text(id) : "";
                cells.Add(
                    new PopulationCell
                    {
                        Id = name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"line-{table.Line}"),
                        Shape = s_wgs84.CreatePoint(new Coordinate(longitude, latitude)),
                        Crs = CrsNames.Wgs84,
                        Residents = count!.Value,
                    },
                    table.At(id));
            }
        }
    }

    static (TableColumn X, TableColumn Y, int Crs) ChoosePosition(TableReader table, PopulationSourceOptions options)
    {
        int? stated = options.Crs is null ? null : CrsNames.Parse(options.Crs, new SourceLocation(options.Path, null, "crs"));
        if (options.XField is not null || options.YField is not null)
        {
            return (Require(table, options.XField, PopulationFields.X), Require(table, options.YField, PopulationFields.Y), stated
                ?? throw CrsMissing(options));
        }

        var longitude = table.Find(PopulationFields.Longitude);
        if (longitude.Exists && (stated is null || CrsTransform.ToWgs84(stated.Value).IsDegrees))
        {
            return (longitude, table.Require(PopulationFields.Latitude), CrsNames.Wgs84);
        }

        if (!table.Find(PopulationFields.X).Exists)
        {
            throw new InputException(
                "column-missing",
                $"the file has neither cells ({string.Join(", ", PopulationFields.CellId)}) nor longitude and latitude (lon, lat) nor x "
                    + $"and y; "
                    + $"the columns found are: {string.Join(", ", table.Header)}.",
                new SourceLocation(options.Path, 1));
        }

        return (table.Require(PopulationFields.X), table.Require(PopulationFields.Y), stated ?? throw CrsMissing(options));
    }

    static InputException CrsMissing(PopulationSourceOptions options) => new(
        "crs-missing",
        "the coordinate system of the x and y columns is not known. State it with the option 'crs', for example \"crs\": \"EPSG:2154\".",
        new SourceLocation(options.Path));
}
