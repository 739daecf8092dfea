using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Services;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>A user's own list of services, of many classes, each from a date to a date: what no open file lists.</summary>
/// <remarks>
/// Columns: <c>service</c>, a name of the checklist (its first class is meant) or of a class, capitals or not; <c>lon, lat</c> or <c>x,
/// y</c>; optional <c>from</c> and <c>to</c>, first and last day it is open (<c>2024-06-30</c> or <c>30/06/2024</c>), <c>itinerant</c> for
/// what comes round, and <c>id</c>, <c>name</c>, <c>capacity</c>, <c>insee_com</c> as in <see cref="CsvPlaceSource"/>. A service that is an
/// area (a cité éducative) is given by a point of it. A row with nothing but a service says that the list covers it and has none.
/// </remarks>
public sealed class ServicesSource : IPlaceSource
{
    static readonly string[] s_serviceNames = ["service", "services", "type", .. UserPlaceFields.Class];
    static readonly string[] s_fromNames = ["from", "du", "debut", "début", "date_debut", "date_ouverture", "ouverture"];
    static readonly string[] s_toNames = ["to", "au", "fin", "date_fin", "date_fermeture", "fermeture"];
    static readonly string[] s_itinerantNames = ["itinerant", "itinérant", "itinerance", "mobile"];
    static readonly string[] s_dateForms = ["yyyy-MM-dd", "dd/MM/yyyy"];
    static readonly string[] s_yes = ["1", "oui", "yes", "true", "vrai"];
    static readonly string[] s_no = ["", "0", "non", "no", "false", "faux"];
    static readonly TableOptions s_tableOptions = new() { RefuseLongRecords = true };

    /// <inheritdoc/>
    public string Name => "services";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices, s_tableOptions);
        var rows = new UserPlaceTable(table, options);
        var service = table.Require(s_serviceNames);
        var (from, to) = (table.Find(s_fromNames), table.Find(s_toNames));
        var itinerant = table.Find(s_itinerantNames);
        var classOf = ClassesByName(options, classes);
        var collector = new PlaceCollector(options, notices, isUserFile: true);
        while (table.Read())
        {
            var placeClass = Pick(classOf, table, service);
            var (firstDay, lastDay) = (Day(table, from), Day(table, to));
            if (firstDay > lastDay)
            {
                throw new InputException(
                    "service-dates-reversed",
                    FormattableString.Invariant($"it closes on {lastDay:yyyy-MM-dd}, before it opens on {firstDay:yyyy-MM-dd}."),
                    table.At(to));
            }

            var isItinerant = IsYes(table, itinerant);
            if ((rows.HasNoPosition && rows.PlaceName.Length == 0) || !IsOpen(table, rows, firstDay, lastDay, options.Date, notices))
            {
                continue;
            }

            if (rows.Read(collector, table.Text(service)) is { } place)
            {
                collector.Add(place with { IsItinerant = isItinerant }, [placeClass], table.At());
            }
        }

        return collector.Finish(table.RecordsRead);
    }

    /// <inheritdoc/>
    /// <remarks>Classes that the file names, be it of a place that has closed or in a row without a place.</remarks>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var classOf = ClassesByName(options, classes);
        using var table = TableReader.Open(options.Path, new NoticeLog(), s_tableOptions);
        var service = table.Require(s_serviceNames);
        while (table.Read())
        {
            names.Add(Pick(classOf, table, service).Name);
        }

        return names;
    }

    /// <summary>Classes by their own names and, where no class has that name, by those of the checklist.</summary>
    static SortedDictionary<string, PlaceClass> ClassesByName(PlaceSourceOptions options, PlaceClasses classes)
    {
        var byName = new SortedDictionary<string, PlaceClass>(StringComparer.OrdinalIgnoreCase);
        foreach (var placeClass in classes.All)
        {
            byName.Add(placeClass.Name, placeClass);
        }

        foreach (var service in ChecklistFile.Read(options.ChecklistPath, classes))
        {
            byName.TryAdd(service.Name, classes.Find(service.Classes[0])!);
        }

        return byName;
    }

    static PlaceClass Pick(SortedDictionary<string, PlaceClass> classOf, TableReader table, TableColumn service) =>
        classOf.TryGetValue(table.Text(service), out var placeClass)
            ? placeClass
            : throw new InputException(
                "service-unknown",
                $"'{table.Text(service)}' is neither a service of the checklist nor a class of places; use one of: {string.Join(", ", classOf.Keys)}.",
                table.At(service));

    static DateOnly? Day(TableReader table, TableColumn column)
    {
        var text = table.Text(column);
        return text.Length == 0 ? null
            : DateOnly.TryParseExact(text, s_dateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new InputException("date-malformed", $"found '{text}'; a day is expected, for example 2024-06-30 or 30/06/2024.", table.At(column));
    }

    static bool IsYes(TableReader table, TableColumn column)
    {
        var text = table.Text(column);
        return s_yes.Contains(text, StringComparer.OrdinalIgnoreCase)
            || (!s_no.Contains(text, StringComparer.OrdinalIgnoreCase)
                ? throw new InputException("flag-malformed", $"found '{text}'; oui or non (yes or no, 1 or 0) is expected.", table.At(column))
                : false);
    }

    static bool IsOpen(TableReader table, UserPlaceTable rows, DateOnly? firstDay, DateOnly? lastDay, DateOnly? date, NoticeLog notices)
    {
        if (firstDay is null && lastDay is null)
        {
            return true;
        }

        var what = rows.PlaceName.Length > 0 ? rows.PlaceName : rows.PlaceId;
        if (date is not { } day)
        {
            notices.Add(
                "service-dates-not-applied",
                NoticeSeverity.Warning,
                table.At(),
                $"'{what}' has dates, but the run has none to compare them with; it counts as open (services.date or transit.date names the day).");
            return true;
        }

        if (firstDay > day)
        {
            notices.Add(
                "service-not-yet-open",
                NoticeSeverity.Information,
                table.At(),
                FormattableString.Invariant($"'{what}' opens on {firstDay:yyyy-MM-dd}, after {day:yyyy-MM-dd}; it is left out."));
            return false;
        }

        if (lastDay < day)
        {
            notices.Add(
                "service-closed",
                NoticeSeverity.Information,
                table.At(),
                FormattableString.Invariant($"'{what}' closed on {lastDay:yyyy-MM-dd}, before {day:yyyy-MM-dd}; it is left out."));
            return false;
        }

        return true;
    }
}
