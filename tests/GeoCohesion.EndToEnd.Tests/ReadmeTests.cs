using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests;

/// <summary>The README's own commands do what it says, with the output it shows.</summary>
public sealed partial class ReadmeTests
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    static readonly string s_readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public async Task The_first_command_computes_the_sample_city_prints_the_table_shown_and_serves_the_map()
    {
        var command = Blocks("bash")[0];
        var output = new StringBuilder();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("bash", ["-c", command])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            output.AppendLine(line.Data);
            if (line.Data is { } text && Address().Match(text) is { Success: true } found)
            {
                address.TrySetResult(found.Value);
            }
        };
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
            var first = await Task.WhenAny(address.Task, ended, Task.Delay(s_patience, TestContext.Current.CancellationToken));
            Assert.True(first == address.Task, $"The command served nothing.\n{output}\n{errors}");
            Assert.Contains(Blocks("text")[0].Trim(), output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(await address.Task) };
            Assert.Contains("id=\"map\"", await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("QN09601", await client.GetStringAsync(new Uri("/layers/districts.geojson", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void The_second_command_is_the_one_that_runs_these_tests_here_and_in_continuous_integration()
    {
        var command = Blocks("bash")[1].Trim();
        Assert.Contains($"\n{command}\n", File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("GEOCOHESION_TEST_COMMAND") is { } running)
        {
            Assert.Equal(running, command);
        }

        foreach (var suite in Directory.GetDirectories(Path.Combine(Repository.Root, "tests"), "*.Tests").Select(Path.GetFileName))
        {
            Assert.Contains(suite!.Split('.')[1], File.ReadAllText(Path.Combine(Repository.Root, "tests", "run.sh")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_file_that_a_document_links_to_is_there()
    {
        var documents = Directory.GetFiles(Repository.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));
        var broken = documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Path.GetRelativePath(Repository.Root, document)} -> {target}"));
        Assert.Empty(broken);
    }

    static List<string> Blocks(string language) =>
        [.. Regex.Matches(s_readme, $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/")]
    private static partial Regex Address();

    [GeneratedRegex("\\]\\(([^)#]+)(?:#[^)]*)?\\)")]
    private static partial Regex Link();
}
