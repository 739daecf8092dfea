using System.Globalization;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>
/// Reads population from polygons or points with a weight in a geographic file. A GeoPackage is streamed, the other formats are held while
/// read.
/// </summary>
static class PopulationAreas
{
    public static void Read(PopulationSourceOptions options, PopulationCollector cells, NoticeLog notices)
    {
        // Kept features only: their fields tell which columns there are.
        var near = new List<AreaFeature>();
        int crs;
        if (Path.GetExtension(options.Path).Equals(".gpkg", StringComparison.OrdinalIgnoreCase))
        {
            InputFile.RequireExists(options.Path);
            int? stated = options.Crs is null ? null : CrsNames.Parse(options.Crs, new SourceLocation(options.Path, null, "crs"));
            crs = GeoPackageAreas.Stream(options.Path, options.Layer, stated, notices, IsNear, near.Add);
        }
        else
        {
            var table = AreaFile.Read(options.Path, options.Layer, options.Crs, notices);
            crs = table.Crs;
            near.AddRange(table.Features.Where(f => IsNear(f.Shape, table.Crs)));
        }

        if (near.Count > 0)
        {
            Convert(new AreaTable(near, crs, options.Path), options, cells, notices);
        }

        bool IsNear(Geometry shape, int system) => shape.IsEmpty || cells.IsNear(system, shape.EnvelopeInternal);
    }

    /// <summary>As for tables: the kilometre around a cell does not name the cell.</summary>
    static void RefuseKilometer(AreaTable table, string idField, AreaFeature first)
    {
        var others = first.Properties.Where(property => !property.Key.Equals(idField, StringComparison.OrdinalIgnoreCase)).Select(property => property.Value.Trim());
        if (PopulationFields.IsAroundCell(
            idField, AreaFields.Find(table, PopulationFields.IsImputed200) is not null, AreaFields.Text(first, idField), others))
        {
            throw AreaFields.Missing(
                table,
                $"the field '{PopulationFields.CellId[0]}' is missing (also accepted: {PopulationFields.CellId[1]}), but there are cells within those of '{idField}'");
        }
    }

    static void Convert(AreaTable table, PopulationSourceOptions options, PopulationCollector cells, NoticeLog notices)
    {
        var weightField = AreaFields.Choose(table, options.WeightField, PopulationFields.Weight)
            ?? throw AreaFields.Missing(
                table,
                $"no field for the inhabitants was recognised (the usual names are {string.Join(", ", PopulationFields.Weight)}), and "
                    + $"none is named with 'weightField'");
        var idField = AreaFields.Choose(table, options.IdField, [.. PopulationFields.CellId, .. PopulationFields.Id]);
        if (options.IdField is null && idField is not null && table.Features.Count > 0)
        {
            RefuseKilometer(table, idField, table.Features[0]);
        }

        var imputedField = AreaFields.Find(table, PopulationFields.IsImputed);
        var householdsField = AreaFields.Find(table, PopulationFields.Households);
        var poorHouseholdsField = AreaFields.Find(table, PopulationFields.PoorHouseholds);
        var hasAges = PopulationFields.Ages.All(name => AreaFields.Find(table, name) is not null);
        foreach (var feature in table.Features)
        {
            var at = new SourceLocation(table.Source, feature.Line);
            var residents = Number(feature, weightField, table.Source);
            if (!cells.IsInhabited(residents, at with { Field = weightField }))
            {
                continue;
            }

            var id = AreaFields.Text(feature, idField);
            var (shape, crs) = ShapeOf(feature.Shape, table.Crs, id, at, notices);
            if (shape is null)
            {
                notices.Add(
                    "population-geometry-unusable",
                    NoticeSeverity.Error,
                    at,
                    "the inhabited place is neither a polygon nor a point; it was left out.");
                continue;
            }

            cells.Add(
                new PopulationCell
                {
                    Id = id.Length > 0 ? id : string.Create(CultureInfo.InvariantCulture, $"feature-{feature.Line}"),
                    Shape = shape,
                    Crs = crs,
                    Residents = residents!.Value,
                    IsImputed = AreaFields.Text(feature, imputedField) == "1",
                    Households = Number(feature, householdsField, table.Source) ?? 0,
                    PoorHouseholds = Number(feature, poorHouseholdsField, table.Source) ?? 0,
                    ResidentsByAge = hasAges ? [.. PopulationFields.Ages.Select(age => Number(feature, age, table.Source) ?? 0)] : [],
                },
                at with { Field = idField });
        }
    }

    static double? Number(AreaFeature feature, string? field, string source)
    {
        var text = AreaFields.Text(feature, field);
        if (text.Length == 0)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        var expected = text.Contains(',', StringComparison.Ordinal) ? "a decimal point" : "a number";
        throw new InputException(
            "number-malformed",
            $"found '{text}'; {expected} is expected, for example 48.73.",
            new SourceLocation(source, feature.Line, field));
    }

    static (Geometry? Shape, int Crs) ShapeOf(Geometry shape, int crs, string id, SourceLocation at, NoticeLog notices)
    {
        if (GridCellId.TryParse(Encoding.UTF8.GetBytes(id), out var cell) && CrsTransform.IsKnown(cell.Crs))
        {
            return (cell.ToPolygon(), cell.Crs);
        }

        if (shape is Point)
        {
            return shape.IsEmpty ? (null, crs) : (CrsTransform.ToWgs84(crs).Apply(shape), CrsNames.Wgs84);
        }

        if (shape is not (Polygon or MultiPolygon) || shape.IsEmpty)
        {
            return (null, crs);
        }

        if (!shape.IsValid)
        {
            shape = GeometryFixer.Fix(shape);
            notices.Add(
                "population-geometry-mended",
                NoticeSeverity.Warning,
                at,
                "the outline of the inhabited place crosses or touches itself; it was mended without moving a vertex.");
        }

        // Shares of area are taken in metres.
        if (CrsTransform.ToWgs84(crs).IsDegrees)
        {
            crs = CrsTransform.UtmZoneAt(shape.Centroid.X, shape.Centroid.Y);
            shape = CrsTransform.FromWgs84(crs).Apply(shape);
        }

        return shape is Polygon or MultiPolygon && shape.Area > 0 ? (shape, crs) : (null, crs);
    }
}
