using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Formats.Pictures;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Features of a layer that look the same.</summary>
/// <param name="Text">What they have in common.</param>
/// <param name="Color">Their colour.</param>
/// <param name="Pattern">Their pattern, of areas.</param>
/// <param name="Features">The features.</param>
sealed record LayerClass(string Text, string Color, PicturePattern Pattern, IReadOnlyList<MapFeature> Features);

/// <summary>Divides the features of a layer by the values of a column.</summary>
static class LayerClasses
{
    const int NumberSteps = 5;

    // Steps of travel time: as many as a reader tells apart.
    const int MostTimeSteps = 7;

    static readonly string[] s_verdicts = ["conforming", "partly", "not_conforming", "not_computable"];
    static readonly double[] s_roundFactors = [1, 2, 2.5, 5, 10];
    static readonly double[] s_minutes = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480];

    /// <summary>The classes that suit the values of a column; none are empty.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="columnName">One of its columns.</param>
    /// <param name="texts">Words.</param>
    /// <param name="limitSeconds">Travel times on either side of it have colours of their own.</param>
    public static IReadOnlyList<LayerClass> Of(MapLayer layer, string columnName, MapTexts texts, int limitSeconds)
    {
        var position = layer.Find(columnName);
        var column = layer.Columns[position];
        object? Value(MapFeature feature) => feature.Values[position] is "" ? null : feature.Values[position];
        var values = layer.Features.Select(Value).OfType<object>().ToList();
        var isVerdict = values.Count > 0 && values.All(value => value is string text && s_verdicts.Contains(text));
        var classes = isVerdict ? Verdicts(layer, columnName, texts)
            : column.Kind == ColumnKind.Flag || values.All(value => value is string or bool) ? Categories(layer, Value, texts)
            : IsTime(column) ? Times(layer, columnName, texts, limitSeconds)
            : Numbers(layer, columnName, texts);
        return [.. classes.Where(one => one.Features.Count > 0)];
    }

    /// <summary>By verdict, as on the map page.</summary>
    public static IEnumerable<LayerClass> Verdicts(MapLayer layer, string column, MapTexts texts)
    {
        foreach (var verdict in s_verdicts)
        {
            var isLast = verdict == s_verdicts[^1];
            LayerClass one = new(texts.VerdictName(verdict), Color(verdict), Pattern(verdict), [.. layer.Features.Where(
                feature => layer.Text(feature, column) is var text && (text == verdict || (isLast && !s_verdicts.Contains(text))))]);
            yield return one;
        }

        static string Color(string verdict) => verdict switch
        {
            "conforming" => MapColors.Conforming,
            "partly" => MapColors.Partly,
            "not_conforming" => MapColors.NotConforming,
            _ => MapColors.Unknown,
        };

        static PicturePattern Pattern(string verdict) => verdict switch
        {
            "conforming" => PicturePattern.None,
            "partly" => PicturePattern.Dots,
            "not_conforming" => PicturePattern.Diagonals,
            _ => PicturePattern.Bars,
        };
    }

    /// <summary>By travel time in round steps; those beyond the limit have colours of another kind.</summary>
    static IEnumerable<LayerClass> Times(MapLayer layer, string column, MapTexts texts, int limitSeconds)
    {
        var longest = layer.Features.Max(feature => layer.Number(feature, column)) ?? 0;
        var range = Math.Max(longest, limitSeconds);
        var step = s_minutes.Select(minutes => 60 * minutes).Cast<double?>().FirstOrDefault(
            seconds => limitSeconds % seconds == 0 && range / seconds <= MostTimeSteps) ?? limitSeconds;
        var near = (int)Math.Round(limitSeconds / step);
        var all = Math.Min(Math.Max(near, (int)Math.Ceiling(longest / step)), MostTimeSteps);
        for (var number = 0; number < all; number++)
        {
            var (least, most) = (number * step, number == MostTimeSteps - 1 ? double.PositiveInfinity : (number + 1) * step);
            yield return new LayerClass(
                double.IsInfinity(most) ? texts.Beyond(least, isByDistance: false) : texts.Between(least, most, isByDistance: false),
                number < near ? MapColors.Near(number, near) : MapColors.Far(number - near, Math.Max(1, all - near)),
                PicturePattern.None,
                Within(layer, column, least, most));
        }

        yield return new LayerClass(texts.Unreached, MapColors.Unknown, PicturePattern.Bars, Without(layer, column));
    }

    /// <summary>Numbers in five steps that are round, from the least to the greatest.</summary>
    static IEnumerable<LayerClass> Numbers(MapLayer layer, string column, MapTexts texts)
    {
        var numbers = layer.Features.Select(feature => layer.Number(feature, column)).OfType<double>().Where(double.IsFinite).ToList();
        if (numbers.Count > 0)
        {
            var (least, greatest) = (numbers.Min(), numbers.Max());
            var step = RoundStep((greatest - least) / NumberSteps);
            var first = Math.Floor(least / step);
            var count = Math.Max(1, (int)(Math.Ceiling(greatest / step) - first));
            for (var number = 0; number < count; number++)
            {
                var (from, to) = (step * (first + number), step * (first + number + 1));
                var isFirst = number == 0;
                yield return new LayerClass(
                    texts.Range(texts.Number(from, 4), texts.Number(to, 4)),
                    MapColors.Step(number, count),
                    PicturePattern.None,
                    Within(layer, column, isFirst ? double.NegativeInfinity : from, to));
            }
        }

        yield return new LayerClass(texts.NoValue, MapColors.Unknown, PicturePattern.Bars, Without(layer, column));
    }

    /// <summary>The most frequent texts, then all others.</summary>
    static IEnumerable<LayerClass> Categories(MapLayer layer, Func<MapFeature, object?> value, MapTexts texts)
    {
        string Name(MapFeature feature) => value(feature) switch
        {
            null => "",
            bool flag => texts.Flag(flag),
            var other => other.ToString()!,
        };
        var groups = layer.Features.GroupBy(Name, StringComparer.Ordinal).Where(group => group.Key.Length > 0)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        var own = groups.Count <= MapColors.CategoryCount ? groups.Count : MapColors.CategoryCount - 1;
        for (var number = 0; number < own; number++)
        {
            yield return new LayerClass(groups[number].Key, MapColors.Category(number), PicturePattern.None, [.. groups[number]]);
        }

        yield return new LayerClass(texts.Others, MapColors.Unknown, PicturePattern.None, [.. groups.Skip(own).SelectMany(group => group)]);
        yield return new LayerClass(
            texts.NoValue, MapColors.Unknown, PicturePattern.Bars, [.. layer.Features.Where(feature => Name(feature).Length == 0)]);
    }

    /// <summary>Whether a column has seconds.</summary>
    public static bool IsTime(MapColumn column) =>
        column.Unit == "s" || column.Name == "seconds" || column.Name.EndsWith("_s", StringComparison.Ordinal);

    static List<MapFeature> Within(MapLayer layer, string column, double above, double upTo) => [.. layer.Features.Where(
        feature => layer.Number(feature, column) is { } number && (number > above || (above == 0 && number == 0)) && number <= upTo)];

    static List<MapFeature> Without(MapLayer layer, string column) =>
        [.. layer.Features.Where(feature => layer.Number(feature, column) is not { } number || !double.IsFinite(number))];

    /// <summary>The least of 1, 2, 2.5, 5 times a power of ten that is not less.</summary>
    static double RoundStep(double least)
    {
        if (least <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * s_roundFactors.First(factor => factor * power >= least * (1 - 1e-9));
    }
}
