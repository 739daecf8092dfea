using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Maps;
using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Tests.Formats.Maps;

/// <summary>How values of a column are divided into colours.</summary>
public sealed class LayerClassesTests
{
    // Up to twice the half hour: steps of 10 minutes, 3 up to the limit and 3 beyond. A time of exactly a step belongs to what ends there.
    [Fact]
    public void Travel_times_have_round_steps_that_break_at_the_limit()
    {
        var classes = Of(ColumnKind.WholeNumber, "walk_s", 0L, 600L, 601L, 1800L, 1801L, 3600L, null);
        Assert.Equal(
            ["0 à 10\u00a0min 2", "10 à 20\u00a0min 1", "20 à 30\u00a0min 1", "30 à 40\u00a0min 1", "50 à 60\u00a0min 1", "pas d’accès 1"],
            classes.Select(one => $"{one.Text} {one.Features.Count}"));
        Assert.Equal(["#1d5c84", "#5b9cc2", "#bcd8e6", "#f3d58e", "#b5432a", "#8a9098"], classes.Select(one => one.Color));
        Assert.Equal(PicturePattern.Bars, classes[^1].Pattern);
    }

    // 7 steps of 10 minutes are the most: all beyond an hour is one.
    [Fact]
    public void Travel_times_far_beyond_the_limit_are_one_class()
    {
        var classes = Of(ColumnKind.WholeNumber, "walk_s", 60L, 4100L, 90_000L);
        Assert.Equal(["0 à 30\u00a0min 1", "plus de 180\u00a0min 1"], Of(ColumnKind.WholeNumber, "walk_s", 60L, 90_000L).Select(one => $"{one.Text} {one.Features.Count}"));
        Assert.Equal(3, classes.Sum(one => one.Features.Count));
    }

    [Fact]
    public void Numbers_have_five_round_steps_from_the_least_to_the_greatest()
    {
        var classes = Of(ColumnKind.RealNumber, "index", 0.0, 12.5, 20.0, 20.1, 99.0, double.NaN);
        Assert.Equal(["0 à 20 3", "20 à 40 1", "80 à 100 1", "sans valeur 1"], classes.Select(one => $"{one.Text} {one.Features.Count}"));
    }

    [Fact]
    public void A_column_of_one_number_is_one_class()
    {
        Assert.Equal(3, Assert.Single(Of(ColumnKind.WholeNumber, "index", 7L, 7L, 7L)).Features.Count);
    }

    [Fact]
    public void Texts_are_taken_by_how_often_they_occur_and_the_rest_is_one_class()
    {
        object?[] values = [.. Enumerable.Range(0, 9).SelectMany(i => Enumerable.Repeat((object?)$"c{i}", 10 - i)), null, ""];
        var classes = Of(ColumnKind.Text, "class", values);
        Assert.Equal(["c0", "c1", "c2", "c3", "c4", "c5", "autres", "sans valeur"], classes.Select(one => one.Text));
        Assert.Equal([10, 9, 8, 7, 6, 5, 4 + 3 + 2, 2], classes.Select(one => one.Features.Count));
        Assert.Equal(6, classes.Take(6).Select(one => one.Color).Distinct().Count());
    }

    [Fact]
    public void Verdicts_look_as_on_the_map_page_in_any_column()
    {
        var classes = Of(ColumnKind.Text, "walk_verdict", "not_conforming", "partly", "conforming", "conforming", "not_computable");
        Assert.Equal(["conforme", "en partie", "non conforme", "non calculable"], classes.Select(one => one.Text));
        Assert.Equal(["#2a78a8", "#f0b745", "#b5432a", "#8a9098"], classes.Select(one => one.Color));
        Assert.Equal(
            [PicturePattern.None, PicturePattern.Dots, PicturePattern.Diagonals, PicturePattern.Bars], classes.Select(one => one.Pattern));
        var marks = File.ReadAllText(Path.Combine(GeoCohesion.Testing.Repository.Root, "src", "GeoCohesion.Api", "Page", "app", "verdictMarks.mjs"));
        Assert.All(classes, one => Assert.Contains(one.Color, marks, StringComparison.Ordinal));
    }

    static IReadOnlyList<LayerClass> Of(ColumnKind kind, string name, params object?[] values) => LayerClasses.Of(
        new MapLayer("x", "", [new MapColumn(name, kind, "")], [.. values.Select(value => new MapFeature(null, [value]))]), name, MapTexts.French, 1800);
}
