using GeoCohesion.Data;

namespace GeoCohesion.Cli;

/// <summary>Prints notices by code and count, with the first example of each.</summary>
static class NoticeReport
{
    /// <summary>Prints to standard error; nothing when there are none.</summary>
    public static void Print(NoticeLog notices, TextWriter error)
    {
        foreach (var summary in notices.Summarize())
        {
            var severity = summary.Severity switch { NoticeSeverity.Error => "error", NoticeSeverity.Warning => "warning", _ => "note" };
            error.WriteLine($"{severity} {summary.Code} x {summary.Count}: {summary.Examples[0].At}: {summary.Examples[0].Sentence}");
        }
    }
}
