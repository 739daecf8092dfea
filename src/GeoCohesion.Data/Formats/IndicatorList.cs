using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Indicators;

namespace GeoCohesion.Data.Formats;

/// <summary>The list of indicators for people: what <c>docs/indicators.md</c> holds and <c>geocohesion indicators</c> prints.</summary>
public static class IndicatorList
{
    /// <summary>Markdown: a heading, and one section per indicator in the order of names.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Indicators

            What each indicator is, from the program itself (`geocohesion indicators`). Every run writes the same list as the table `indicators`, with those that its inputs do not allow and why;
            columns and their units stand in `manifest.json`. Each is one file in `src/GeoCohesion.Core/Indicators`.


            """);
        foreach (var (name, indicator) in Catalog.Of<IIndicator>())
        {
            var info = indicator.Info;
            text.Append('#').Append("# ").Append(name).Append("\n\n**").Append(info.French).Append("** · ").Append(info.English).Append("\n\n");
            Add("Formula", info.Formula);
            Add("Unit", info.Unit);
            Add("Source", info.Source);
            Add("Not to be confused with", info.NotToBeConfusedWith);
            text.Append('\n');
        }

        text.Length--;
        return text.ToString();

        void Add(string title, string body) => text.Append("- *").Append(title).Append("*: ").Append(body).Append('\n');
    }
}
