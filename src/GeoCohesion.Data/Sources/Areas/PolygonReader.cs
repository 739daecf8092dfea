using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Union;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>A named polygon in WGS84 degrees, valid, exterior rings counter-clockwise (RFC 7946, 3.1.6).</summary>
sealed record NamedPolygon(string Code, string Label, Geometry Shape, IReadOnlyList<KeyValuePair<string, string>> Properties);

/// <summary>What a kind of polygon file calls things.</summary>
/// <param name="Kind">Prefix of the notices: <c>district</c>, <c>boundary</c>.</param>
/// <param name="IdFields">Usual names of the code.</param>
/// <param name="LabelFields">Usual names of the label.</param>
sealed record PolygonVocabulary(string Kind, string[] IdFields, string[] LabelFields);

/// <summary>Turns the features of a file into named, valid polygons in WGS84.</summary>
static class PolygonReader
{
    public static (IReadOnlyList<NamedPolygon> Polygons, AreaTable Table) Read(
        AreaSourceOptions options,
        PolygonVocabulary vocabulary,
        NoticeLog notices)
    {
        var table = AreaFile.Read(options.Path, options.Layer, options.Crs, notices);
        if (table.Features.Count == 0)
        {
            throw new InputException($"{vocabulary.Kind}-none", "the file has no feature.", new SourceLocation(options.Path));
        }

        var idField = AreaFields.Choose(table, options.IdField, vocabulary.IdFields)
            ?? throw AreaFields.Missing(
                table,
                $"no field for the code was recognised (the usual names are {string.Join(", ", vocabulary.IdFields)}), and none is named "
                    + $"with 'idField'");
        var labelField = AreaFields.Choose(table, options.LabelField, vocabulary.LabelFields);

        var polygons = new List<NamedPolygon>();
        var indexByCode = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var feature in table.Features)
        {
            var at = new SourceLocation(table.Source, feature.Line, idField);
            var code = AreaFields.Text(feature, idField);
            if (code.Length == 0)
            {
                throw new InputException(
                    $"{vocabulary.Kind}-code-missing",
                    $"the code is empty; each {vocabulary.Kind} needs one of its own.",
                    at);
            }

            if (ToWgs84(feature.Shape, table.Crs, $"{vocabulary.Kind}-geometry-mended", code, at, notices) is not { } shape)
            {
                notices.Add(
                    $"{vocabulary.Kind}-geometry-empty",
                    NoticeSeverity.Error,
                    at,
                    $"'{code}' has no polygon ({Describe(feature.Shape)}); it was left out.");
            }
            else if (indexByCode.TryGetValue(code, out var index))
            {
                var first = polygons[index];
                polygons[index] = first with { Shape = Orient(Union(first.Shape, shape)) };
                notices.Add(
                    $"{vocabulary.Kind}-code-duplicate",
                    NoticeSeverity.Warning,
                    at,
                    $"'{code}' is there more than once; its polygons were united, and the first one's label and properties kept.");
            }
            else
            {
                indexByCode.Add(code, polygons.Count);
                var label = AreaFields.Text(feature, labelField);
                var others = feature.Properties
                    .Where(p => !p.Key.Equals(idField, StringComparison.OrdinalIgnoreCase))
                    .Where(p => !p.Key.Equals(labelField, StringComparison.OrdinalIgnoreCase));
                polygons.Add(new NamedPolygon(code, label.Length == 0 ? code : label, shape, [.. others]));
            }
        }

        return polygons.Count > 0
            ? (polygons, table)
            : throw new InputException(
                $"{vocabulary.Kind}-none",
                $"none of the {table.Features.Count} features is a polygon.",
                new SourceLocation(options.Path));
    }

    /// <summary>The polygons of a shape, made valid, in WGS84, exterior rings counter-clockwise; null when there are none.</summary>
    /// <exception cref="InputException"><c>coordinates-swapped</c> or <c>outside-crs</c>.</exception>
    public static Geometry? ToWgs84(Geometry shape, int crs, string mendedCode, string name, SourceLocation at, NoticeLog notices)
    {
        var polygons = Polygons(shape);
        if (polygons is null)
        {
            return null;
        }

        CoordinateCheck.Refuse(polygons.EnvelopeInternal, crs, at);
        if (!polygons.IsValid)
        {
            polygons = Polygons(GeometryFixer.Fix(polygons));
            if (polygons is null)
            {
                return null;
            }

            notices.Add(
                mendedCode,
                NoticeSeverity.Warning,
                at,
                $"the outline of '{name}' crosses itself, touches itself or overlaps; it was mended without moving a vertex.");
        }

        // Rounding in the projection can make vertices that are nearly on an edge cross it.
        var projected = CrsTransform.ToWgs84(crs).Apply(polygons);
        return Orient(projected.IsValid ? projected : Polygons(GeometryFixer.Fix(projected)) ?? projected);
    }

    static string Describe(Geometry shape) => shape.IsEmpty ? "its geometry is empty" : $"its geometry is a {shape.GeometryType}";

    static Geometry? Polygons(Geometry shape)
    {
        if (shape is Polygon or MultiPolygon)
        {
            return shape.IsEmpty ? null : shape;
        }

        var polygons = PolygonExtracter.GetPolygons(shape).OfType<Polygon>().Where(p => !p.IsEmpty).ToArray();
        return polygons.Length switch
        {
            0 => null,
            1 => polygons[0],
            _ => UnaryUnionOp.Union(polygons),
        };
    }

    static Geometry Union(Geometry left, Geometry right) => UnaryUnionOp.Union([left, right]);

    static Geometry Orient(Geometry polygons)
    {
        var factory = polygons.Factory;
        if (polygons is Polygon polygon)
        {
            return OrientPolygon(polygon);
        }

        return factory.CreateMultiPolygon([.. ((MultiPolygon)polygons).Geometries.Cast<Polygon>().Select(OrientPolygon)]);

        Polygon OrientPolygon(Polygon p) => factory.CreatePolygon(Turn(p.Shell, true), [.. p.Holes.Select(hole => Turn(hole, false))]);

        static LinearRing Turn(LinearRing ring, bool isCounterClockwise) =>
            Orientation.IsCCW(ring.CoordinateSequence) == isCounterClockwise ? ring : (LinearRing)ring.Reverse();
    }
}
