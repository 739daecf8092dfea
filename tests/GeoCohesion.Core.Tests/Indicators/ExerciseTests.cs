using GeoCohesion.Core.Accessibility;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

/// <summary>The exercise of <c>docs/adding-an-indicator.md</c>, as text there and as code here.</summary>
public sealed class ExerciseTests
{
    [Fact]
    public void The_indicator_of_the_exercise_counts_whom_it_says()
    {
        // Cells 100, 200 and 300 residents, at 10, 15 and 16 minutes of the one centrality, and 20, 20 and 12 of the other.
        var study = new StudyBuilder()
            .AddCentrality("a", 0, 0, isMain: true)
            .AddCentrality("b", 5000, 0, isMain: false)
            .AddDistrict("Q", 600, 0, 100, 200, 300)
            .AddDistrict("R", 2000, 0, 50)
            .AddOccasion(Occasion.MainName, 1, new OccasionMode("walk", [[600, 900, 960, 2000], [1200, 1200, 720, 901]], null, null))
            .Build();
        var table = Assert.Single(new QuarterHour().Compute(study));
        Assert.Null(new QuarterHour().Missing(study));
        Assert.Equal(600.0, table.Cell("Q", "residents_within"));
        Assert.Equal(0.0, table.Cell("R", "residents_within"));
    }

    [Fact]
    public void The_page_shows_the_code_that_is_tested()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "adding-an-indicator.md"));
        var code = page.Split("```csharp\n")[1].Split("```")[0];
        var tested = File.ReadAllText(Path.Combine(Repository.Root, "tests", "GeoCohesion.Core.Tests", "Indicators", "QuarterHour.cs"));
        Assert.Equal(
            code.Replace("namespace GeoCohesion.Core.Indicators;", "namespace GeoCohesion.Core.Tests.Indicators;", StringComparison.Ordinal),
            tested.Replace("using GeoCohesion.Core.Indicators;\n", "", StringComparison.Ordinal));
    }
}
