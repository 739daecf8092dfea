using System.Globalization;

namespace GeoCohesion.Data.Formats.Maps;

/// <summary>Colours of maps: those of the map page, which colour-blind people tell apart.</summary>
static class MapColors
{
    public const string Ink = "#1f2a37";
    public const string Soft = "#566270";
    public const string Paper = "#fffefb";
    public const string Ground = "#f3f0e9";
    public const string Unknown = "#8a9098";
    public const string Plain = "#5d7186";
    public const string Accent = "#1d5c84";
    public const string AreaEdge = "#4a2a78";

    public const string Conforming = "#2a78a8";
    public const string Partly = "#f0b745";
    public const string NotConforming = "#b5432a";

    public const string Water = "#cfe0e6";
    public const string Waterway = "#c2d7df";
    public const string Railway = "#b9b2a6";
    public const string StreetEdge = "#d6cebd";

    // From the longest limit to the shortest; those of the page's isochrones.
    static readonly string[] s_limits = ["#d9c9ea", "#b79bd6", "#8f6bbd", "#6a439c", "#4a2a78"];

    // From near to far: a blue that pales, then a yellow that turns red.
    static readonly string[] s_near = ["#1d5c84", "#5b9cc2", "#bcd8e6"];
    static readonly string[] s_far = ["#f3d58e", "#dd9352", "#b5432a"];

    // Okabe and Ito, Color Universal Design (2008), without their black.
    static readonly string[] s_categories = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8f6bbd"];

    /// <summary>How many categories have a colour of their own.</summary>
    public static int CategoryCount => s_categories.Length;

    /// <summary>Colour of a category.</summary>
    public static string Category(int number) => s_categories[number];

    /// <summary>Colour of a limit.</summary>
    /// <param name="number">From the longest, 0.</param>
    /// <param name="count">How many limits there are.</param>
    public static string Limit(int number, int count) => count switch
    {
        1 => s_limits[2],
        2 or 3 => s_limits[number + 1],
        <= 5 => s_limits[number],
        _ => Along(s_limits, (double)number / (count - 1)),
    };

    /// <summary>Colour of one of several steps, from small to great.</summary>
    public static string Step(int number, int count) => count == 1 ? s_limits[2] : Along(s_limits, (double)number / (count - 1));

    /// <summary>Colour of a step of travel time up to a limit.</summary>
    public static string Near(int number, int count) => count == 1 ? s_near[1] : Along(s_near, (double)number / (count - 1));

    /// <summary>Colour of a step of travel time beyond a limit.</summary>
    public static string Far(int number, int count) => count == 1 ? s_far[^1] : Along(s_far, (double)number / (count - 1));

    /// <summary>A colour between those of a row.</summary>
    static string Along(string[] row, double share)
    {
        var place = Math.Clamp(share, 0, 1) * (row.Length - 1);
        var first = Math.Min((int)place, row.Length - 2);
        var rest = place - first;
        return $"#{Channel(1)}{Channel(3)}{Channel(5)}";

        string Channel(int at)
        {
            var from = int.Parse(row[first].AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var to = int.Parse(row[first + 1].AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return ((int)Math.Round((from * (1 - rest)) + (to * rest))).ToString("x2", CultureInfo.InvariantCulture);
        }
    }
}
