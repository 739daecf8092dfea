using System.Globalization;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The main job on Milan's streets and a part of its public transport, with districts drawn as boxes and places from the map.</summary>
public sealed class MilanTests
{
    [Fact]
    public async Task Milan_runs_with_every_indicator_that_its_inputs_allow()
    {
        using var folder = new TempFolder();
        if (MilanTerritory.Write(folder.Path) is not { } territory)
        {
            Assert.Skip("real data not present: milan");
            return;
        }

        var output = new RunOutput(folder.Combine("results"));
        await Geocohesion.RunWell("run", territory, "--out", output.Folder);
        output.AssertWhole();

        // The metro M2 stops in Lambrate and at Loreto; trams 16 and others leave San Siro; of the lines in this feed none serves Quarto Oggiaro.
        var rules = output.Rows("district_rules").ToDictionary(row => row["code"]);
        Assert.Equal("conforming", rules["LAMBRATE"]["verdict"]);
        Assert.Equal("not_conforming", rules["LAMBRATE"]["centrality_main_verdict"]);
        Assert.Equal("not_conforming", rules["SANSIRO"]["verdict"]);
        var lines = output.Rows("district_lines").ToLookup(row => row["district"], row => row["line_name"]);
        Assert.Contains("16", lines["SANSIRO"]);
        Assert.Empty(lines["QUARTO"]);
        Assert.Equal("distance", output.Row("district_reasons", "code", "QUARTO")["cause"]);

        // A longer limit, a better departure and a faster walk never lower a share.
        foreach (var row in rules.Values)
        {
            double[] shares = [.. s_columns.Select(column => double.Parse(row[column], CultureInfo.InvariantCulture))];
            Assert.True(shares[0] >= shares[1] && shares[1] >= shares[2] && shares[2] >= shares[3], $"{row["code"]}: {string.Join(" ", shares)}");
            Assert.True(shares[4] <= shares[1] && shares[5] >= shares[1] && shares[6] <= shares[1] && shares[7] >= shares[1], $"{row["code"]}: {string.Join(" ", shares)}");
        }
    }

    static readonly string[] s_columns =
    [
        "best_share", "median_share", "p85_share", "worst_share", "walk_minus_10_share", "walk_plus_10_share", "limit_minus_5_share", "limit_plus_5_share",
    ];
}
