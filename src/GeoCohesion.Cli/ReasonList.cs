using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Cli;

/// <summary>Tells why districts do not conform, what it would take, and what would change a verdict; French, as its readers are.</summary>
static class ReasonList
{
    /// <summary>Prints to standard output; nothing for a run without those tables.</summary>
    /// <param name="tables">Tables of a run.</param>
    /// <param name="output">Where to.</param>
    public static void Print(IReadOnlyList<ResultTable> tables, TextWriter output)
    {
        if (tables.FirstOrDefault(table => table.Name == "district_reasons") is not { } reasons
            || tables.FirstOrDefault(table => table.Name == "district_rules") is not { } rules)
        {
            return;
        }

        for (var row = 0; row < reasons.Rows.Count; row++)
        {
            string Text(ResultTable table, string column) => (string?)table.Rows[row][table.ColumnIndex(column)] ?? "";

            var (isConforming, flips) = (Text(reasons, "verdict") == Verdict.Conforming.Code(), Text(rules, "flips_fr"));
            if (isConforming && flips.Length == 0)
            {
                continue;
            }

            output.WriteLine();
            output.WriteLine(Text(reasons, "label"));
            if (!isConforming)
            {
                output.WriteLine($"  {Text(reasons, "cause_fr")}");
                output.WriteLine($"  {Text(reasons, "what_it_would_take_fr")}");
            }

            if (flips.Length > 0)
            {
                output.WriteLine($"  Le verdict changerait : {flips}.");
            }
        }

        output.WriteLine();
    }
}
