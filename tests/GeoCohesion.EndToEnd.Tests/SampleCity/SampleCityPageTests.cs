using System.Globalization;
using System.Text;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>
/// The page that shows what a run says of the sample city holds what the program computes. Each figure of it was read beside the story of its district
/// (<c>data-samples/aurelmont/README.md</c>); whoever changes one reads it anew.
/// </summary>
public sealed class SampleCityPageTests(SampleCityRun run)
{
    const string Page = "docs/sample-city.md";

    /// <summary>The motive of the flows that the page tells, as it stands in the identifiers of their rows.</summary>
    const string Motive = "work";

    static readonly string[] s_variants =
    [
        "best", "median", "mean", "p85", "worst", "centrality_main", "centrality_each", "share_50", "share_80", "share_90", "share_95", "return", "evening",
        "saturday", "sunday", "walk_minus_10", "walk_plus_10", "limit_minus_5", "limit_plus_5",
    ];

    static readonly string[] s_components = ["walk_out", "wait", "ride", "transfer", "walk_in"];
    static readonly string[] s_modes = ["walk", "transit", "car"];

    [Fact]
    public async Task The_tables_of_the_page_are_those_that_the_program_computes()
    {
        var tables = Tables(await run.Output);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Page), TestContext.Current.CancellationToken);
        foreach (var (name, table) in tables)
        {
            var (begin, end) = ($"<!-- {name} -->\n", $"<!-- end of {name} -->");
            Assert.True(
                page.Contains($"{begin}{table}{end}", StringComparison.Ordinal),
                $"{Page} does not show '{name}' as computed. If the change is meant, read it and write:\n\n{begin}{table}{end}");
        }
    }

    static List<(string Name, string Table)> Tables(RunOutput output)
    {
        var districts = output.Rows("districts");
        var rules = output.Rows("district_rules").ToDictionary(row => row["code"]);
        var windows = output.Rows("district_window").ToDictionary(row => row["code"]);
        var reasons = output.Rows("district_reasons").ToDictionary(row => row["code"]);
        var transit = output.Rows("district_transit").ToDictionary(row => row["id"]);
        var ptal = output.Rows("district_ptal").ToDictionary(row => row["code"]);
        var journeys = output.Rows("district_centre_journeys").ToDictionary(row => row["id"]);
        var speeds = output.Rows("district_speed").ToDictionary(row => row["id"]);
        var classes = output.Rows("district_classes").ToDictionary(row => row["id"]);
        var baskets = output.Rows("district_baskets").ToDictionary(row => row["id"]);
        var catchments = output.Rows("district_catchments").Where(row => row["class"] == "generaliste").ToDictionary(row => (row["district"], row["mode"]));
        var services = output.Rows("district_services").ToLookup(row => row["district"]);
        var flows = output.Rows("district_flows").ToDictionary(row => row["id"]);
        var reach = output.Rows("district_flow_reach").ToDictionary(row => row["id"]);
        var equity = output.Rows("district_equity").ToDictionary(row => row["id"]);
        var groups = output.Rows("district_groups").ToDictionary(row => row["id"]);
        var areas = output.Rows("areas");
        string[] codes = [.. districts.Select(row => row["code"])];
        string Label(string code) => districts.Single(row => row["code"] == code)["label"];

        return
        [
            Table(
                "half hour",
                ["Quartier", "Verdict", "≤ 30 min", "Médiane", "90 %", "Part de la plage (moyenne)", "Plus long trou", "Cause", "Il faudrait en moins"],
                codes.Select(string[] (code) =>
                [
                    Label(code),
                    districts.Single(row => row["code"] == code)["verdict_fr"],
                    Percent(rules[code]["share_within"]),
                    Clock(rules[code]["share_50_s"]),
                    Clock(rules[code]["share_90_s"]),
                    Percent(windows[code]["mean_share_of_window"]),
                    windows[code]["longest_gap_from"].Length == 0 ? "–" : $"{windows[code]["longest_gap_from"]} à {windows[code]["longest_gap_to"]}",
                    reasons[code]["causes"],
                    Cuts(reasons[code]),
                ])),
            Table(
                "rules",
                ["Quartier", "meilleur", "médiane", "moyenne", "85e", "pire", "centre", "chacune", "50 %", "80 %", "90 %", "95 %", "retour", "soir", "samedi", "dimanche", "marche -10 %", "+10 %", "25 min", "35 min"],
                codes.Select(string[] (code) =>
                [
                    Label(code),
                    .. s_variants.Select(variant => Letter(rules[code][$"{variant}_verdict"])),
                ])),
            Table(
                "journey",
                ["Quartier", "Marche au départ", "Attente", "À bord", "Correspondance", "Marche à l'arrivée", "Goulot", "Habitant marginal", "Détour à pied"],
                codes.Select(string[] (code) =>
                [
                    Label(code),
                    .. s_components.Select(component => Clock(reasons[code][$"{component}_s"])),
                    reasons[code]["bottleneck"],
                    Clock(reasons[code]["marginal_s"]),
                    Number(reasons[code]["marginal_detour"], 2),
                ])),
            Table(
                "places",
                ["Quartier", "Généraliste à pied", "en TC", "3e en TC", "à 15 min à pied", "à 30 min en TC", "sans à 30 min à pied", "Pharmacie à pied", "Panier quotidien à pied", "en TC", "type APL (marche)", "(TC)", "(voiture)"],
                codes.Select(string[] (code) =>
                [
                    Label(code),
                    Clock(classes[$"{code}/generaliste/walk"]["nearest_median_s"]),
                    Clock(classes[$"{code}/generaliste/transit"]["nearest_median_s"]),
                    Clock(classes[$"{code}/generaliste/transit"]["third_median_s"]),
                    Number(classes[$"{code}/generaliste/walk"]["count_15_mean"], 1),
                    Number(classes[$"{code}/generaliste/transit"]["count_30_mean"], 1),
                    Percent(classes[$"{code}/generaliste/walk"]["share_none_within_limit"]),
                    Clock(classes[$"{code}/pharmacie/walk"]["nearest_median_s"]),
                    Clock(baskets[$"{code}/quotidien/walk"]["complete_median_s"]),
                    Clock(baskets[$"{code}/quotidien/transit"]["complete_median_s"]),
                    .. s_modes.Select(mode => Number(catchments[(code, mode)]["e2sfca_per_100000"], 0)),
                ])),
            Table(
                "transit",
                ["Quartier", "Lignes", "Départs/h 7-9 h", "9-16 h", "soir", "samedi 16-19 h", "dimanche 9-16 h", "premier", "dernier", "Intervalle moyen", "Arrêt à 500 m", "fréquent", "PTAL", "km/h", "sans correspondance"],
                codes.Select(string[] (code) =>
                [
                    Label(code),
                    transit[$"{code}/weekday"]["line_names"].Replace(";", ", ", StringComparison.Ordinal),
                    Number(transit[$"{code}/weekday"]["departures_per_hour_morning_peak"], 1),
                    Number(transit[$"{code}/weekday"]["departures_per_hour_day"], 1),
                    Number(transit[$"{code}/weekday"]["departures_per_hour_evening"], 1),
                    Number(transit[$"{code}/saturday"]["departures_per_hour_evening_peak"], 1),
                    Number(transit[$"{code}/sunday"]["departures_per_hour_day"], 1),
                    transit[$"{code}/weekday"]["first_departure"][..5],
                    transit[$"{code}/weekday"]["last_departure"][..5],
                    Clock(transit[$"{code}/weekday"]["mean_headway_s"]),
                    Percent(transit[$"{code}/weekday"]["share_stop"]),
                    Percent(transit[$"{code}/weekday"]["share_frequent_stop"]),
                    $"{ptal[code]["median_band"]} ({Number(ptal[code]["mean_index"], 1)})",
                    Number(speeds[$"{code}/weekday"]["commercial_speed_kph"], 1),
                    Percent(journeys[$"{code}/main"]["share_no_change"]),
                ])),
            Table(
                "services",
                ["Quartier", .. services[codes[0]].Select(row => row["service_fr"])],
                codes.Select(string[] (code) => [Label(code), .. services[code].Select(row => row["status_fr"])])),
            Table(
                "flows",
                ["Quartier", "Actifs sortants", "de .. à .. en TC", "en TC à 30 min", "45 min", "60 min", "hors zone", "TC / voiture"],
                codes.Select(string[] (code) =>
                [
                    Label(code),
                    Number(flows[$"{code}/{Motive}/out/all"]["estimate"], 0),
                    $"{Number(flows[$"{code}/{Motive}/out/transit"]["lower"], 0)} à {Number(flows[$"{code}/{Motive}/out/transit"]["upper"], 0)}",
                    Percent(reach[$"{code}/{Motive}/all/transit"]["share_30"]),
                    Percent(reach[$"{code}/{Motive}/all/transit"]["share_45"]),
                    Percent(reach[$"{code}/{Motive}/all/transit"]["share_60"]),
                    Percent(reach[$"{code}/{Motive}/all/transit"]["outside_share"]),
                    Number(reach[$"{code}/{Motive}/all/transit"]["ratio_to_car"], 1),
                ])),
            Table(
                "equity",
                ["Quartier", "Moyenne", "Gini", "Reste de l'EPCI", "Écart", "Rapport", "Ménages pauvres", "autres", "65-79 ans", "Cellules imputées"],
                codes.Select(code =>
                {
                    var row = equity[$"{code}/centralities/fastest"];
                    return new[]
                    {
                        Label(code),
                        Clock(row["mean_s"]),
                        Number(row["gini"], 3),
                        Clock(row["rest_mean_s"]),
                        Clock(row["mean_difference_s"]),
                        Number(row["mean_ratio"], 2),
                        Clock(groups[$"{code}/poor/fastest"]["mean_s"]),
                        Clock(groups[$"{code}/not_poor/fastest"]["mean_s"]),
                        Clock(groups[$"{code}/age_65_79/fastest"]["mean_s"]),
                        Percent(groups[$"{code}/all/fastest"]["imputed_share"]),
                    };
                })),
            Table(
                "areas",
                ["Niveau", "Territoire", "Quartiers", "conformes", "en partie", "non conformes", "Habitants", "≤ 30 min", "Médiane", "Moyenne"],
                areas.Select(string[] (row) =>
                [
                    row["level"], row["label"], row["districts"], row["conforming"], row["partly"], row["not_conforming"],
                    Number(row["residents"], 0), Percent(row["share_within"]), Clock(row["median_s"]), Clock(row["mean_s"]),
                ])),
        ];
    }

    static (string Name, string Table) Table(string name, string[] header, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        Line(header);
        Line([.. header.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Assert.Equal(header.Length, row.Length);
            Line(row);
        }

        return (name, text.ToString());

        void Line(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    static string Cuts(IReadOnlyDictionary<string, string> reasons)
    {
        var cuts = s_components.Where(component => reasons[$"cut_{component}_s"] is { Length: > 0 } and not "0").Select(component => $"{component} {Clock(reasons[$"cut_{component}_s"])}");
        return reasons["verdict"] == "conforming" ? "–" : string.Join(", ", cuts);
    }

    static string Letter(string verdict) => verdict switch
    {
        "conforming" => "oui",
        "partly" => "partie",
        "not_conforming" => "non",
        _ => "?",
    };

    static string Percent(string share) => share.Length == 0 ? "–" : $"{Math.Floor((Real(share) * 100) + 1e-6):0} %";

    static string Clock(string seconds)
    {
        if (seconds.Length == 0)
        {
            return "–";
        }

        var whole = (int)Math.Round(Real(seconds));
        return string.Create(CultureInfo.InvariantCulture, $"{(whole < 0 ? "-" : "")}{Math.Abs(whole) / 60}:{Math.Abs(whole) % 60:00}");
    }

    static string Number(string number, int decimals) =>
        number.Length == 0 ? "–" : Real(number).ToString(FormattableString.Invariant($"F{decimals}"), CultureInfo.InvariantCulture);

    static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
