namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Someone whom a map or a report made from the feed must name (<c>attributions.txt</c>).</summary>
/// <param name="Organization">Name.</param>
/// <param name="Url">Address on the web, or empty.</param>
public sealed record GtfsAttribution(string Organization, string Url);
