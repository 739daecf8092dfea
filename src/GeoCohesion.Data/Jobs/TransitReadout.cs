using System.Globalization;
using System.Text;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Data.Jobs;

/// <summary>The columns of a public-transport matrix: percentiles, mean, best, worst, share of the window within 30 minutes, and journeys on demand.</summary>
/// <param name="percentiles">Percentiles, 1 to 99.</param>
/// <param name="sampleSeconds">Seconds between samples; null for every second.</param>
/// <param name="hasJourneys">Whether the number of journeys and the first and last departure follow; they are exact in any case.</param>
/// <remarks>
/// A percentile is the nearest rank over every second of the window, or over its samples. Mean and worst are empty when some departure does not arrive:
/// a figure over the others only would hide it.
/// </remarks>
sealed class TransitReadout(IReadOnlyList<int> percentiles, int? sampleSeconds, bool hasJourneys = false)
{
    const int LimitSeconds = 30 * 60;
    const int SamplesOnStack = 1024;

    readonly string _noWay = new string(',', percentiles.Count + 2) + (hasJourneys ? ",0,0,," : ",0");

    /// <summary>Names of the columns, separated by commas.</summary>
    public string Columns { get; } =
        string.Concat(percentiles.Select(percentile => string.Create(CultureInfo.InvariantCulture, $"p{percentile},"))) + "mean,best,worst,share_within_30"
        + (hasJourneys ? ",journeys,first_departure,last_departure" : "");

    /// <summary>Whether the text of a cell has a time in it.</summary>
    public static bool HasWay(string cell) => cell[0] != ',' || cell.AsSpan().IndexOfAnyInRange('1', '9') >= 0;

    /// <summary>Text of one cell; called by several threads at once.</summary>
    public string Read(TravelTimeProfile profile) =>
        profile.ReachedSeconds == 0 ? _noWay : sampleSeconds is { } step ? Sampled(profile, step) : Exact(profile);

    string Exact(TravelTimeProfile profile)
    {
        var text = new StringBuilder();
        foreach (var percentile in percentiles)
        {
            AppendSeconds(text, profile.PercentileSeconds(percentile));
        }

        var always = profile.ReachedSeconds == profile.Window.Count;
        AppendRest(text, always ? profile.MeanSeconds : double.NaN, profile.BestSeconds, always ? profile.WorstSeconds : TravelTime.Unreached, profile.ShareWithin(LimitSeconds));
        AppendJourneys(text, profile);
        return text.ToString();
    }

    string Sampled(TravelTimeProfile profile, int step)
    {
        var count = profile.SampleCount(step);
        Span<int> samples = count <= SamplesOnStack ? stackalloc int[count] : new int[count];
        profile.Sample(step, samples);
        samples.Sort();
        var text = new StringBuilder();
        foreach (var percentile in percentiles)
        {
            AppendSeconds(text, samples[TravelTimeProfile.RankIndex(percentile, count)]);
        }

        var (sum, within) = (0L, 0);
        foreach (var sample in samples)
        {
            sum += sample;
            within += sample <= LimitSeconds ? 1 : 0;
        }

        AppendRest(text, samples[^1] < TravelTime.Unreached ? (double)sum / count : double.NaN, samples[0], samples[^1], (double)within / count);
        AppendJourneys(text, profile);
        return text.ToString();
    }

    static void AppendRest(StringBuilder text, double meanSeconds, int bestSeconds, int worstSeconds, double shareWithin)
    {
        if (!double.IsNaN(meanSeconds))
        {
            text.Append(CultureInfo.InvariantCulture, $"{meanSeconds:0.###}");
        }

        text.Append(',');
        AppendSeconds(text, bestSeconds);
        AppendSeconds(text, worstSeconds);
        text.Append(CultureInfo.InvariantCulture, $"{shareWithin:0.######}");
    }

    void AppendJourneys(StringBuilder text, TravelTimeProfile profile)
    {
        if (!hasJourneys)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $",{profile.JourneyCount},");
        AppendClock(text, profile.FirstJourneySecond);
        text.Append(',');
        AppendClock(text, profile.LastJourneySecond);
    }

    static void AppendClock(StringBuilder text, int second)
    {
        if (second < TravelTime.Unreached)
        {
            text.Append(CultureInfo.InvariantCulture, $"{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}");
        }
    }

    static void AppendSeconds(StringBuilder text, int seconds)
    {
        if (seconds < TravelTime.Unreached)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds}");
        }

        text.Append(',');
    }
}
