using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>
/// Reads where people live: INSEE's Filosofi grids of 2015, 2017, 2019 and 2021 (200 m and 1 km; every territory that has one), any table
/// of points with a weight, any polygons or points with a weight in a geographic file.
/// </summary>
public static class PopulationSource
{
    /// <summary>Reads the inhabited cells and points that touch a box.</summary>
    /// <inheritdoc cref="Read(PopulationSourceOptions, IReadOnlyList{Envelope}, NoticeLog)"/>
    /// <param name="options">The file and the names in it.</param>
    /// <param name="areaOfInterestWgs84">Longitudes (X) and latitudes (Y), degrees.</param>
    /// <param name="notices">Receives what was left out.</param>
    public static IReadOnlyList<PopulationCell> Read(PopulationSourceOptions options, Envelope areaOfInterestWgs84, NoticeLog notices) =>
        Read(options, [areaOfInterestWgs84], notices);

    /// <summary>
    /// Reads the inhabited cells and points that touch one of several boxes, e.g. those of the districts of a whole country.
    /// </summary>
    /// <param name="options">The file and the names in it.</param>
    /// <param name="areasOfInterestWgs84">Longitudes (X) and latitudes (Y), degrees.</param>
    /// <param name="notices">Receives what was left out.</param>
    /// <returns>In the order of the file; places without inhabitants are left out. Points are in WGS84, cells in a metric system.</returns>
    /// <remarks>A table and a GeoPackage are streamed: only what is near is held.</remarks>
    /// <exception cref="InputException">
    /// As <c>TableReader</c> or <see cref="Areas.AreaFile.Read"/>, and <c>column-missing</c>, <c>field-missing</c>, <c>crs-missing</c>,
    /// <c>number-malformed</c>, <c>population-empty</c>, <c>population-elsewhere</c> (the file covers another region),
    /// <c>population-id-duplicate</c>, <c>coordinates-swapped</c>, <c>outside-crs</c>.
    /// </exception>
    public static IReadOnlyList<PopulationCell> Read(
        PopulationSourceOptions options,
        IReadOnlyList<Envelope> areasOfInterestWgs84,
        NoticeLog notices)
    {
        var cells = new PopulationCollector(options.Path, areasOfInterestWgs84, notices);
        switch (Path.GetExtension(options.Path).ToLowerInvariant())
        {
            case ".gpkg" or ".geojson" or ".json" or ".shp":
                PopulationAreas.Read(options, cells, notices);
                break;
            default:
                PopulationTable.Read(options, cells, notices);
                break;
        }

        return cells.Finish();
    }
}
