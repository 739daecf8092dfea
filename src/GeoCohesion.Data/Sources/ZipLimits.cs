namespace GeoCohesion.Data.Sources;

/// <summary>Beyond what a zip file is taken for an attack or a mistake, not for data.</summary>
/// <param name="Entries">Most entries.</param>
/// <param name="EntryBytes">Most bytes of one entry, unpacked.</param>
/// <param name="TotalBytes">Most bytes of all entries together, unpacked.</param>
/// <param name="Ratio">Most bytes unpacked for one byte packed, of entries above <paramref name="RatioFreeBytes"/>.</param>
/// <param name="RatioFreeBytes">Entries up to this size may have any ratio.</param>
readonly record struct ZipLimits(int Entries, long EntryBytes, long TotalBytes, int Ratio, long RatioFreeBytes)
{
    /// <summary>
    /// Room for the largest national feeds (about 3 GB of stop times). Timetables pack 5 to 40 times smaller; deflate's own limit is
    /// about 1,030, which only made-up data reaches.
    /// </summary>
    public static ZipLimits Default => new(10_000, 8L << 30, 16L << 30, 400, 16L << 20);
}
