using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Population;

/// <summary>An inhabited cell of the 200 m grid, by its lower left corner in EPSG:3035.</summary>
/// <param name="Northing">Metres, a multiple of 200.</param>
/// <param name="Easting">Metres, a multiple of 200.</param>
/// <param name="Inhabitants">People, one decimal.</param>
/// <param name="PovertyShare">Share of poor households.</param>
/// <param name="DistrictShare">Share of the people who live in priority districts.</param>
/// <param name="Centre">On the plan.</param>
public sealed record GridCell(int Northing, int Easting, double Inhabitants, double PovertyShare, double DistrictShare, Pt Centre);
