namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>A company or authority (<c>agency.txt</c>).</summary>
/// <param name="Id"><c>agency_id</c>, or empty where the feed has one agency.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Url">Address on the web, or empty.</param>
/// <param name="TimeZone">IANA name of the zone in which its times are given, or empty.</param>
public sealed record GtfsAgency(string Id, string Name, string Url, string TimeZone);
