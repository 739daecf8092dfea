using GeoCohesion.Data;
using GeoCohesion.Data.Sources;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Testing;

/// <summary>A GTFS feed as a text block in a test.</summary>
/// <remarks>
/// A line that ends in <c>.txt</c> starts a table; columns may be padded with blanks, empty lines count for nothing. Tables that a test does
/// not care about are filled in: one agency in Europe/Paris, one bus route <c>R</c>, and a service <c>daily</c> on every day of 2026.
/// </remarks>
public static class GtfsText
{
    const string Agency = "agency_id,agency_name,agency_url,agency_timezone\nA,Agency,http://a.example,Europe/Paris";
    const string Routes = "route_id,agency_id,route_short_name,route_long_name,route_type\nR,A,1,Line one,3";
    const string Calendar = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\ndaily,1,1,1,1,1,1,1,20260101,20261231";

    /// <summary>The tables of a text block, completed.</summary>
    public static IReadOnlyDictionary<string, string> Tables(string text)
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Trim().EndsWith(".txt", StringComparison.Ordinal))
            {
                name = line.Trim();
                tables.Add(name, "");
            }
            else if (line.Trim().Length > 0)
            {
                tables[name] += line.Trim() + "\n";
            }
        }

        tables.TryAdd("agency.txt", Agency);
        tables.TryAdd("routes.txt", Routes);
        if (!tables.ContainsKey("calendar_dates.txt"))
        {
            tables.TryAdd("calendar.txt", Calendar);
        }

        return tables;
    }

    /// <summary>Reads a text block; messages name its files <c>feed/stops.txt</c> and so on.</summary>
    public static GtfsFeed Read(string text, NoticeLog? notices = null, string feedName = "f")
    {
        using var folder = InputFolder.FromText("feed", Tables(text));
        return GtfsReader.Read(folder, feedName, notices ?? new NoticeLog());
    }
}
