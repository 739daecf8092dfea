using System.Globalization;
using System.Text;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Draws processor time and peak memory by size, on logarithmic axes, as SVG.</summary>
static class ScalingPlot
{
    const double Width = 380;
    const double Height = 300;
    const double Left = 60;
    const double Top = 40;
    const double Between = 90;

    static readonly (string Series, string Colour, string Mark)[] s_series =
    [
        ("everything", "#1b4965", "1.0"), ("districts", "#c1440e", "0.9"), ("stops", "#2a9d5c", "0.9"), ("places", "#8a4fbf", "0.9"),
        ("nation", "#666666", "0.9"),
    ];

    public static string Svg(IReadOnlyList<(string Series, double Share, MeasuredRun Run)> measured)
    {
        var svg = new StringBuilder();
        var whole = (Width: (2 * Width) + Left + Between + 20, Height: Height + Top + 60);
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole.Width} {whole.Height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        Add($"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        Panel(Left, "Processor time (s)", run => run.ProcessorSeconds);
        Panel(Left + Width + Between, "Peak memory (MB)", run => run.PeakBytes / 1048576.0);
        var x = Left;
        foreach (var (series, colour, _) in s_series)
        {
            Add($"<line x1=\"{x}\" y1=\"{whole.Height - 8}\" x2=\"{x + 18}\" y2=\"{whole.Height - 8}\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            Add($"<text x=\"{x + 23}\" y=\"{whole.Height - 4}\">{Legend(series)}</text>\n");
            x += 150;
        }

        return svg.Append("</svg>\n").ToString();

        static string Legend(string series) => series switch
        {
            "everything" => "everything together",
            "nation" => "ten regions",
            _ => $"{series} alone",
        };

        void Panel(double left, string title, Func<MeasuredRun, double> value)
        {
            var (fromShare, toShare) = (measured.Min(of => of.Share), measured.Max(of => of.Share));
            var low = Math.Floor(Math.Log10(measured.Min(of => value(of.Run))));
            var high = Math.Ceiling(Math.Log10(measured.Max(of => value(of.Run))));
            double X(double share) => left + (Width * Math.Log(share / fromShare) / Math.Max(1e-9, Math.Log(toShare / fromShare)));
            double Y(double of) => Top + Height - (Height * (Math.Log10(of) - low) / (high - low));
            Add($"<text x=\"{left}\" y=\"{Top - 14}\" font-size=\"13\">{title}</text>\n");
            Add($"<rect x=\"{left}\" y=\"{Top}\" width=\"{Width}\" height=\"{Height}\" fill=\"none\" stroke=\"#999\"/>\n");
            for (var power = low; power <= high; power++)
            {
                foreach (var step in power < high ? new[] { 1.0, 2, 5 } : [1.0])
                {
                    var of = step * Math.Pow(10, power);
                    Add($"<line x1=\"{left}\" y1=\"{Y(of):0.#}\" x2=\"{left + Width}\" y2=\"{Y(of):0.#}\" stroke=\"#e4e4e4\"/>");
                    Add($"<text x=\"{left - 6}\" y=\"{Y(of) + 4:0.#}\" text-anchor=\"end\">{of:0.#}</text>\n");
                }
            }

            foreach (var share in measured.Where(of => of.Series is "everything" or "nation").Select(of => of.Share).Distinct())
            {
                Add($"<text x=\"{X(share):0.#}\" y=\"{Top + Height + 16}\" text-anchor=\"middle\">{share:0.##}</text>\n");
            }

            Add($"<text x=\"{left + (Width / 2)}\" y=\"{Top + Height + 32}\" text-anchor=\"middle\">share of a full region</text>\n");
            foreach (var (series, colour, opacity) in s_series)
            {
                var points = measured.Where(of => of.Series == series).OrderBy(of => of.Share)
                    .Select(of => FormattableString.Invariant($"{X(of.Share):0.#},{Y(value(of.Run)):0.#}")).ToArray();
                Add($"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" opacity=\"{opacity}\"/>\n");
                foreach (var point in points)
                {
                    var at = point.Split(',');
                    Add($"<circle cx=\"{at[0]}\" cy=\"{at[1]}\" r=\"3\" fill=\"{colour}\"/>\n");
                }
            }
        }

        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
    }
}
