using GeoCohesion.Core;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Data.Sources.Areas;

/// <summary>Reads the features of a GeoJSON file, a shapefile or a GeoPackage.</summary>
public static class AreaFile
{
    /// <summary>Reads a file by the format that its extension names: <c>.geojson</c>, <c>.json</c>, <c>.shp</c> or <c>.gpkg</c>.</summary>
    /// <param name="path">The file; of a shapefile the <c>.shp</c>, its <c>.dbf</c>, <c>.prj</c> and <c>.cpg</c> beside it.</param>
    /// <param name="layer">Name of the layer of a GeoPackage; null for its only one, and for the other formats.</param>
    /// <param name="statedCrs">What the user says about the coordinate system, or null; needed only where the file does not say.</param>
    /// <param name="notices">Receives what was mended or left out.</param>
    /// <exception cref="InputException">
    /// <c>file-missing</c>, <c>file-unreadable</c>, <c>file-too-large</c>, <c>area-format-unknown</c>, <c>crs-unknown</c>,
    /// <c>crs-missing</c>, <c>crs-conflict</c>, <c>geojson-malformed</c>, <c>geojson-type-unknown</c>, <c>shapefile-damaged</c>,
    /// <c>dbf-damaged</c>, <c>geopackage-damaged</c>, <c>geometry-type-unknown</c>, <c>layer-missing</c>, <c>layer-ambiguous</c>,
    /// <c>layer-not-applicable</c>.
    /// </exception>
    public static AreaTable Read(string path, string? layer, string? statedCrs, NoticeLog notices)
    {
        InputFile.RequireExists(path);
        int? stated = statedCrs is null ? null : CrsNames.Parse(statedCrs, new SourceLocation(path, null, "crs"));
        var extension = Path.GetExtension(path);
        if (extension.Equals(".gpkg", StringComparison.OrdinalIgnoreCase))
        {
            return GeoPackageAreas.Read(path, layer, stated, notices);
        }

        if (layer is not null)
        {
            throw new InputException(
                "layer-not-applicable",
                $"the layer '{layer}' is named, but only a GeoPackage (.gpkg) has layers; leave it out.",
                new SourceLocation(path));
        }

        return extension.ToLowerInvariant() switch
        {
            ".geojson" or ".json" => GeoJsonAreas.Read(path, stated, notices),
            ".shp" => ShapefileAreas.Read(path, stated, notices),
            _ => throw new InputException(
                "area-format-unknown",
                $"the extension '{extension}' is not one of the formats of areas; use .geojson, .json, .shp or .gpkg (unpack a .zip "
                    + $"first).",
                new SourceLocation(path)),
        };
    }

    /// <summary>Reads a whole file that its format makes small enough for one array.</summary>
    internal static byte[] ReadBytes(string path)
    {
        using var stream = InputFile.OpenRead(path);
        if (stream.Length > Array.MaxLength)
        {
            throw new InputException(
                "file-too-large",
                $"the file has {stream.Length} bytes; at most {Array.MaxLength} can be read. Cut it to the territory first.",
                new SourceLocation(path));
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>
    /// Settles the coordinate system between what the file says (null: nothing) and what the user states (null: nothing).
    /// </summary>
    internal static int SettleCrs(int? ofFile, int? stated, int? fallback, SourceLocation at, string whereToLook)
    {
        if (ofFile is { } found && stated is { } said && !CrsCatalog.AreEquivalent(found, said))
        {
            throw new InputException(
                "crs-conflict",
                $"{CrsNames.Describe(said)} is stated, but {whereToLook} says {CrsNames.Describe(found)}; leave the statement out, or "
                    + $"correct the file.",
                at);
        }

        return ofFile ?? stated ?? fallback ?? throw new InputException(
            "crs-missing",
            $"the coordinate system is not known: {whereToLook} is missing or says nothing. State it with the option 'crs', for example "
                + $"\"crs\": \"EPSG:2154\".",
            at);
    }

    /// <summary>As the system of a WKT text, but null, with a notice, where only the user's statement can tell.</summary>
    internal static int? CrsOfText(string wkt, int? stated, SourceLocation at, NoticeLog notices)
    {
        try
        {
            return CrsNames.FromPrj(wkt, at);
        }
        catch (InputException e) when (stated is { } said && e.Code == "crs-unknown")
        {
            notices.Add(
                "crs-stated",
                NoticeSeverity.Warning,
                at,
                $"the file's own coordinate system is not recognised; {CrsNames.Describe(said)} is used, as stated.");
            return null;
        }
    }
}
