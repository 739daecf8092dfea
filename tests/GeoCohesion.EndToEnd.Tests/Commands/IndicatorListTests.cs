using GeoCohesion.Core;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>What the program says of its indicators is what the documentation says.</summary>
public sealed class IndicatorListTests
{
    [Fact]
    public async Task The_page_of_the_documentation_is_what_the_command_prints()
    {
        var result = await Geocohesion.RunWell("indicators");
        Assert.True(
            result.Output == File.ReadAllText(Path.Combine(Repository.Root, "docs", "indicators.md")),
            "docs/indicators.md is out of date; write it anew: geocohesion indicators > docs/indicators.md");
    }

    [Fact]
    public void Every_indicator_tells_all_that_is_needed_to_read_it()
    {
        var indicators = Catalog.Of<IIndicator>();
        Assert.True(indicators.Count >= 10);
        foreach (var (name, indicator) in indicators)
        {
            var info = indicator.Info;
            Assert.Matches("^[a-z]+(-[a-z0-9]+)*$", name);
            Assert.All(
                [info.French, info.English, info.Formula, info.Unit, info.Source, info.NotToBeConfusedWith],
                text => Assert.False(string.IsNullOrWhiteSpace(text), $"{name} leaves something unsaid"));
        }
    }
}
