namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>A level of a station (<c>levels.txt</c>).</summary>
/// <param name="Id"><c>level_id</c>.</param>
/// <param name="Index">0 is the ground; below it is negative.</param>
/// <param name="Name">Name for people, or empty.</param>
public sealed record GtfsLevel(string Id, double Index, string Name);
