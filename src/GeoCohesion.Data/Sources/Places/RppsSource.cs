using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>
/// Health professionals of the open directory (<c>PS_LibreAcces_Personne_activite_*.txt</c>), placed at their FINESS site.
/// </summary>
/// <remarks>
/// One person has several rows: a capacity of 1 per class is split evenly over the distinct sites of the person, sites without coordinates
/// and rows without a site included, so that a part-time presence is not counted as a full one. Teleconsultation (<c>SA64</c>) is no place
/// and takes no share. Ids are <c>rpps:person:site</c>.
/// </remarks>
public sealed class RppsSource : IPlaceSource
{
    const string Teleconsultation = "SA64";

    /// <inheritdoc/>
    public string Name => "rpps";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        if (options.FinessPath is null)
        {
            throw new InputException(
                "rpps-needs-finess",
                "the directory has no coordinates; name the FINESS file that has them (etalab-cs1100507) with the option 'finess'.",
                new SourceLocation(options.Path));
        }

        var (activities, rows) = ReadActivities(options.Path, classes, notices);
        var finess = FinessFile.Read(options.FinessPath, notices);
        var sites = new Dictionary<string, FinessSite>(StringComparer.Ordinal);
        foreach (var site in finess.Sites)
        {
            sites.TryAdd(site.Number, site);
        }

        var shares = activities.GroupBy(activity => (activity.Person, activity.Class), activity => activity.Site)
            .ToDictionary(group => group.Key, group => 1.0 / group.Distinct(StringComparer.Ordinal).Count());
        var collector = new PlaceCollector(options, notices, isUserFile: false);
        foreach (var activity in activities.DistinctBy(activity => (activity.Person, activity.Class, activity.Site)))
        {
            var at = new SourceLocation(options.Path, activity.Line);
            if (activity.Site.Length == 0)
            {
                notices.Add(
                    "rpps-without-site",
                    NoticeSeverity.Warning,
                    at,
                    $"the activity of {activity.Person} names no FINESS site; it is left out.");
                continue;
            }

            if (!finess.TryPosition(activity.Site, out var position))
            {
                notices.Add(
                    "rpps-site-without-position",
                    NoticeSeverity.Warning,
                    at,
                    $"the site {activity.Site} of {activity.Person} has no coordinates in {options.FinessPath}; the activity is left out.");
                continue;
            }

            var toWgs84 = CrsTransform.ToWgs84(position.Epsg);
            var positionAt = new SourceLocation(options.FinessPath, position.Line);
            if (!collector.TryPosition(position.X, position.Y, toWgs84, positionAt, out var longitude, out var latitude))
            {
                continue;
            }

            var site = sites.GetValueOrDefault(activity.Site);
            collector.Add(
                new Place
                {
                    Id = $"rpps:{activity.Person}:{activity.Site}:{activity.Class.Name}",
                    ClassName = "",
                    SourceCode = activity.Code,
                    Name = activity.SiteName.Length > 0 ? activity.SiteName : site?.Name ?? "",
                    Longitude = longitude,
                    Latitude = latitude,
                    Capacity = shares[(activity.Person, activity.Class)],
                    Source = options.Path,
                    Edition = options.Edition ?? "",
                    CommuneCode = site?.CommuneCode ?? "",
                },
                [activity.Class],
                at);
        }

        return collector.Finish(rows);
    }

    /// <inheritdoc/>
    /// <remarks>A file without any professional within reach is one of another region.</remarks>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places) =>
        places.Count == 0 ? [] : classes.All.Where(placeClass => placeClass.RppsRules.Count > 0).Select(placeClass => placeClass.Name);

    static (List<Activity> Activities, long Rows) ReadActivities(string path, PlaceClasses classes, NoticeLog notices)
    {
        using var table = TableReader.Open(path, notices);
        var person = table.Require("Identifiant PP", "Identification nationale PP");
        var profession = table.Require("Code profession");
        var skill = table.Require("Code savoir-faire");
        var skillLabel = table.Find("Libellé savoir-faire");
        var sector = table.Require("Code secteur d'activité");
        var site = table.Require("Numéro FINESS site");
        var siteName = table.Find("Raison sociale site", "Enseigne commerciale site");
        var activities = new List<Activity>();
        var unclassed = new SortedDictionary<string, (long Count, SourceLocation First)>(StringComparer.Ordinal);
        while (table.Read())
        {
            var professionCode = table.Text(profession);
            var skillCode = table.Text(skill);
            var code = skillCode.Length > 0 ? $"{professionCode}/{skillCode}" : professionCode;
            if (table.Text(sector) == Teleconsultation)
            {
                notices.Add(
                    "rpps-teleconsultation",
                    NoticeSeverity.Information,
                    table.At(sector),
                    "a teleconsultation is no place to go to; the activity is left out.");
                continue;
            }

            var found = classes.OfRpps(professionCode, skillCode, table.Text(skillLabel));
            if (found.Count == 0)
            {
                unclassed[code] = unclassed.TryGetValue(code, out var seen) ? (seen.Count + 1, seen.First) : (1, table.At(profession));
            }

            foreach (var placeClass in found)
            {
                activities.Add(new Activity(table.Text(person), placeClass, code, table.Text(site), table.Text(siteName), table.Line));
            }
        }

        foreach (var (code, (count, first)) in unclassed)
        {
            notices.Add(
                "place-code-unclassed",
                NoticeSeverity.Information,
                first,
                $"the code '{code}' belongs to no class; {count} rows are left out.",
                count);
        }

        return (activities, table.RecordsRead);
    }

    sealed record Activity(string Person, PlaceClass Class, string Code, string Site, string SiteName, int Line);
}
