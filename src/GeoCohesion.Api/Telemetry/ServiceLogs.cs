using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GeoCohesion.Api.Telemetry;

/// <summary>Sets up what is told on standard error.</summary>
static class ServiceLogs
{
    // Requests do not wait for who reads the log; beyond so many lines some are dropped, and the log says how many.
    const int LongestQueue = 10_000;

    /// <summary>Lets only the service itself speak: a port in use is the host's to tell.</summary>
    public static void AddServiceLog(this ILoggingBuilder logging, ServiceLog log)
    {
        var least = log == ServiceLog.Mistakes ? LogLevel.Error : LogLevel.Information;
        logging.ClearProviders();
        if (log == ServiceLog.Json)
        {
            logging.AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
        }
        else
        {
            logging.AddSimpleConsole(text =>
            {
                (text.TimestampFormat, text.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true);
                (text.SingleLine, text.ColorBehavior) = (log == ServiceLog.Text, LoggerColorBehavior.Disabled);
            });
        }

        logging.AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = LongestQueue;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.AddFilter((category, level) => level >= least && category?.StartsWith("GeoCohesion", StringComparison.Ordinal) == true);
    }
}
