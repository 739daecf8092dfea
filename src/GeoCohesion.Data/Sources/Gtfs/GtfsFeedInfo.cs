namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Who published the feed (<c>feed_info.txt</c>).</summary>
/// <param name="PublisherName">Name, or empty.</param>
/// <param name="PublisherUrl">Address on the web, or empty.</param>
/// <param name="Version">Version of the feed, or empty.</param>
/// <param name="FirstDate">From when the publisher vouches for it, or null.</param>
/// <param name="LastDate">Until when, or null.</param>
public sealed record GtfsFeedInfo(string PublisherName, string PublisherUrl, string Version, DateOnly? FirstDate, DateOnly? LastDate);
