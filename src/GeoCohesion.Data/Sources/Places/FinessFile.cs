using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Data.Sources.Tables;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>A health or social establishment of the FINESS register.</summary>
/// <param name="Number">FINESS number of the site (9 characters).</param>
/// <param name="Name">Short name.</param>
/// <param name="Category">Category of establishment (<c>categetab</c>).</param>
/// <param name="CommuneCode">INSEE code.</param>
/// <param name="Line">Line of its record.</param>
sealed record FinessSite(string Number, string Name, string Category, string CommuneCode, int Line);

/// <summary>Coordinates of an establishment, as the file gives them.</summary>
/// <param name="X">Easting.</param>
/// <param name="Y">Northing.</param>
/// <param name="Epsg">Their system.</param>
/// <param name="Line">Line of the record.</param>
readonly record struct FinessPosition(double X, double Y, int Epsg, int Line);

/// <summary>The open file of FINESS with coordinates (<c>etalab-cs1100507-stock-*.csv</c>): no header, two kinds of records.</summary>
sealed class FinessFile
{
    static readonly TableColumn s_kind = TableReader.ColumnAt(0, "kind");
    static readonly TableColumn s_number = TableReader.ColumnAt(1, "nofinesset");
    static readonly TableColumn s_x = TableReader.ColumnAt(2, "coordxet");
    static readonly TableColumn s_y = TableReader.ColumnAt(3, "coordyet");
    static readonly TableColumn s_source = TableReader.ColumnAt(4, "sourcecoordet");
    static readonly TableColumn s_name = TableReader.ColumnAt(3, "rs");
    static readonly TableColumn s_longName = TableReader.ColumnAt(4, "rslongue");
    static readonly TableColumn s_commune = TableReader.ColumnAt(12, "commune");
    static readonly TableColumn s_department = TableReader.ColumnAt(13, "departement");
    static readonly TableColumn s_category = TableReader.ColumnAt(18, "categetab");

    readonly Dictionary<string, FinessPosition> _positions = new(StringComparer.Ordinal);

    FinessFile()
    {
    }

    /// <summary>Establishments in the order of the file.</summary>
    public List<FinessSite> Sites { get; } = [];

    /// <summary>Edition named in the first line, or empty.</summary>
    public string Edition { get; private set; } = "";

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">
    /// <c>finess-malformed</c>: the file has no record of an establishment or none with coordinates.
    /// </exception>
    public static FinessFile Read(string path, NoticeLog notices)
    {
        using var table = TableReader.Open(path, notices, new TableOptions { HasHeader = false, Separator = ';' });
        var file = new FinessFile();
        while (table.Read())
        {
            var kind = table.Utf8(s_kind);
            if (kind.SequenceEqual("structureet"u8))
            {
                var longName = table.Text(s_longName);
                file.Sites.Add(
                    new FinessSite(
                        table.Text(s_number),
                        longName.Length > 0 ? longName : table.Text(s_name),
                        table.Text(s_category),
                        CommuneCode(table.Text(s_department), table.Text(s_commune)),
                        table.Line));
            }
            else if (kind.SequenceEqual("geolocalisation"u8))
            {
                file.ReadPosition(table, notices);
            }
            else if (kind.SequenceEqual("finess"u8))
            {
                file.Edition = table.Text(TableReader.ColumnAt(table.FieldCount - 1, "date"));
            }
            else
            {
                notices.Add(
                    "finess-record-unknown",
                    NoticeSeverity.Warning,
                    table.At(s_kind),
                    $"'{table.Text(s_kind)}' is not a kind of record (structureet, geolocalisation); it is left out.");
            }
        }

        if (file.Sites.Count == 0 || file._positions.Count == 0)
        {
            throw new InputException(
                "finess-malformed",
                $"{file.Sites.Count} 'structureet' and {file._positions.Count} 'geolocalisation' records with coordinates were found; "
                + "take the file etalab-cs1100507 (cs1100502 has no coordinates), unpacked and unchanged.",
                new SourceLocation(path));
        }

        return file;
    }

    /// <summary>Coordinates of a site; false when the file has none for it.</summary>
    public bool TryPosition(string number, out FinessPosition position) => _positions.TryGetValue(number, out position);

    void ReadPosition(TableReader table, NoticeLog notices)
    {
        if (table.NumberOrNull(s_x) is not { } x || table.NumberOrNull(s_y) is not { } y || (x == 0 && y == 0))
        {
            return;
        }

        var source = table.Text(s_source);
        var name = source[(source.LastIndexOf(',') + 1)..];
        try
        {
            _positions[table.Text(s_number)] = new FinessPosition(x, y, CrsNames.Parse(name, table.At(s_source)), table.Line);
        }
        catch (InputException)
        {
            notices.Add(
                "finess-crs-unknown",
                NoticeSeverity.Warning,
                table.At(s_source),
                $"'{name}' is not a known coordinate system; the position is left out.");
        }
    }

    /// <summary>INSEE code from department and the three digits after it; overseas FINESS writes 9A to 9F for 971 to 976.</summary>
    static string CommuneCode(string department, string commune) =>
        department.Length >= 2 && department[0] == '9' && (char.IsAsciiLetterUpper(department[1]) || department.Length == 3)
            ? "97" + commune.PadLeft(3, '0')
            : department.PadLeft(2, '0') + commune.PadLeft(3, '0');
}
