using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Reads the values of GTFS fields from their bytes; allocates nothing but strings that are asked for.</summary>
static class GtfsValue
{
    /// <summary>Seven days: no vehicle is longer on its way.</summary>
    public const int LongestSeconds = 7 * 24 * 3600;

    const int MostExactDigits = 15;

    static readonly double[] s_powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    static readonly Encoding s_windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Text in UTF-8, or in Windows-1252 where it is not UTF-8.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : s_windows1252.GetString(bytes);

    /// <summary>Seconds of <c>H:MM:SS</c>, <c>HH:MM:SS</c> or <c>HHH:MM:SS</c>, up to <see cref="LongestSeconds"/>.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text.Length is < 7 or > 9 || text[^3] != (byte)':' || text[^6] != (byte)':')
        {
            return false;
        }

        var hours = 0;
        for (var i = 0; i < text.Length - 6; i++)
        {
            var digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            hours = (hours * 10) + digit;
        }

        var isRead = TryTwoDigits(text[^5..^3], out var minutes) & TryTwoDigits(text[^2..], out var rest);
        seconds = (((hours * 60) + minutes) * 60) + rest;
        return isRead && minutes < 60 && rest < 60 && seconds <= LongestSeconds;
    }

    /// <summary>Day number (<see cref="DateOnly.DayNumber"/>) of <c>YYYYMMDD</c>, from 1970 to 2199.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int dayNumber)
    {
        dayNumber = 0;
        if (text.Length != 8 || !TryInteger(text, out var digits))
        {
            return false;
        }

        var (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100);
        if (year is < 1970 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        dayNumber = new DateOnly(year, month, day).DayNumber;
        return true;
    }

    /// <summary>A whole number that fills the text.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;

    /// <summary>A finite decimal number that fills the text.</summary>
    /// <remarks>
    /// Up to 15 digits and a point are read as a whole number over a power of ten: both are exact, so their quotient is the nearest number,
    /// as the general reader finds it (W. D. Clinger, How to read floating point numbers accurately, 1990), in a fifth of its time.
    /// </remarks>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out double value)
    {
        long digits = 0;
        var (count, decimals) = (0, -1);
        var isNegative = text.Length > 0 && text[0] == (byte)'-';
        foreach (var b in isNegative ? text[1..] : text)
        {
            var digit = b - '0';
            if ((uint)digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (b == (byte)'.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                count = int.MaxValue;
            }

            if (count > MostExactDigits)
            {
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
            }
        }

        value = (isNegative ? -(double)digits : digits) / s_powersOfTen[Math.Max(decimals, 0)];
        return count > 0;
    }

    static bool TryTwoDigits(ReadOnlySpan<byte> text, out int value)
    {
        var (tens, ones) = (text[0] - '0', text[1] - '0');
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
