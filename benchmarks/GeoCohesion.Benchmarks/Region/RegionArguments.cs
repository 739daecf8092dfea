using System.Globalization;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>What the commands about generated regions are told.</summary>
static class RegionArguments
{
    public const string Usage = "[--scale 0.1 (0.01 to 1)] [--seed 1] [--districts 0.5] [--lines 0.5] [--places 0.5] (shares of those of the scale)";

    const ulong DefaultSeed = 1;

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">Arguments after the name of the command.</param>
    /// <param name="folders">Those that are not options.</param>
    /// <param name="size">Size asked for.</param>
    /// <param name="results">Folder for the Markdown; null for none.</param>
    /// <returns>Whether all were understood.</returns>
    public static bool TryRead(ReadOnlySpan<string> arguments, out IReadOnlyList<string> folders, out RegionSize size, out string? results)
    {
        var found = new List<string>();
        (folders, size, results) = (found, new RegionSize(1, DefaultSeed), null);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                found.Add(arguments[i]);
                continue;
            }

            var (name, value) = (arguments[i], i + 1 < arguments.Length ? arguments[++i] : "");
            var isShare = double.TryParse(value, CultureInfo.InvariantCulture, out var share) && share is >= 0.01 and <= 1;
            switch (name)
            {
                case "--scale" when isShare:
                    size = size with { Scale = share };
                    break;
                case "--districts" when isShare:
                    size = size with { DistrictShare = share };
                    break;
                case "--lines" when isShare:
                    size = size with { LineShare = share };
                    break;
                case "--places" when isShare:
                    size = size with { PlaceShare = share };
                    break;
                case "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed):
                    size = size with { Seed = seed };
                    break;
                case "--results" when value.Length > 0:
                    results = value;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
