using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>What the reading of one feed carries from table to table.</summary>
sealed class GtfsLoad(InputFolder folder, NoticeLog notices, IProgress<double>? progress)
{
    const int NamesToList = 30;

    long _totalBytes;
    long _doneBytes;

    public NoticeLog Notices => notices;

    public string Source => folder.Source;

    public bool Has(string name) => folder.Contains(name);

    /// <summary>Opens a table that a feed must have.</summary>
    /// <exception cref="InputException">It is missing (<c>gtfs-file-missing</c>).</exception>
    public GtfsTable OpenRequired(string name) =>
        folder.Contains(name)
            ? Open(name)
            : throw new InputException(
                "gtfs-file-missing",
                $"'{name}' is missing; a GTFS feed has it beside the others. Found: {Found()}.",
                new SourceLocation(folder.Source));

    /// <summary>Opens a table that a feed may have.</summary>
    public GtfsTable? OpenOptional(string name) => folder.Contains(name) ? Open(name) : null;

    /// <summary>Tells how much of the feed is read, counting the tables that are long.</summary>
    public void Report(GtfsTable table) => ReportBytes(_doneBytes + table.BytesRead);

    /// <summary>States the tables whose bytes <see cref="Report"/> counts.</summary>
    public void Expect(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (folder.Contains(name))
            {
                using var stream = folder.OpenRead(name, out var lengthBytes);
                _totalBytes += lengthBytes;
            }
        }
    }

    /// <summary>Closes the account of a table that was read to its end.</summary>
    public void Finish(GtfsTable table)
    {
        _doneBytes += table.LengthBytes;
        ReportBytes(_doneBytes);
    }

    void ReportBytes(long doneBytes) => progress?.Report(_totalBytes == 0 ? 1 : Math.Min(1, (double)doneBytes / _totalBytes));

    string Found() => folder.Names.Count == 0 ? "nothing" : string.Join(", ", folder.Names.Take(NamesToList));

    GtfsTable Open(string name)
    {
        var stream = folder.OpenRead(name, out var lengthBytes);
        try
        {
            return new GtfsTable(stream, folder.At(name), notices) { LengthBytes = lengthBytes };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
