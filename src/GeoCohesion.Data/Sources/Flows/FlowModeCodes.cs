using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Flows;

/// <summary>The two lists of codes of <c>TRANS</c>: since the census of 2017 a bicycle is no longer counted with motor cycles.</summary>
static class FlowModeCodes
{
    /// <summary>Stands for a row whose mode the file does not give.</summary>
    public const byte NotGiven = (byte)'Z';

    const int FirstYearOfSix = 2017;

    static readonly string[] s_six =
        [FlowModes.None, FlowModes.Walk, FlowModes.Bicycle, FlowModes.Motorcycle, FlowModes.Car, FlowModes.Transit];

    static readonly string[] s_five = [FlowModes.None, FlowModes.Walk, FlowModes.TwoWheels, FlowModes.Car, FlowModes.Transit];

    /// <summary>Modes by their code, from 1.</summary>
    /// <param name="hasSix">Whether a row of the file has the code 6, which only the newer list knows.</param>
    /// <param name="year">Year of the census, or null.</param>
    /// <param name="at">Where the codes stand.</param>
    /// <exception cref="InputException">Neither the codes nor a year tell which list it is (<c>flow-year-unknown</c>).</exception>
    public static IReadOnlyList<string> List(bool hasSix, int? year, SourceLocation at) =>
        hasSix ? s_six
        : year is { } known ? known > FirstYearOfSix ? s_six : s_five
        : throw new InputException(
            "flow-year-unknown",
            "no row has the code 6, so that 4 may be a motor cycle (census of 2017 or later) or a car (before); "
                + "name the year, for example \"year\": 2015.",
            at);

    /// <summary>The year in a file's name such as <c>FD_MOBPRO_2021.csv</c>, or null.</summary>
    public static int? YearIn(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        for (var i = 0; i + 4 <= name.Length; i++)
        {
            var isAlone = (i == 0 || !char.IsAsciiDigit(name[i - 1])) && (i + 4 == name.Length || !char.IsAsciiDigit(name[i + 4]));
            if (isAlone
                && int.TryParse(name.Slice(i, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                && year is >= 1990 and < 2100)
            {
                return year;
            }
        }

        return null;
    }
}
