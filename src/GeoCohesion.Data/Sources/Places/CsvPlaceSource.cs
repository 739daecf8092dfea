using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>A user's own table of places: <c>lon, lat</c> in degrees, or <c>x, y</c> with a stated coordinate system.</summary>
/// <remarks>
/// Columns: <c>lon, lat</c> or <c>x, y</c>; <c>class</c> unless the options name it; optional <c>id</c> (else the line, <c>L12</c>),
/// <c>name</c>, <c>capacity</c>, <c>insee_com</c>. French names and the usual aliases are accepted. Ids are the file's name without
/// extension, a colon, the id.
/// </remarks>
public sealed class CsvPlaceSource : IPlaceSource
{
    static readonly TableOptions s_tableOptions = new() { RefuseLongRecords = true };

    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        using var table = TableReader.Open(options.Path, notices, s_tableOptions);
        var rows = new UserPlaceTable(table, options);
        var classColumn = table.Find(UserPlaceFields.Class);
        var classOfFile = UserPlaceFields.ClassOfFile(options, classes, classColumn.Exists);
        var collector = new PlaceCollector(options, notices, isUserFile: true);
        while (table.Read())
        {
            var placeClass = classOfFile ?? classes.Pick(table.Text(classColumn), table.At(classColumn));
            if (rows.Read(collector, classColumn.Exists ? table.Text(classColumn) : placeClass.Name) is { } place)
            {
                collector.Add(place, [placeClass], table.At());
            }
        }

        return collector.Finish(table.RecordsRead);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places)
    {
        if (options.ClassName is { } name)
        {
            return [name];
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        using var table = TableReader.Open(options.Path, new NoticeLog(), s_tableOptions);
        var classColumn = table.Find(UserPlaceFields.Class);
        while (table.Read())
        {
            names.Add(table.Text(classColumn));
        }

        return names;
    }
}
