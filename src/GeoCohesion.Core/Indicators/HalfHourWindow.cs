using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>During which part of the departure window residents are within the half hour, and when not: exact, from the whole
/// profiles.</summary>
public sealed class HalfHourWindow : IIndicator
{
    // Times of all origins of a district are held for so many seconds at once.
    const int PartSeconds = 900;
    const double Tolerance = 1e-9;

    /// <inheritdoc/>
    public string Name => "half-hour-window";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Part de la plage de départ où la demi-heure est tenue, et ses trous",
        "Share of the departure window within the half hour, and the gaps in it",
        "Every second of the departure window is looked at: each resident takes the fastest of the rule's modes at that second, to the "
        + "nearest centrality (best), the nearest main centre (main) or the farthest (each). "
        + "mean_share_of_window is the mean over residents of their share of the window within the limit; required_share_of_window is the "
        + "share of the window during which the required share of residents is within it; "
        + "gaps are the longest runs of seconds during which it is not. Unreached residents stay in the denominator.",
        "share of the window; seconds; clock times",
        "this project, from the exact profile of the departure window (docs/transit.md)",
        "The verdict. The verdict first takes the rule of the window for each centrality and then chooses between centralities (the "
        + "least of the medians); here a rider may change centrality from second to second, "
        + "so that a district can be within the limit for more than half of the window and yet not by the median.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        HalfHourView.Missing(study)
        ?? (study.Occasions[0].Modes.Any(mode => mode.Windows is not null && mode.Pieces is null)
            ? "the profiles over the window are not kept"
            : study.Occasions[0].Modes.All(mode => mode.Pieces is null)
            ? "none of the rule's modes is public transport: times do not change over a window"
            : null);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var view = new HalfHourView(study);
        var ownSeconds = view.Seconds(view.Own, study.WindowRule, study.Rule.Centrality);
        var districts = new Seconds?[study.Districts.Count];
        Parallel.For(0, districts.Length, new ParallelOptions { MaxDegreeOfParallelism = study.Threads }, district =>
        {
            if (view.Assess(district, ownSeconds, study.Rule).Verdict != Verdict.NotComputable)
            {
                districts[district] = Read(view, district);
            }
        });
        return [WindowTable(study, districts), GapTable(study, districts), ProfileTable(study, districts)];
    }

    static Seconds Read(HalfHourView view, int district)
    {
        var (study, window) = (view.Study, view.Own.Occasion.Window);
        var origins = view.OriginsByDistrict[district];
        var residents = view.OfDistrict(district, view.Residents);
        var total = residents.Sum();
        var within = study.Rule.LongestSecondsWithin;
        var result = new Seconds(window.FromSeconds, new double[window.Count], new int[window.Count]);
        var part = Math.Min(PartSeconds, window.Count);
        var times = new int[origins.Count * part];
        var scratch = new int[part];
        var (sorted, weights) = (new int[origins.Count], new double[origins.Count]);
        for (var start = 0; start < window.Count; start += part)
        {
            var count = Math.Min(part, window.Count - start);
            for (var i = 0; i < origins.Count; i++)
            {
                WindowTimes.Fill(
                    view.Own,
                    view.IsMain,
                    study.Rule.Centrality,
                    origins[i],
                    window.FromSeconds + start,
                    times.AsSpan(i * part, count),
                    scratch.AsSpan(0, count));
            }

            for (var second = 0; second < count; second++)
            {
                var sum = 0.0;
                for (var i = 0; i < origins.Count; i++)
                {
                    (sorted[i], weights[i]) = (times[(i * part) + second], residents[i]);
                    sum += sorted[i] <= within ? residents[i] : 0;
                }

                result.ShareWithin[start + second] = sum / total;
                result.MedianSeconds[start + second] = WeightedPercentile.Sorting(sorted, weights, 50);
            }
        }

        return result;
    }

    static ResultTable WindowTable(Study study, Seconds?[] districts)
    {
        var table = new ResultTable(
            "district_window",
            "Quartiers : part de la plage de départ où la demi-heure est tenue",
            [
                Text("code", "Code of the district"),
                Text("label", "Label of the district"),
                Share("mean_share_of_window", "Mean over residents of the share of the window during which they are within the limit"),
                Share("required_share_of_window", "Share of the window during which the required share of residents is within the limit"),
                Whole("gaps", "", "Number of gaps: runs of seconds during which it is not"),
                Seconds("longest_gap_s", "Length of the longest gap; 0 without any"),
                Text("longest_gap_from", "First departure of the longest gap (the first of several), HH:MM:SS"),
                Text("longest_gap_to", "Last departure of the longest gap, HH:MM:SS"),
                Share("least_share_within", "Share of residents within the limit at the worst second"),
                Share("greatest_share_within", "Share of residents within the limit at the best second"),
            ],
            "MultiPolygon");
        for (var district = 0; district < districts.Length; district++)
        {
            var (code, label) = (study.Districts[district].Code, study.Districts[district].Label);
            var perimeter = study.Districts[district].Perimeter;
            if (districts[district] is not { } seconds)
            {
                table.Add(perimeter, code, label, null, null, null, null, null, null, null, null);
                continue;
            }

            var gaps = seconds.Gaps(study.Rule.RequiredShare);
            var longest = gaps.Count == 0 ? default((int First, int Last)?) : gaps.MaxBy(gap => gap.LastSecond - gap.FirstSecond);
            table.Add(
                perimeter,
                code,
                label,
                seconds.ShareWithin.Average(),
                1 - ((double)gaps.Sum(Length) / seconds.ShareWithin.Length),
                gaps.Count,
                longest is { } found ? Length(found) : 0,
                longest is { } from ? HalfHourText.Clock(from.First) : null,
                longest is { } to ? HalfHourText.Clock(to.Last) : null,
                seconds.ShareWithin.Min(),
                seconds.ShareWithin.Max());
        }

        return table;
    }

    static ResultTable GapTable(Study study, Seconds?[] districts)
    {
        var table = new ResultTable(
            "district_window_gaps",
            "Quartiers : moments de la plage de départ où la demi-heure n'est pas tenue",
            [
                Text("id", "District and number of the gap, joined by /"),
                Text("district", "Code of the district"),
                Whole("gap", "", "Number of the gap in its district, from 1"),
                Text("from", "First departure of the gap, HH:MM:SS"),
                Text("to", "Last departure of the gap, itself included, HH:MM:SS"),
                Whole("first_s", "s", "First departure in seconds of the service day"),
                Whole("last_s", "s", "Last departure in seconds of the service day"),
                Seconds("length_s", "Number of seconds"),
                Share("least_share_within", "Share of residents within the limit at its worst second"),
            ],
            null);
        foreach (var (code, seconds) in Computed(study, districts))
        {
            var number = 0;
            foreach (var gap in seconds.Gaps(study.Rule.RequiredShare))
            {
                number++;
                table.Add(
                    null,
                    FormattableString.Invariant($"{code}/{number}"),
                    code,
                    number,
                    HalfHourText.Clock(gap.FirstSecond),
                    HalfHourText.Clock(gap.LastSecond),
                    gap.FirstSecond,
                    gap.LastSecond,
                    Length(gap),
                    seconds.ShareWithin.AsSpan(gap.FirstSecond - seconds.FromSeconds, Length(gap)).ToArray().Min());
            }
        }

        return table;
    }

    static ResultTable ProfileTable(Study study, Seconds?[] districts)
    {
        var table = new ResultTable(
            "district_window_profile",
            "Quartiers : part des habitants dans la limite et temps médian, selon la seconde de départ",
            [
                Text("id", "District, figure and number of the piece, joined by /"),
                Text("district", "Code of the district"),
                Text(
                    "figure",
                    "share_within: share of residents within the limit, constant over a piece; median_s: weighted median travel time, a straight line over a piece"),
                Text("from", "First departure of the piece, HH:MM:SS"),
                Text("to", "Last departure of the piece, itself included, HH:MM:SS"),
                Whole("first_s", "s", "First departure in seconds of the service day"),
                Whole("last_s", "s", "Last departure in seconds of the service day"),
                Real("first_value", "share 0-1 or s", "Value at the first departure; empty where the median resident has no way"),
                Real("last_value", "share 0-1 or s", "Value at the last departure"),
            ],
            null);
        foreach (var (code, seconds) in Computed(study, districts))
        {
            AddPieces(code, "share_within", seconds.SharePieces(), index => seconds.ShareWithin[index], seconds.FromSeconds);
            AddPieces(code, "median_s", seconds.MedianPieces(), index => TravelTime.Reached(seconds.MedianSeconds[index]), seconds.FromSeconds);
        }

        return table;

        void AddPieces(string code, string figure, List<(int First, int Last)> pieces, Func<int, double?> value, int from)
        {
            for (var piece = 0; piece < pieces.Count; piece++)
            {
                var (first, last) = pieces[piece];
                table.Add(
                    null,
                    FormattableString.Invariant($"{code}/{figure}/{piece + 1}"),
                    code,
                    figure,
                    HalfHourText.Clock(from + first),
                    HalfHourText.Clock(from + last),
                    from + first,
                    from + last,
                    value(first),
                    value(last));
            }
        }
    }

    static IEnumerable<(string Code, Seconds Seconds)> Computed(Study study, Seconds?[] districts) =>
        study.Districts.Zip(districts).Where(pair => pair.Second is not null).Select(pair => (pair.First.Code, pair.Second!));

    static int Length((int FirstSecond, int LastSecond) gap) => gap.LastSecond - gap.FirstSecond + 1;

    /// <summary>A district, second by second of the window.</summary>
    sealed record Seconds(int FromSeconds, double[] ShareWithin, int[] MedianSeconds)
    {
        public List<(int FirstSecond, int LastSecond)> Gaps(double requiredShare)
        {
            var gaps = new List<(int, int)>();
            var open = -1;
            for (var i = 0; i <= ShareWithin.Length; i++)
            {
                var isWithin = i == ShareWithin.Length || ShareWithin[i] >= requiredShare - Tolerance;
                if (isWithin && open >= 0)
                {
                    gaps.Add((FromSeconds + open, FromSeconds + i - 1));
                }

                open = isWithin ? -1 : open < 0 ? i : open;
            }

            return gaps;
        }

        public List<(int First, int Last)> SharePieces()
        {
            var pieces = new List<(int, int)>();
            var first = 0;
            for (var i = 1; i <= ShareWithin.Length; i++)
            {
                // The residents within are summed in the same order every second: equal sets have equal sums.
                if (i == ShareWithin.Length || ShareWithin[i] != ShareWithin[i - 1])
                {
                    pieces.Add((first, i - 1));
                    first = i;
                }
            }

            return pieces;
        }

        public List<(int First, int Last)> MedianPieces()
        {
            // Times stay or fall by a second a second; anything else is a jump to another departure.
            var pieces = new List<(int, int)>();
            var (first, slope) = (0, 1);
            for (var i = 1; i <= MedianSeconds.Length; i++)
            {
                var step = i == MedianSeconds.Length ? 1 : MedianSeconds[i] - MedianSeconds[i - 1];
                if (step is not (0 or -1) || (i - 1 > first && step != slope))
                {
                    pieces.Add((first, i - 1));
                    first = i;
                }

                slope = step;
            }

            return pieces;
        }
    }
}
