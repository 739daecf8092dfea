using GeoCohesion.Core;

namespace GeoCohesion.Data;

/// <summary>How much a flaw in the data matters.</summary>
public enum NoticeSeverity
{
    /// <summary>Worth knowing; nothing was lost.</summary>
    Information,

    /// <summary>Something was left out or mended.</summary>
    Warning,

    /// <summary>Something that counts was left out.</summary>
    Error,
}

/// <summary>A flaw in the data that the program can live with.</summary>
/// <param name="Code">Stable kebab-case code, listed in <c>docs/errors.md</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="At">Where it was found.</param>
/// <param name="Sentence">What was found and what was done about it.</param>
public sealed record Notice(string Code, NoticeSeverity Severity, SourceLocation At, string Sentence);
