using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Everything that one pass over the timetable gives.</summary>
/// <param name="Access">Times under the rule of the window.</param>
/// <param name="Windows">Per centrality, per point, the whole window.</param>
/// <param name="Pieces">Per centrality, per point of those asked for, the profile's straight pieces.</param>
public sealed record TransitTimes(ModeAccess Access, IReadOnlyList<WindowReadout[]> Windows, IReadOnlyList<ProfilePiece[][]> Pieces);
