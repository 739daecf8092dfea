using System.Text.Json;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs;

/// <summary>
/// Keeps the notices of a build beside what was built: a run that uses it again has to tell the same flaws of the data, or its manifest
/// would claim that nothing was left out.
/// </summary>
static class BuildNotices
{
    /// <summary>Writes the notices of a build.</summary>
    public static void Write(string path, string buildKey, NoticeLog notices) => AtomicFile.Write(path, stream =>
        JsonSerializer.Serialize(stream, new Content(buildKey, [.. notices.Summarize().Select(Entry.Of)])));

    /// <summary>Counts the notices of a build again.</summary>
    /// <returns>False, and nothing is counted, where the file is missing, damaged, or of another build.</returns>
    public static bool TryAdd(string path, string buildKey, NoticeLog notices)
    {
        Content? content;
        try
        {
            using var stream = File.OpenRead(path);
            content = JsonSerializer.Deserialize<Content>(stream);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return false;
        }

        if (content?.BuildKey != buildKey)
        {
            return false;
        }

        foreach (var entry in content.Entries)
        {
            for (var i = 0; i < entry.Examples.Length; i++)
            {
                // Those that were counted without being kept word for word go with the first example.
                var (source, line, field, sentence) = entry.Examples[i];
                var count = i == 0 ? entry.Count - entry.Examples.Length + 1 : 1;
                notices.Add(entry.Code, entry.Severity, new SourceLocation(source, line, field), sentence, count);
            }
        }

        return true;
    }

    sealed record Content(string BuildKey, Entry[] Entries);

    sealed record Entry(string Code, NoticeSeverity Severity, long Count, Example[] Examples)
    {
        public static Entry Of(NoticeSummary summary) => new(
            summary.Code,
            summary.Severity,
            summary.Count,
            [.. summary.Examples.Select(example => new Example(example.At.Source, example.At.Line, example.At.Field, example.Sentence))]);
    }

    sealed record Example(string Source, int? Line, string? Field, string Sentence);
}
