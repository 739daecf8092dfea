using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>One feature of a geographic file.</summary>
/// <param name="Shape">Geometry in the table's coordinate system, as the file draws it (not made valid); empty where the file gives
/// none.</param>
/// <param name="Properties">Names as the file spells them, in its order, with values as text; empty text where there is no value.</param>
/// <param name="Line">Number of the feature or record in the file, from 1.</param>
public sealed record AreaFeature(Geometry Shape, IReadOnlyList<KeyValuePair<string, string>> Properties, int Line);

/// <summary>The features of a geographic file, or of one of its layers.</summary>
/// <param name="Features">In the order of the file; features that the file marks as deleted are left out.</param>
/// <param name="Crs">EPSG code of the shapes, known to <see cref="Crs.CrsTransform"/>.</param>
/// <param name="Source">File name as the user gave it.</param>
public sealed record AreaTable(IReadOnlyList<AreaFeature> Features, int Crs, string Source);
