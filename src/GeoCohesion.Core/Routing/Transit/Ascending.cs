namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Looks up ascending numbers, of which some may be equal.</summary>
static class Ascending
{
    /// <summary>Index of the first that is at least a number; their count where there is none.</summary>
    public static int FirstFrom(ReadOnlySpan<int> numbers, int least)
    {
        var (low, high) = (0, numbers.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = numbers[middle] < least ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
