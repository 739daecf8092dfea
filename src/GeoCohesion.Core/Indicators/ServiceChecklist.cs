using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Routing;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Core.Indicators;

/// <summary>
/// The services that each district must have: inside, within a walk, within half an hour, absent, or unknown for want of a source.
/// </summary>
/// <remarks>
/// A district is judged by its median resident: the time within which at least half of its residents are, those without a way counted as
/// farthest.
/// "Absent" needs a source for every class of the service; without one it is "unknown".
/// </remarks>
public sealed class ServiceChecklist : IIndicator
{
    /// <summary>Longest walk to a service that is still near, seconds (&lt;=).</summary>
    public const int WalkLimitSeconds = 10 * 60;

    /// <summary>Longest trip to a service that still counts as there, seconds (&lt;=).</summary>
    public const int TransitLimitSeconds = 30 * 60;

    /// <summary>
    /// Name in <see cref="Study.SourcesByClass"/> of the tags of the streets, which show what is there but not what is missing.
    /// </summary>
    public const string OpenStreetMap = "osm";

    internal const string WalkMode = "walk";
    internal const string TransitMode = "transit";

    /// <inheritdoc/>
    public string Name => "service-checklist";

    /// <inheritdoc/>
    public IndicatorInfo Info { get; } = new(
        "Services que chaque quartier doit avoir",
        "Services each district must have",
        "Per district and service, the first that holds: inside (an instance stands in the perimeter, or one that comes round, such as a bus, has its point there or "
            + "belongs to a commune of the residents); walk_10_min (the median resident, at least 50 % of residents, walks to the nearest instance in 600 s or less); "
            + "transit_30_min (the median resident gets to it in 1,800 s or less by the faster of walking and public transport, under the run's rule over the window); "
            + "absent (none of these, and every class of the service has a source); unknown (some class has none, or the residents have no street).",
        "status; s; share of residents",
        "Pacte de Dijon (2018), services each district must have; limits and the median resident: this project",
        "A proof of opening, of capacity or of quality: it says that an instance is listed near by, in the edition named. Unknown is not absent: it says that no input would "
            + "list the service. Inside by is_itinerant may say no more than that a bus belongs to the commune, not that it stops in the district. Absent by OpenStreetMap "
            + "alone (absence_is_weak) says little, as its map is not a register.");

    /// <inheritdoc/>
    public string? Missing(Study study) =>
        study.Services.Count == 0 ? "no checklist of services is given"
        : study.Mode(WalkMode) is null ? "walking is not computed"
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ResultTable> Compute(Study study)
    {
        var (walk, transit) = (study.Mode(WalkMode)!, study.Mode(TransitMode));
        var services = study.Services.Select(service => ServiceAccess.Of(study, service, walk, transit)).ToArray();
        var originsByDistrict = study.OriginsByDistrict();
        var findings = new ServiceFinding[study.Districts.Count][];
        Parallel.For(0, findings.Length, new ParallelOptions { MaxDegreeOfParallelism = study.Threads }, district =>
        {
            var judge = new ServiceJudge(study, district, originsByDistrict[district]);
            findings[district] = [.. services.Select(judge.Judge)];
        });
        return [Detail(study, findings, transit is not null), Summary(study, findings)];
    }

    static ResultTable Detail(Study study, ServiceFinding[][] findings, bool hasTransit)
    {
        var table = new ResultTable(
            "district_services",
            "Services que chaque quartier doit avoir : où ils sont, et d'où on le sait",
            [
                Text("id", "Code of the district, a slash, name of the service"),
                Text("district", "Code of the district"),
                Text("district_label", "Label of the district"),
                Text("service", "Name of the service in the checklist"),
                Text("service_fr", "Name of the service in French"),
                Text("service_en", "Name of the service in English"),
                Text("status", "inside, walk_10_min, transit_30_min, absent or unknown, for the median resident"),
                Text("status_fr", "The status in French"),
                Text("reason", "Why it is unknown: no-source, partial-source (some class has none), no-origins, origins-not-snapped; empty otherwise"),
                Flag("is_itinerant", "Whether it is inside only by an instance that comes round and serves the district or its commune"),
                Share("walk_10_min_share", "Share of residents within a walk of 10 minutes of the nearest instance that stands somewhere"),
                Share("transit_30_min_share", "Share of residents within 30 minutes of it by public transport or on foot; on foot alone in a run without public transport"),
                Seconds("walk_median_s", "Walk of the median resident to his nearest instance that stands somewhere, whichever it is"),
                Seconds("transit_median_s", "Time of the median resident to his nearest instance by public transport or on foot; null in a run without public transport"),
                Text("instance_id", "Instance that proves the status: inside the perimeter, else coming round, else nearest to most residents, near enough or not"),
                Text("instance_name", "Its name"),
                Text("instance_class", "Its class of places"),
                Text("instance_source", "Input file it is listed in"),
                Text("instance_edition", "Edition or date of that file, where it is known"),
                Text("sources", "Input files that list such places, separated by ;"),
                Text("classes_without_source", "Classes of the service that no input file lists, separated by ;"),
                Flag("absence_is_weak", "Whether it is absent by a class that only OpenStreetMap is a source of"),
            ],
            null);
        for (var district = 0; district < findings.Length; district++)
        {
            for (var index = 0; index < study.Services.Count; index++)
            {
                var (service, finding) = (study.Services[index], findings[district][index]);
                var instance = finding.Instance;
                var hasOrigins = finding.OnFoot.WorstOrigin >= 0;
                table.Add(
                    null,
                    $"{study.Districts[district].Code}/{service.Name}",
                    study.Districts[district].Code,
                    study.Districts[district].Label,
                    service.Name,
                    service.French,
                    service.English,
                    finding.Status.Code(),
                    finding.French(hasTransit),
                    finding.Reason,
                    finding.IsItinerant,
                    hasOrigins ? finding.OnFoot.ShareWithinLimit : null,
                    hasOrigins ? finding.Fastest.ShareWithinLimit : null,
                    TravelTime.Reached(finding.OnFoot.MedianSeconds),
                    hasTransit ? TravelTime.Reached(finding.Fastest.MedianSeconds) : null,
                    instance?.Id,
                    instance?.Name,
                    instance?.ClassName,
                    instance is null ? null : FileName(instance.Source),
                    instance?.Edition,
                    string.Join(';', SourcesOf(study, service)),
                    string.Join(';', finding.ClassesWithoutSource),
                    finding.Status == ServiceStatus.Absent && service.Classes.Any(name => IsOpenStreetMapOnly(study, name)));
            }
        }

        return table;
    }

    static ResultTable Summary(Study study, ServiceFinding[][] findings)
    {
        var table = new ResultTable(
            "district_services_summary",
            "Quartiers : combien des services attendus sont là",
            [
                Text("code", "Code of the district"),
                Text("label", "Label of the district"),
                Whole("services", "services", "Services of the checklist"),
                Whole("inside", "services", "Services inside the perimeter, those that come round included"),
                Whole("itinerant", "services", "Of those, services that only come round"),
                Whole("walk_10_min", "services", "Services that are not inside but within a walk of 10 minutes of the median resident"),
                Whole("transit_30_min", "services", "Services beyond that but within 30 minutes by public transport or on foot"),
                Whole("absent", "services", "Services that are absent"),
                Whole("unknown", "services", "Services of which nothing can be said: neither there nor absent"),
                Text("absent_fr", "French names of the absent services, separated by ;"),
                Text("unknown_fr", "French names of the unknown services, separated by ;"),
            ],
            "MultiPolygon");
        for (var district = 0; district < findings.Length; district++)
        {
            var ofDistrict = findings[district];
            int Count(ServiceStatus status) => ofDistrict.Count(finding => finding.Status == status);
            string Names(ServiceStatus status) =>
                string.Join(';', study.Services.Where((_, index) => ofDistrict[index].Status == status).Select(service => service.French));
            table.Add(
                study.Districts[district].Perimeter,
                study.Districts[district].Code,
                study.Districts[district].Label,
                study.Services.Count,
                Count(ServiceStatus.Inside),
                ofDistrict.Count(finding => finding.IsItinerant),
                Count(ServiceStatus.Walk),
                Count(ServiceStatus.Transit),
                Count(ServiceStatus.Absent),
                Count(ServiceStatus.Unknown),
                Names(ServiceStatus.Absent),
                Names(ServiceStatus.Unknown));
        }

        return table;
    }

    static IEnumerable<string> SourcesOf(Study study, ServiceRequirement service) =>
        service.Classes.SelectMany(name => study.SourcesByClass.GetValueOrDefault(name) ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    static bool IsOpenStreetMapOnly(Study study, string className) =>
        study.SourcesByClass.GetValueOrDefault(className) is { Count: > 0 } sources && sources.All(source => source == OpenStreetMap);

    // System.IO, which knows paths, has no place in Core.
    static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
