using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>The half hour under all rules side by side, and which of them would change the verdict.</summary>
public sealed class HalfHourRules : IIndicator
{
    /// <summary>How far the limit is moved to see whether the verdict holds, in seconds.</summary>
    public const int LimitStepSeconds = 5 * 60;

    static readonly WindowRule[] s_rules = Enum.GetValues<WindowRule>();
    static readonly CentralityChoice[] s_choices = Enum.GetValues<CentralityChoice>();
    static readonly int[] s_percentages = [50, 80, 90, 95, 100];
    static readonly (string Name, double Factor, string French, string English)[] s_speeds =
    [
        ("walk_minus_10", 0.9, "en marchant 10 % moins vite", "walking 10 % slower"),
        ("walk_plus_10", 1.1, "en marchant 10 % plus vite", "walking 10 % faster"),
    ];

    /// <inheritdoc/>
    public string Name => "half-hour-rules";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "La demi-heure selon toutes les règles, côte à côte",
        "The half hour under all rules side by side",
        "Share of residents whose travel time is within the limit, and the time within which the required share of residents is "
        + "(nearest rank, never interpolated), "
        + "one thing changed at a time: the rule over the departure window (best, median, mean, p85, worst), the centralities that count "
        + "(best, main, each), the required share "
        + "(50, 80, 90, 95, 100 %), the occasion (return, evening, Saturday, Sunday), the walking speed (-10 %, +10 %), the limit (-5 "
        + "min, +5 min). A verdict flips when it is not the run's own.",
        "share of residents; seconds; verdict",
        "this project; the half hour is that of the Pacte de Dijon (2018), which states none of these rules",
        "A confidence interval: each variant is an exact answer to another question, not a margin of error. "
        + "The mean over the window is unreached as soon as one departure is.");

    /// <inheritdoc/>
    public string? Missing(Study study) => HalfHourView.Missing(study);

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var view = new HalfHourView(study);
        return [RulesTable(view), VerdictsTable(view)];
    }

    static ResultTable RulesTable(HalfHourView view)
    {
        var study = view.Study;
        var (rule, own) = (study.Rule, view.Own);
        var ownSeconds = view.Seconds(own, study.WindowRule, rule.Centrality);
        var byRule = s_rules.Select(windowRule => view.Seconds(own, windowRule, rule.Centrality)).ToArray();
        var byChoice = s_choices.Select(choice => view.Seconds(own, study.WindowRule, choice)).ToArray();
        var occasions = study.Occasions.Where(occasion => occasion.WalkSpeedFactor == 1 && occasion != own).ToArray();
        var byOccasion = occasions.Select(occasion => view.Seconds(occasion, study.WindowRule, rule.Centrality)).ToArray();
        var bySpeed = s_speeds.Select(speed => AtSpeed(speed.Factor)).ToArray();
        int[] limits = [rule.LimitSeconds - LimitStepSeconds, rule.LimitSeconds + LimitStepSeconds];

        List<ResultColumn> columns =
        [
            Text("code", "Code of the district"),
            Text("label", "Label of the district"),
            Real("residents", "residents", "Residents"),
            Text("verdict", "The run's own verdict"),
            Share("share_within", "Share of residents within the limit under the run's own rules"),
            Seconds(
                "required_s",
                "Time within which the required share of residents is under the run's own rules; empty where there is no way"),
            Text("flips_fr", "What would change the verdict, in French, separated by ;"),
            Text("flips_en", "What would change the verdict, in English, separated by ;"),
            Flag("flips_rule", "Whether another rule over the window changes the verdict"),
            Flag("flips_centrality", "Whether another choice of centralities changes the verdict"),
            Flag("flips_share", "Whether requiring 50, 80, 90, 95 or 100 % of residents changes the verdict"),
            Flag("flips_occasion", "Whether the verdict is another one on another occasion"),
            Flag("flips_walk_speed", "Whether walking 10 % slower or faster changes the verdict"),
            Flag("flips_limit", "Whether a limit 5 minutes shorter or longer changes the verdict"),
        ];
        foreach (var code in s_rules.Select(HalfHourText.Code))
        {
            columns.Add(Share($"{code}_share", $"Share of residents within the limit by the rule {code} over the window"));
            columns.Add(Seconds($"{code}_required_s", $"Time within which the required share of residents is by the rule {code}"));
            columns.Add(Text($"{code}_verdict", $"Verdict by the rule {code}"));
        }

        AddPairs(s_choices.Select(choice => $"centrality_{HalfHourText.Code(choice)}"), "with the choice of centralities");
        foreach (var percentage in s_percentages)
        {
            columns.Add(Seconds(
                Invariant($"share_{percentage}_s"), Invariant($"Time within which {percentage} % of residents are; empty where they have no way")));
            columns.Add(Text(
                Invariant($"share_{percentage}_verdict"), Invariant($"Verdict if {percentage} % of residents had to be within the limit")));
        }

        AddPairs(occasions.Select(ColumnName), "on the occasion");
        AddPairs(s_speeds.Select(speed => speed.Name), "with the walking speed");
        AddPairs(["limit_minus_5", "limit_plus_5"], "with the limit in minutes");
        var table = new ResultTable("district_rules", "Quartiers : la demi-heure selon toutes les règles", columns, "MultiPolygon");
        for (var district = 0; district < study.Districts.Count; district++)
        {
            AddRow(district);
        }

        return table;

        void AddPairs(IEnumerable<string> names, string what)
        {
            foreach (var name in names)
            {
                columns.Add(Share($"{name}_share", $"Share of residents within the limit {what} {name}"));
                columns.Add(Text($"{name}_verdict", $"Verdict {what} {name}"));
            }
        }

        int[]? AtSpeed(double factor) =>
            study.Occasions.FirstOrDefault(entry => entry.Occasion == own.Occasion && Math.Abs(entry.WalkSpeedFactor - factor) < 1e-6)
                is { } occasion ? view.Seconds(occasion, study.WindowRule, rule.Centrality) : null;

        void AddRow(int district)
        {
            var assessed = view.Assess(district, ownSeconds, rule);
            var flips = new Flips(assessed.Verdict);
            List<object?> values = [];
            for (var i = 0; i < s_rules.Length; i++)
            {
                var by = view.Assess(district, byRule[i], rule);
                values.Add(ShareOf(by));
                values.Add(RequiredSeconds(district, by, byRule[i], rule.RequiredShare));
                values.Add(by.Verdict.Code());
                flips.Add(Flips.Rule, by.Verdict, HalfHourText.French(s_rules[i]), HalfHourText.English(s_rules[i]));
            }

            for (var i = 0; i < s_choices.Length; i++)
            {
                var choice = s_choices[i];
                AddPair(
                    view.Assess(district, byChoice[i], rule with { Centrality = choice }),
                    Flips.Centrality,
                    HalfHourText.French(choice),
                    HalfHourText.English(choice));
            }

            AddShares(district, values, flips);
            for (var i = 0; i < occasions.Length; i++)
            {
                AddPair(
                    view.Assess(district, byOccasion[i], rule),
                    Flips.Occasion,
                    $"pour « {occasions[i].Occasion.French} »",
                    $"on \"{occasions[i].Occasion.English}\"");
            }

            for (var i = 0; i < s_speeds.Length; i++)
            {
                AddPair(
                    bySpeed[i] is { } seconds ? view.Assess(district, seconds, rule) : null,
                    Flips.WalkSpeed,
                    s_speeds[i].French,
                    s_speeds[i].English);
            }

            foreach (var limit in limits)
            {
                AddPair(
                    limit > 0 ? view.Assess(district, ownSeconds, rule with { LimitSeconds = limit }) : null,
                    Flips.Limit,
                    $"avec une limite de {HalfHourText.Duration(limit)}",
                    $"with a limit of {HalfHourText.Duration(limit)}");
            }

            table.Add(
                study.Districts[district].Perimeter,
                [
                    study.Districts[district].Code,
                    study.Districts[district].Label,
                    assessed.Summary.Residents,
                    assessed.Verdict.Code(),
                    ShareOf(assessed),
                    RequiredSeconds(district, assessed, ownSeconds, rule.RequiredShare),
                    flips.French,
                    flips.English,
                    .. Flips.Groups.Select(group => (object?)flips.Any(group)),
                    .. values,
                ]);

            void AddPair(DistrictAssessment? variant, int group, string french, string english)
            {
                values.Add(variant is null ? null : ShareOf(variant));
                values.Add(variant?.Verdict.Code());
                if (variant is not null)
                {
                    flips.Add(group, variant.Verdict, french, english);
                }
            }
        }

        void AddShares(int district, List<object?> values, Flips flips)
        {
            // Verdicts are monotone in the share: the last share that is better and the first that is worse say it all.
            (string French, string English, Verdict Verdict)? better = null, worse = null;
            foreach (var percentage in s_percentages)
            {
                var by = view.Assess(district, ownSeconds, rule with { RequiredShare = percentage / 100.0 });
                values.Add(RequiredSeconds(district, by, ownSeconds, percentage / 100.0));
                values.Add(by.Verdict.Code());
                var entry = (
                    Invariant($"si {percentage} % des habitants doivent y être"),
                    Invariant($"if {percentage} % of residents must be within"),
                    by.Verdict);
                better = by.Verdict < flips.Own ? entry : better;
                worse ??= by.Verdict > flips.Own ? entry : null;
            }

            foreach (var entry in new[] { better, worse })
            {
                if (entry is var (french, english, verdict))
                {
                    flips.Add(Flips.Share, verdict, french, english);
                }
            }
        }

        long? RequiredSeconds(int district, DistrictAssessment assessment, int[] seconds, double share) =>
            assessment.Verdict == Verdict.NotComputable ? null : TravelTime.Reached(view.SecondsOfShare(district, seconds, share));
    }

    static ResultTable VerdictsTable(HalfHourView view)
    {
        var study = view.Study;
        var table = new ResultTable(
            "district_verdicts",
            "Quartiers : un verdict par occasion, règle de la plage, choix des centralités et vitesse de marche",
            [
                Text("id", "District, occasion, walking speed, rule of the window, centralities, joined by /"),
                Text("district", "Code of the district"),
                Text("occasion", "Name of the occasion; main is the run's own window"),
                Text("occasion_fr", "The occasion in French"),
                Text("service_date", "Service date, YYYY-MM-DD; empty without public transport"),
                Text("window_from", "First departure, HH:MM:SS; empty without public transport"),
                Text("window_to", "End of the departures, not included, HH:MM:SS; empty without public transport"),
                Flag("is_return", "Whether residents travel from the centrality home"),
                Real("walk_speed_factor", "", "Factor on the run's walking speed"),
                Text("window_rule", "best, median, mean, p85 or worst departure of the window"),
                Text("centralities", "best, main or each"),
                Flag("is_own", "Whether it is the run's own verdict"),
                Text("verdict", "conforming, partly, not_conforming, not_computable"),
                Text("reason", "Why it is not computable; empty otherwise"),
                Share("share_within", "Share of residents within the limit"),
                Seconds("required_s", "Time within which the required share of residents is; empty where there is no way"),
                Seconds("median_s", "Time within which half of the residents are; empty where there is no way"),
                Share("unreachable_share", "Share of residents without a way"),
            ],
            null);
        foreach (var occasion in study.Occasions)
        {
            var isTransit = occasion.Modes.Any(mode => mode.Windows is not null);
            foreach (var windowRule in isTransit ? s_rules : [study.WindowRule])
            {
                foreach (var choice in s_choices)
                {
                    Add(occasion, isTransit, windowRule, choice);
                }
            }
        }

        return table;

        void Add(OccasionTimes times, bool isTransit, WindowRule windowRule, CentralityChoice choice)
        {
            var (seconds, rule, occasion) = (view.Seconds(times, windowRule, choice), study.Rule with { Centrality = choice }, times.Occasion);
            for (var district = 0; district < study.Districts.Count; district++)
            {
                var (code, assessed) = (study.Districts[district].Code, view.Assess(district, seconds, rule));
                var isComputed = assessed.Verdict != Verdict.NotComputable;
                table.Add(
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{code}/{occasion.Name}/{times.WalkSpeedFactor}/{HalfHourText.Code(windowRule)}/{HalfHourText.Code(choice)}"),
                    code,
                    occasion.Name,
                    occasion.French,
                    occasion.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    isTransit ? HalfHourText.Clock(occasion.Window.FromSeconds) : null,
                    isTransit ? HalfHourText.Clock(occasion.Window.ToSeconds) : null,
                    occasion.IsReturn,
                    times.WalkSpeedFactor,
                    HalfHourText.Code(windowRule),
                    HalfHourText.Code(choice),
                    times == view.Own && windowRule == study.WindowRule && choice == study.Rule.Centrality,
                    assessed.Verdict.Code(),
                    assessed.Reason,
                    ShareOf(assessed),
                    isComputed ? TravelTime.Reached(view.SecondsOfShare(district, seconds, rule.RequiredShare)) : null,
                    isComputed ? TravelTime.Reached(assessed.Summary.MedianSeconds) : null,
                    isComputed ? assessed.Summary.ShareUnreachable : null);
            }
        }
    }

    static string ColumnName(OccasionTimes occasion) => occasion.Occasion.Name.Replace('-', '_');

    static double? ShareOf(DistrictAssessment assessment) =>
        assessment.Verdict == Verdict.NotComputable ? null : assessment.Summary.ShareWithinLimit;

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Verdicts other than the run's own, by what was changed.</summary>
    sealed class Flips(Verdict own)
    {
        public const int Rule = 0;
        public const int Centrality = 1;
        public const int Share = 2;
        public const int Occasion = 3;
        public const int WalkSpeed = 4;
        public const int Limit = 5;

        readonly List<(int Group, string French, string English)> _entries = [];

        public static IEnumerable<int> Groups => Enumerable.Range(Rule, Limit + 1);

        public Verdict Own => own;

        public string French => string.Join(" ; ", _entries.Select(entry => entry.French));

        public string English => string.Join("; ", _entries.Select(entry => entry.English));

        public bool Any(int group) => _entries.Any(entry => entry.Group == group);

        public void Add(int group, Verdict verdict, string french, string english)
        {
            if (verdict != own)
            {
                _entries.Add((group, $"{HalfHourText.French(verdict)} {french}", $"{HalfHourText.English(verdict)} {english}"));
            }
        }
    }
}
