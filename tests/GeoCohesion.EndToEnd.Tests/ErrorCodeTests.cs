using System.Text.RegularExpressions;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests;

/// <summary>Every code that the program can show is explained in <c>docs/errors.md</c>, once.</summary>
public sealed partial class ErrorCodeTests
{
    [Fact]
    public void Every_code_in_the_source_is_explained_once()
    {
        var explained = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "errors.md"))).Select(match => match.Groups[1].Value).ToList();
        Assert.Empty(explained.GroupBy(code => code).Where(group => group.Count() > 1).Select(group => group.Key));
        var used = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(used.Count > 100, $"Only {used.Count} codes were found in the source: the pattern no longer fits it.");
        Assert.Empty(used.Except(explained).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^\\| `([a-z0-9-]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // A code is the first argument of an InputException, or stands before the severity of a notice.
    [GeneratedRegex("(?:InputException\\(\\s*|\\(\\s*(?=\"[a-z0-9-]+\",\\s*NoticeSeverity))\"([a-z]+(?:-[a-z0-9]+)*)\"")]
    private static partial Regex Code();
}
