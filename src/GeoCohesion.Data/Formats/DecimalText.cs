using System.Globalization;

namespace GeoCohesion.Data.Formats;

/// <summary>Writes numbers with at most seven digits after the point, as ASCII.</summary>
static class DecimalText
{
    /// <summary>Most bytes that <see cref="Write"/> fills.</summary>
    public const int LongestLength = 32;

    const int Digits = 7;
    const long One = 10_000_000;

    // Doubles hold so many decimal digits exactly.
    const double MostUnits = 1e15;

    /// <summary>Writes a number rounded to some digits, without zeros at the end; a rounded zero has no sign.</summary>
    /// <param name="number">Finite.</param>
    /// <param name="fractionDigits">0 to 7.</param>
    /// <param name="text">At least <see cref="LongestLength"/> bytes.</param>
    /// <returns>Number of bytes written.</returns>
    public static int Write(double number, int fractionDigits, Span<byte> text)
    {
        var rounded = Math.Round(number, fractionDigits);
        var units = Math.Round(rounded * One);
        if (!(Math.Abs(units) < MostUnits))
        {
            rounded.TryFormat(text, out var length, "0.#######", CultureInfo.InvariantCulture);
            return length;
        }

        var at = 0;
        if (units < 0)
        {
            text[at++] = (byte)'-';
        }

        var (whole, fraction) = Math.DivRem((long)Math.Abs(units), One);
        whole.TryFormat(text[at..], out var wholeLength, default, CultureInfo.InvariantCulture);
        at += wholeLength;
        if (fraction == 0)
        {
            return at;
        }

        text[at++] = (byte)'.';
        var digits = Digits;
        for (; fraction % 10 == 0; digits--)
        {
            fraction /= 10;
        }

        for (var i = at + digits - 1; i >= at; i--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10);
            text[i] = (byte)('0' + digit);
        }

        return at + digits;
    }
}
