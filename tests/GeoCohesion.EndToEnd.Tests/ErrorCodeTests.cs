using System.Text.RegularExpressions;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests;

/// <summary>Every code that a user can meet is explained.</summary>
public sealed partial class ErrorCodeTests
{
    [Fact]
    public void Every_code_of_an_error_or_a_notice_in_the_source_is_explained_in_the_documentation()
    {
        var codes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match match in Code().Matches(File.ReadAllText(path)))
            {
                codes.TryAdd(match.Groups[1].Value, Path.GetFileName(path));
            }
        }

        Assert.True(codes.Count > 60, $"only {codes.Count} codes were found: the pattern no longer fits the source");
        var explained = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(Repository.Root, path).Contains("errors", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Assert.Empty(codes
            .Where(code => !Regex.IsMatch(explained, $@"^\| *`?{Regex.Escape(code.Key)}`? *\|", RegexOptions.Multiline))
            .Select(code => $"{code.Key} ({code.Value})"));
    }

    [GeneratedRegex("""(?:new InputException|notices\.Add|\bRefuse)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)*)",""")]
    private static partial Regex Code();
}
