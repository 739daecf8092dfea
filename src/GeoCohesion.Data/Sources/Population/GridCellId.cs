using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>
/// A cell of a European statistical grid, as INSEE names it: <c>CRS3035RES200mN2029800E4252400</c>, by its lower left corner.
/// </summary>
/// <param name="Crs">EPSG code.</param>
/// <param name="SideMeters">Side of the square.</param>
/// <param name="Northing">Metres.</param>
/// <param name="Easting">Metres.</param>
readonly record struct GridCellId(int Crs, int SideMeters, int Northing, int Easting)
{
    /// <summary>Parses <c>CRS(4 or 5 digits)RES(side)mN(northing)E(easting)</c>; leading zeros are allowed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out GridCellId id)
    {
        id = default;
        if (!Skip(ref text, "CRS"u8) || !Number(ref text, out var crs, out var crsDigits) || crsDigits is not (4 or 5)
            || !Skip(ref text, "RES"u8) || !Number(ref text, out var side, out _) || side == 0
            || !Skip(ref text, "mN"u8) || !Number(ref text, out var northing, out _)
            || !Skip(ref text, "E"u8) || !Number(ref text, out var easting, out _) || !text.IsEmpty)
        {
            return false;
        }

        id = new GridCellId(crs, side, northing, easting);
        return true;
    }

    /// <summary>The square, counter-clockwise.</summary>
    public Polygon ToPolygon()
    {
        var (west, south, east, north) = ((double)Easting, (double)Northing, (double)Easting + SideMeters, (double)Northing + SideMeters);
        return new GeometryFactory(new PrecisionModel(), Crs)
            .CreatePolygon([new(west, south), new(east, south), new(east, north), new(west, north), new(west, south)]);
    }

    static bool Skip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var isThere = text.StartsWith(word);
        text = isThere ? text[word.Length..] : text;
        return isThere;
    }

    static bool Number(ref ReadOnlySpan<byte> text, out int value, out int digits)
    {
        const int MostDigits = 9;
        value = 0;
        digits = 0;
        while (digits < text.Length && digits <= MostDigits && char.IsAsciiDigit((char)text[digits]))
        {
            value = unchecked((value * 10) + (text[digits] - '0'));
            digits++;
        }

        text = text[digits..];
        return digits is > 0 and <= MostDigits;
    }
}
