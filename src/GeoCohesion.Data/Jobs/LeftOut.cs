namespace GeoCohesion.Data.Jobs;

/// <summary>Something that takes no part in the figures although it was in the input.</summary>
/// <param name="Kind"><c>origin</c>, <c>surroundings</c>, <c>centrality</c> or <c>place</c>; of a matrix <c>origin</c> or <c>destination</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Mode">Mode for which it is left out.</param>
/// <param name="Reason">Kebab-case code, listed in <c>docs/errors.md</c>.</param>
/// <param name="DistanceMeters">Distance to the nearest street of the mode, where that is the reason; NaN when no street is anywhere near.</param>
public sealed record LeftOut(string Kind, string Id, string Mode, string Reason, double DistanceMeters);
