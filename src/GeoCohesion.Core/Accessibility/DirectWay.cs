using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Accessibility;

/// <summary>
/// The same points and places on the streets of a mode by which one can go from door to door without any vehicle of the timetable.
/// </summary>
/// <param name="Graph">Streets of the mode.</param>
/// <param name="Points">Snapped points.</param>
/// <param name="Places">Snapped places, all classes one after the other.</param>
public sealed record DirectWay(StreetGraph Graph, StreetPosition[] Points, StreetPosition[] Places);
