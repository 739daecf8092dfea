using GeoCohesion.Core;

namespace GeoCohesion.Data;

/// <summary>All notices of one code: how many there were, and the first of them in the order of the input.</summary>
/// <param name="Code">Kebab-case code.</param>
/// <param name="Severity">Highest seen.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Examples">At most <see cref="NoticeLog.ExamplesPerCode"/>, by source, line, field, sentence.</param>
public sealed record NoticeSummary(string Code, NoticeSeverity Severity, long Count, IReadOnlyList<Notice> Examples);

/// <summary>Collects notices: every one is counted, a bounded number of each code is kept.</summary>
/// <remarks>Thread-safe. What is kept does not depend on the order in which threads report.</remarks>
public sealed class NoticeLog
{
    /// <summary>How many notices of a code are kept word for word.</summary>
    public const int ExamplesPerCode = 50;

    static readonly Comparer<Notice> s_inputOrder = Comparer<Notice>.Create(CompareByInput);

    readonly Lock _lock = new();
    readonly SortedDictionary<string, Entry> _byCode = new(StringComparer.Ordinal);

    /// <summary>Counts a notice.</summary>
    public void Add(string code, NoticeSeverity severity, SourceLocation at, string sentence) => Add(code, severity, at, sentence, 1);

    /// <summary>Counts a notice that stands for several occurrences, e.g. all rows of a file that have the same flaw.</summary>
    /// <param name="code">Kebab-case code.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="at">Where it was found.</param>
    /// <param name="sentence">What was found and what was done about it.</param>
    /// <param name="count">How many occurrences; above 0.</param>
    public void Add(string code, NoticeSeverity severity, SourceLocation at, string sentence, long count)
    {
        var notice = new Notice(code, severity, at, sentence);
        lock (_lock)
        {
            if (!_byCode.TryGetValue(code, out var entry))
            {
                _byCode.Add(code, entry = new Entry());
            }

            entry.Count += count;
            entry.Severity = (NoticeSeverity)Math.Max((int)entry.Severity, (int)severity);
            entry.Examples.Add(notice);
            if (entry.Examples.Count > ExamplesPerCode)
            {
                entry.Examples.Remove(entry.Examples.Max!);
            }
        }
    }

    /// <summary>One summary per code, by code in ordinal order.</summary>
    public IReadOnlyList<NoticeSummary> Summarize()
    {
        lock (_lock)
        {
            return [.. _byCode.Select(pair => new NoticeSummary(pair.Key, pair.Value.Severity, pair.Value.Count, [.. pair.Value.Examples]))];
        }
    }

    /// <summary>How many notices of a code there were.</summary>
    public long CountOf(string code)
    {
        lock (_lock)
        {
            return _byCode.TryGetValue(code, out var entry) ? entry.Count : 0;
        }
    }

    /// <summary>Refuses data of which something that counts was lost, as <c>--strict</c> asks.</summary>
    /// <exception cref="InputException">There is a notice of severity error (<c>strict</c>).</exception>
    public void RefuseErrors()
    {
        if (Summarize().FirstOrDefault(summary => summary.Severity == NoticeSeverity.Error) is { } first)
        {
            throw new InputException("strict", $"--strict: {first.Code} x {first.Count}: {first.Examples[0].Sentence}", first.Examples[0].At);
        }
    }

    static int CompareByInput(Notice left, Notice right)
    {
        var order = string.CompareOrdinal(left.At.Source, right.At.Source);
        order = order != 0 ? order : Nullable.Compare(left.At.Line, right.At.Line);
        order = order != 0 ? order : string.CompareOrdinal(left.At.Field, right.At.Field);
        return order != 0 ? order : string.CompareOrdinal(left.Sentence, right.Sentence);
    }

    sealed class Entry
    {
        public long Count;
        public NoticeSeverity Severity;
        public readonly SortedSet<Notice> Examples = new(s_inputOrder);
    }
}
