using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Areas;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace GeoCohesion.Data.Build;

/// <summary>Tells in which commune a point lies.</summary>
public sealed class CommuneFinder
{
    readonly STRtree<(int Index, IPreparedGeometry Shape)> _tree = new();

    /// <summary>Indexes communes.</summary>
    public CommuneFinder(IReadOnlyList<Commune> communes)
    {
        foreach (var (index, commune) in communes.Index())
        {
            _tree.Insert(commune.Shape.EnvelopeInternal, (index, PreparedGeometryFactory.Prepare(commune.Shape)));
        }

        _tree.Build();
    }

    /// <summary>Index of the commune; on a border the first of the list; -1 outside all.</summary>
    /// <param name="longitude">WGS84 degrees.</param>
    /// <param name="latitude">WGS84 degrees.</param>
    public int Find(double longitude, double latitude)
    {
        var point = new Point(longitude, latitude);
        var found = -1;
        foreach (var (index, shape) in _tree.Query(point.EnvelopeInternal))
        {
            found = (found < 0 || index < found) && shape.Covers(point) ? index : found;
        }

        return found;
    }

    /// <summary>Communes from the outlines of a file, with what it tells of the areas they belong to.</summary>
    public static IReadOnlyList<Commune> FromBoundaries(IReadOnlyList<Boundary> boundaries) =>
    [
        .. boundaries.Select(boundary => new Commune
        {
            Code = boundary.Code,
            Label = boundary.Label,
            Shape = boundary.Geometry,
            EpciCode = boundary.EpciCode,
            EpciLabel = boundary.Find("lib_epci", "nom_epci", "libelle_epci"),
            DepartmentCode = boundary.Find("insee_dep", "code_insee_du_departement", "code_departement", "dep", "departement"),
            DepartmentLabel = boundary.Find("lib_dep", "nom_dep", "nom_departement"),
            RegionCode = boundary.Find("insee_reg", "code_insee_de_la_region", "code_region", "reg", "region"),
            RegionLabel = boundary.Find("lib_reg", "nom_reg", "nom_region"),
            Population = boundary.Population,
        }),
    ];
}
