using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace GeoCohesion.Data.Build;

/// <summary>
/// Makes origins: the inhabited cells of a population grid cut by the perimeters, each with the residents of its share of area.
/// </summary>
/// <remarks>
/// A cell is cut in its own metric system. The origin's place is the piece's centroid where that is inside the piece, else a point well
/// inside. Of population at points, those within or on the perimeter count whole. A district without any inhabitant gets a regular grid of
/// points of equal weight, with the notice <c>origin-grid-fallback</c>: every district has an origin. One thread; the order is that of the
/// districts, then of the cells' ids.
/// </remarks>
public static class OriginBuilder
{
    const int MostGridPoints = 200_000;

    /// <summary>Makes the origins of districts.</summary>
    /// <inheritdoc cref="Build(IReadOnlyList{District}, IReadOnlyList{PopulationCell}, OriginOptions, NoticeLog, out OriginReport)"/>
    public static IReadOnlyList<Origin> Build(
        IReadOnlyList<District> districts, IReadOnlyList<PopulationCell> cells, OriginOptions options, NoticeLog notices) =>
        Build(districts, cells, options, notices, out _);

    /// <summary>Makes the origins of districts, and tells what they are made of.</summary>
    /// <param name="districts">At least one, their codes unique.</param>
    /// <param name="cells">Empty when no population is given; ids unique.</param>
    /// <param name="options">Spacing and thresholds.</param>
    /// <param name="notices">Receives districts that have no inhabited cell, and slivers.</param>
    /// <param name="report">Population of each district.</param>
    /// <returns>By district, then by cell id in ordinal order; at least one per district.</returns>
    /// <exception cref="InputException">
    /// A cell is there twice (<c>population-id-duplicate</c>), or a district without population is too large for its grid
    /// (<c>origin-grid-too-large</c>).
    /// </exception>
    public static IReadOnlyList<Origin> Build(
        IReadOnlyList<District> districts,
        IReadOnlyList<PopulationCell> cells,
        OriginOptions options,
        NoticeLog notices,
        out OriginReport report)
    {
        ArgumentOutOfRangeException.ThrowIfZero(districts.Count, nameof(districts));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GridSpacingMeters, 1, nameof(options));
        var layers = cells.GroupBy(c => c.Crs).OrderBy(g => g.Key).Select(g => new CellLayer(g.Key, g)).ToList();
        var origins = new List<Origin>();
        var populations = new List<DistrictPopulation>(districts.Count);
        for (var district = 0; district < districts.Count; district++)
        {
            var pieces = new List<Piece>();
            foreach (var layer in layers)
            {
                layer.Cut(districts[district].Perimeter, pieces);
            }

            pieces.Sort((left, right) => string.CompareOrdinal(left.Cell.Id, right.Cell.Id));
            RequireUnique(pieces);
            var slivers = pieces.Where(p => p.SquareMeters < options.SmallestPieceSquareMeters).ToList();
            pieces.RemoveAll(p => p.SquareMeters < options.SmallestPieceSquareMeters);
            ReportSlivers(districts[district], slivers, notices);
            if (pieces.Count == 0)
            {
                var before = origins.Count;
                AddGrid(districts[district], district, cells.Count > 0, options, notices, origins);
                populations.Add(new DistrictPopulation(
                    districts[district].Code,
                    origins.Count - before,
                    0,
                    0,
                    true,
                    slivers.Count,
                    slivers.Sum(p => p.Residents)));
                continue;
            }

            foreach (var piece in pieces)
            {
                origins.Add(piece.ToOrigin(districts[district].Code, district));
            }

            populations.Add(new DistrictPopulation(
                districts[district].Code,
                pieces.Count,
                pieces.Sum(p => p.Residents),
                pieces.Where(p => p.Cell.IsImputed).Sum(p => p.Residents),
                false,
                slivers.Count,
                slivers.Sum(p => p.Residents)));
        }

        report = new OriginReport(populations);
        return origins;
    }

    static void RequireUnique(List<Piece> pieces)
    {
        for (var i = 1; i < pieces.Count; i++)
        {
            if (pieces[i].Cell.Id == pieces[i - 1].Cell.Id)
            {
                throw new InputException(
                    "population-id-duplicate",
                    $"the cell '{pieces[i].Cell.Id}' is there more than once, perhaps in two files; its inhabitants would count twice.",
                    new SourceLocation("population"));
            }
        }
    }

    static void ReportSlivers(District district, List<Piece> slivers, NoticeLog notices)
    {
        foreach (var sliver in slivers)
        {
            notices.Add(
                "origin-sliver",
                NoticeSeverity.Information,
                new SourceLocation(district.Source, null, district.Code),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the perimeter takes {sliver.SquareMeters:0.###} m² of cell '{sliver.Cell.Id}' ({sliver.Residents:0.######} "
                        + $"inhabitants); that sliver was left out."));
        }
    }

    static void AddGrid(District district, int index, bool hasCells, OriginOptions options, NoticeLog notices, List<Origin> origins)
    {
        var spacing = options.GridSpacingMeters;
        var middle = district.Perimeter.EnvelopeInternal.Centre;
        var crs = options.GridCrs is { } stated && CoordinateCheck.IsWithinAreaOfUse(stated, middle.X, middle.Y)
            ? stated
            : CrsTransform.UtmZoneAt(middle.X, middle.Y);
        var toWgs84 = CrsTransform.ToWgs84(crs);
        var perimeter = CrsTransform.FromWgs84(crs).Apply(district.Perimeter);
        var at = new SourceLocation(district.Source, null, district.Code);
        var box = perimeter.EnvelopeInternal;

        // Centres of squares whose corners are multiples of the spacing: the grid does not depend on how the perimeter is drawn.
        var (firstColumn, lastColumn) = (Math.Floor(box.MinX / spacing), Math.Floor(box.MaxX / spacing));
        var (firstRow, lastRow) = (Math.Floor(box.MinY / spacing), Math.Floor(box.MaxY / spacing));
        if ((lastColumn - firstColumn + 1) * (lastRow - firstRow + 1) > MostGridPoints)
        {
            throw new InputException(
                "origin-grid-too-large",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the district '{district.Code}' has no population and is too large for a grid of {spacing} m; give a population "
                        + $"file or a wider spacing."),
                at);
        }

        var locator = new IndexedPointInAreaLocator(perimeter);
        var points = new List<Coordinate>();
        for (var row = firstRow; row <= lastRow; row++)
        {
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                var point = new Coordinate((column + 0.5) * spacing, (row + 0.5) * spacing);
                if (locator.Locate(point) != Location.Exterior)
                {
                    points.Add(point);
                }
            }
        }

        if (points.Count == 0)
        {
            points.Add(perimeter.InteriorPoint.Coordinate);
        }

        foreach (var point in points)
        {
            var (longitude, latitude) = toWgs84.Apply(point.X, point.Y);
            origins.Add(new Origin
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{district.Code}/grid-N{Math.Floor(point.Y):0}E{Math.Floor(point.X):0}"),
                District = index,
                Longitude = longitude,
                Latitude = latitude,
                Residents = 1,
                ShareOfCell = 1,
                Shape = district.Perimeter.Factory.CreatePoint(new Coordinate(longitude, latitude)),
            });
        }

        notices.Add(
            "origin-grid-fallback",
            NoticeSeverity.Warning,
            at,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{district.Code}' has no inhabited cell "
                    + $"({(hasCells ? "the population file has none there" : "no population is given")}); its origins are {points.Count} "
                    + $"points of equal weight, {spacing} m apart."));
    }

    /// <summary>What a perimeter takes of a cell, in the cell's own coordinates.</summary>
    readonly record struct Piece(PopulationCell Cell, Geometry Shape, double Share, double SquareMeters)
    {
        public double Residents => Cell.Residents * Share;

        public Origin ToOrigin(string districtCode, int district)
        {
            var toWgs84 = CrsTransform.ToWgs84(Cell.Crs);
            var place = InnerPoint.Of(Shape);
            var (longitude, latitude) = toWgs84.Apply(place.X, place.Y);
            return new Origin
            {
                Id = $"{districtCode}/{Cell.Id}",
                District = district,
                Longitude = longitude,
                Latitude = latitude,
                Residents = Residents,
                ShareOfCell = Share,
                Cell = Cell,
                Shape = toWgs84.Apply(Shape),
            };
        }
    }

    /// <summary>The cells of one coordinate system, indexed.</summary>
    sealed class CellLayer
    {
        readonly int _crs;
        readonly STRtree<PopulationCell> _cells = new();
        readonly CrsTransform _fromWgs84;

        public CellLayer(int crs, IEnumerable<PopulationCell> cells)
        {
            _crs = crs;
            _fromWgs84 = CrsTransform.FromWgs84(crs);
            foreach (var cell in cells)
            {
                _cells.Insert(cell.Shape.EnvelopeInternal, cell);
            }

            _cells.Build();
        }

        public void Cut(Geometry perimeterWgs84, List<Piece> pieces)
        {
            var middle = perimeterWgs84.EnvelopeInternal.Centre;
            if (!CoordinateCheck.IsWithinAreaOfUse(_crs, middle.X, middle.Y))
            {
                return;
            }

            var perimeter = _fromWgs84.Apply(perimeterWgs84);
            var near = _cells.Query(perimeter.EnvelopeInternal);
            if (near.Count == 0)
            {
                return;
            }

            // Rounding in the projection can make vertices that are nearly on an edge cross it.
            perimeter = perimeter.IsValid ? perimeter : GeometryFixer.Fix(perimeter);
            var prepared = PreparedGeometryFactory.Prepare(perimeter);
            foreach (var cell in near)
            {
                if (cell.Shape is Point)
                {
                    if (prepared.Intersects(cell.Shape))
                    {
                        pieces.Add(new Piece(cell, cell.Shape, 1, double.PositiveInfinity));
                    }
                }
                else if (prepared.Contains(cell.Shape))
                {
                    pieces.Add(new Piece(cell, cell.Shape, 1, cell.Shape.Area));
                }
                else if (prepared.Intersects(cell.Shape))
                {
                    var shape = Polygons(OverlayNGRobust.Overlay(cell.Shape, perimeter, SpatialFunction.Intersection));
                    if (shape.Area > 0)
                    {
                        pieces.Add(new Piece(cell, shape, Math.Min(shape.Area / cell.Shape.Area, 1), shape.Area));
                    }
                }
            }
        }

        // Where the perimeter only touches the cell, an intersection also has points and lines.
        static Geometry Polygons(Geometry shape)
        {
            if (shape is Polygon or MultiPolygon)
            {
                return shape;
            }

            var polygons = PolygonExtracter.GetPolygons(shape).OfType<Polygon>().ToArray();
            return polygons.Length == 1 ? polygons[0] : shape.Factory.CreateMultiPolygon(polygons);
        }
    }
}
