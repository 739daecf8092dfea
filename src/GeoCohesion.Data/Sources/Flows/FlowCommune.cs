using System.Globalization;

namespace GeoCohesion.Data.Sources.Flows;

/// <summary>Commune codes as the census writes them.</summary>
static class FlowCommune
{
    /// <summary>Characters of a code, also of one abroad.</summary>
    public const int Length = 5;

    /// <summary>"Not Paris, Lyon or Marseille" in <c>ARM</c>, and "none" elsewhere.</summary>
    public const string None = "ZZZZZ";

    /// <summary>"In France" in <c>DCFLT</c> and <c>DCETUE</c>.</summary>
    public const string InFrance = "99999";

    /// <summary>The commune of a municipal arrondissement of Paris, Lyon or Marseille; empty for any other code.</summary>
    public static string OfArrondissement(ReadOnlySpan<char> code) =>
        !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? ""
        : number switch
        {
            >= 75101 and <= 75120 => "75056",
            >= 69381 and <= 69389 => "69123",
            >= 13201 and <= 13216 => "13055",
            _ => "",
        };
}
