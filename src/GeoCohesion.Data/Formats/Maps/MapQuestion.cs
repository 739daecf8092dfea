namespace GeoCohesion.Data.Formats.Maps;

/// <summary>How isochrones were computed, as far as a reader of the picture wants to know.</summary>
/// <param name="Date">Service date, or null.</param>
/// <param name="FromSeconds">First departure, seconds since midnight; null on streets.</param>
/// <param name="ToSeconds">End of the departure window, seconds since midnight; null on streets.</param>
/// <param name="Rule">Which departures have to be within the limit: <c>median</c>, <c>worst</c>, <c>p85</c>, <c>share:0.8</c>; or empty.</param>
/// <param name="IsRings">Whether areas leave out those of shorter limits.</param>
public sealed record MapQuestion(DateOnly? Date, int? FromSeconds, int? ToSeconds, string Rule, bool IsRings);
