using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Reads the centralities to which the half hour is counted: points, or polygons in which one has arrived.</summary>
/// <remarks>
/// Of a polygon, the points that count as being there are: first a point inside (its centroid where that is inside), then its outline every
/// 100 m or less, then the points within it of a square grid of 200 m. Who enters the polygon has arrived; who lives in it is at most some
/// 140 m away.
/// </remarks>
public static class CentralitySource
{
    const double OutlineSpacingMeters = 100;
    const double GridSpacingMeters = 200;
    const double MetersPerDegree = 111_320;
    const double LargestSideMeters = 50_000;
    const string TownHallClass = "mairie";

    static readonly string[] s_idFields = ["id", "code", "id_territoire", "insee_com", "code_insee", "codgeo"];
    static readonly string[] s_labelFields = ["label", "libelle", "nom", "name", "lib_territoire", "lib_com", "nom_commune", "libgeo"];
    static readonly string[] s_mainFields = ["main", "is_main", "principal", "centre_principal"];
    static readonly string[] s_levelFields = ["niveau", "level", "nivcentr", "niv_centr", "niveau_centralite"];
    static readonly string[] s_communeCodeFields = ["insee_com", "code_insee", "code_commune", "codgeo", "depcom", "insee"];
    static readonly string[] s_communeNameFields = ["lib_com", "nom_commune", "lib_territoire", "libgeo", "commune"];
    static readonly string[] s_yes = ["true", "1", "oui", "yes", "vrai", "o", "y"];

    /// <summary>Reads centralities in the order of the file.</summary>
    /// <remarks>
    /// Several may be marked as the main centre, or none: see <see cref="EnsureMain"/>. Those outside the area asked for
    /// (<c>centrality-out-of-area</c>) and features that are neither point nor polygon (<c>centrality-geometry-unusable</c>) are left out
    /// and counted. Lists of communes as <c>Lannion (22113)</c>, as in the files of Action coeur de ville and Petites villes de demain, are
    /// understood.
    /// </remarks>
    /// <exception cref="InputException">
    /// As <see cref="AreaFile.Read"/> or <see cref="TableReader"/>, and <c>field-missing</c>, <c>centrality-none</c>,
    /// <c>centrality-id-duplicate</c>, <c>centrality-too-large</c>, <c>coordinates-swapped</c>, <c>outside-crs</c>.
    /// </exception>
    public static IReadOnlyList<Centrality> Read(CentralitySourceOptions options, NoticeLog notices)
    {
        var table = PointTable.IsTable(options.Path)
            ? PointTable.Read(options.Path, options.Crs, notices)
            : AreaFile.Read(options.Path, options.Layer, options.Crs, notices);
        var idField = AreaFields.Choose(table, options.IdField, s_idFields);
        var labelField = AreaFields.Choose(table, options.LabelField, s_labelFields);
        var mainField = AreaFields.Choose(table, options.MainField, s_mainFields);
        var levelField = AreaFields.Choose(table, options.LevelField, s_levelFields);

        var centralities = new List<Centrality>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var feature in table.Features)
        {
            var at = new SourceLocation(table.Source, feature.Line);
            var id = AreaFields.Text(feature, idField);
            id = id.Length > 0 ? id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"centrality-{feature.Line}");
            if (!IsOfCommune(feature, options.Communes))
            {
                continue;
            }

            var points = PointsOf(feature.Shape, table.Crs, id, at, notices);
            if (points.Count == 0)
            {
                notices.Add(
                    "centrality-geometry-unusable",
                    NoticeSeverity.Error,
                    at,
                    $"'{id}' is neither a point nor a polygon; it was left out.");
                continue;
            }

            if (options.AreaOfInterestWgs84 is { } area && !area.Contains(points[0].Longitude, points[0].Latitude))
            {
                notices.Add(
                    "centrality-out-of-area",
                    NoticeSeverity.Information,
                    at,
                    $"'{id}' is not in the area asked for; it was left out.");
                continue;
            }

            if (!ids.Add(id))
            {
                throw new InputException(
                    "centrality-id-duplicate",
                    $"the id '{id}' is there more than once; each centrality needs its own.",
                    at with { Field = idField });
            }

            var label = AreaFields.Text(feature, labelField);
            centralities.Add(new Centrality
            {
                Id = id,
                Label = label.Length > 0 ? label : id,
                IsMain = s_yes.Contains(AreaFields.Text(feature, mainField), StringComparer.OrdinalIgnoreCase),
                Points = points,
                Level = AreaFields.Text(feature, levelField),
                Source = table.Source,
            });
        }

        if (centralities.Count == 0)
        {
            var isFiltered = options.Communes.Count > 0 || options.AreaOfInterestWgs84 is not null;
            var filter = isFiltered ? " in the communes or the area that are asked for" : "";
            throw new InputException(
                "centrality-none",
                $"none of the {table.Features.Count} features is a centrality{filter}; one at least is needed.",
                new SourceLocation(table.Source));
        }

        return centralities;
    }

    /// <summary>Makes centralities of the town halls among places.</summary>
    /// <param name="places">Of any class; those that are no town halls are passed over.</param>
    /// <param name="mainCommuneCode">INSEE code of the commune whose town hall is the main centre; null when another centrality is.</param>
    /// <param name="notices">Receives a main commune without town hall (<c>centrality-main-missing</c>).</param>
    /// <param name="className">Class of the town halls.</param>
    /// <returns>In the order of the places.</returns>
    /// <exception cref="InputException">There is no town hall (<c>centrality-none</c>).</exception>
    public static IReadOnlyList<Centrality> FromPlaces(
        IReadOnlyList<Place> places, string? mainCommuneCode, NoticeLog notices, string className = TownHallClass)
    {
        var at = new SourceLocation("centralities");
        var townHalls = places.Where(place => place.ClassName == className).ToList();
        if (townHalls.Count == 0)
        {
            throw new InputException(
                "centrality-none",
                $"none of the {places.Count} places is a town hall (class '{className}'); "
                    + "give a file of places that has them, or centralities of their own.",
                at);
        }

        if (mainCommuneCode is not null && !townHalls.Exists(place => place.CommuneCode == mainCommuneCode))
        {
            notices.Add(
                "centrality-main-missing",
                NoticeSeverity.Warning,
                at,
                $"none of the {townHalls.Count} town halls is in the main commune '{mainCommuneCode}'.");
        }

        return
        [
            .. townHalls.Select(place => new Centrality
            {
                Id = place.Id,
                Label = place.Name.Length > 0 ? place.Name : place.Id,
                IsMain = place.CommuneCode == mainCommuneCode,
                Points = [(place.Longitude, place.Latitude)],
                Source = place.Source,
            }),
        ];
    }

    /// <summary>
    /// Sees to it that there is a main centre: where none is marked, the first is, with the notice <c>centrality-main-assumed</c>.
    /// </summary>
    /// <param name="centralities">Of all sources together, at least one.</param>
    /// <param name="notices">Receives what was assumed.</param>
    public static IReadOnlyList<Centrality> EnsureMain(IReadOnlyList<Centrality> centralities, NoticeLog notices)
    {
        if (centralities.Any(c => c.IsMain))
        {
            return centralities;
        }

        notices.Add(
            "centrality-main-assumed",
            NoticeSeverity.Information,
            new SourceLocation(centralities[0].Source),
            $"no centrality is marked as the main centre; the first one, '{centralities[0].Label}', is taken.");
        return [centralities[0] with { IsMain = true }, .. centralities.Skip(1)];
    }

    static bool IsOfCommune(AreaFeature feature, IReadOnlyList<string> communes)
    {
        if (communes.Count == 0)
        {
            return true;
        }

        // "Lannion (22113), Perros-Guirec (22168)"
        var list = AreaFields.Text(feature, "liste_geo");
        return communes.Any(commune =>
            s_communeCodeFields.Any(field => AreaFields.Text(feature, field).Equals(commune, StringComparison.OrdinalIgnoreCase))
            || s_communeNameFields.Any(field => AreaFields.Text(feature, field).Equals(commune, StringComparison.OrdinalIgnoreCase))
            || list.Contains($"({commune})", StringComparison.OrdinalIgnoreCase)
            || list.Split(',').Any(item => item.Split('(')[0].Trim().Equals(commune, StringComparison.OrdinalIgnoreCase)));
    }

    static List<(double Longitude, double Latitude)> PointsOf(Geometry shape, int crs, string id, SourceLocation at, NoticeLog notices)
    {
        if (shape is Point or MultiPoint)
        {
            if (shape.IsEmpty)
            {
                return [];
            }

            CoordinateCheck.Refuse(shape.EnvelopeInternal, crs, at);
            return [.. CrsTransform.ToWgs84(crs).Apply(shape).Coordinates.Select(c => (c.X, c.Y))];
        }

        return PolygonReader.ToWgs84(shape, crs, "centrality-geometry-mended", id, at, notices) is { } polygon
            ? PointsWithin(polygon, id, at)
            : [];
    }

    static List<(double Longitude, double Latitude)> PointsWithin(Geometry polygon, string id, SourceLocation at)
    {
        var box = polygon.EnvelopeInternal;
        if (Math.Max(box.Width, box.Height) * MetersPerDegree > LargestSideMeters)
        {
            throw new InputException(
                "centrality-too-large",
                $"'{id}' is more than 50 km wide; a centrality is a centre that one can be in.",
                at);
        }

        var locator = new IndexedPointInAreaLocator(polygon);
        var centroid = polygon.Centroid.Coordinate;
        var label = locator.Locate(centroid) == Location.Interior ? centroid : polygon.InteriorPoint.Coordinate;
        var points = new List<(double, double)> { (label.X, label.Y) };

        // Local plane: exact to a few parts per thousand over a town, which spacings do not need.
        var longitudeScale = Math.Cos(label.Y * Math.PI / 180);
        for (var i = 0; i < polygon.NumGeometries; i++)
        {
            AddOutline(((Polygon)polygon.GetGeometryN(i)).Shell.Coordinates, longitudeScale, points);
        }

        var (stepX, stepY) = (GridSpacingMeters / MetersPerDegree / longitudeScale, GridSpacingMeters / MetersPerDegree);
        for (var row = 1; box.MinY + (row * stepY) < box.MaxY; row++)
        {
            for (var column = 1; box.MinX + (column * stepX) < box.MaxX; column++)
            {
                var place = new Coordinate(box.MinX + (column * stepX), box.MinY + (row * stepY));
                if (locator.Locate(place) == Location.Interior)
                {
                    points.Add((place.X, place.Y));
                }
            }
        }

        return points;
    }

    // Equal steps along the ring, all of them on it, from its first vertex.
    static void AddOutline(Coordinate[] ring, double longitudeScale, List<(double Longitude, double Latitude)> points)
    {
        var lengths = new double[ring.Length];
        for (var i = 1; i < ring.Length; i++)
        {
            var (dx, dy) = ((ring[i].X - ring[i - 1].X) * longitudeScale * MetersPerDegree, (ring[i].Y - ring[i - 1].Y) * MetersPerDegree);
            lengths[i] = lengths[i - 1] + Math.Sqrt((dx * dx) + (dy * dy));
        }

        var count = (int)Math.Ceiling(lengths[^1] / OutlineSpacingMeters);
        var segment = 1;
        for (var step = 0; step < count; step++)
        {
            var along = lengths[^1] * step / count;
            while (lengths[segment] < along)
            {
                segment++;
            }

            var length = lengths[segment] - lengths[segment - 1];
            var share = length > 0 ? (along - lengths[segment - 1]) / length : 0;
            var (from, to) = (ring[segment - 1], ring[segment]);
            points.Add((from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))));
        }
    }
}
