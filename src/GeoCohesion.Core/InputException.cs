namespace GeoCohesion.Core;

/// <summary>The caller gave something that cannot be used, and can mend it. Never thrown for a mistake of the program.</summary>
/// <param name="code">Stable kebab-case code, listed in <c>docs/errors.md</c>, e.g. <c>gtfs-time-malformed</c>.</param>
/// <param name="problem">What was found and what is accepted, in one sentence.</param>
/// <param name="at">Where it was found.</param>
public sealed class InputException(string code, string problem, SourceLocation at) : Exception($"{at}: {problem}")
{
    /// <summary>Stable kebab-case code.</summary>
    public string Code { get; } = code;

    /// <summary>Where the problem is in the caller's input.</summary>
    public SourceLocation At { get; } = at;
}
