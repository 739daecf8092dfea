using System.Globalization;
using System.Text;

namespace GeoCohesion.Data.Formats.Pictures;

/// <summary>SVG 1.1 with the <c>paint-order</c> and <c>href</c> of SVG 2; texts stay texts. The same bytes on every machine.</summary>
public sealed class SvgPicture : IPictureFormat
{
    /// <inheritdoc/>
    public string Name => "svg";

    /// <inheritdoc/>
    public string FileExtension => ".svg";

    /// <inheritdoc/>
    public string MediaType => "image/svg+xml";

    /// <inheritdoc/>
    public void Write(Picture picture, Stream stream)
    {
        var text = new SvgText(picture);
        stream.Write(Encoding.UTF8.GetBytes(text.Compose()));
    }

    /// <summary>Composes one picture.</summary>
    sealed class SvgText(Picture picture)
    {
        // The widths of these differ little from those of Inter, which the layout is measured with.
        const string FontFamilies = "Inter,'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

        const double HaloWidth = 3;

        readonly StringBuilder _body = new();
        readonly StringBuilder _definitions = new();
        readonly Dictionary<PictureFill, string> _patterns = [];
        readonly Dictionary<PictureShape, int> _uses = new(ReferenceEqualityComparer.Instance);
        readonly Dictionary<PictureShape, string> _names = new(ReferenceEqualityComparer.Instance);

        // A tenth of a pixel is less than what can be seen.
        readonly int _digits = picture.PixelsPerUnit > 1.5 ? 2 : 1;
        int _clips;

        public string Compose()
        {
            CountUses(picture.Items);
            foreach (var item in picture.Items)
            {
                Write(item);
            }

            var (width, height) = (Number(picture.Width), Number(picture.Height));
            return $"""
                <svg xmlns="http://www.w3.org/2000/svg" width="{picture.PixelWidth}" height="{picture.PixelHeight}" viewBox="0 0 {width} {height}" lang="{Escaped(picture.Language)}" role="img" aria-labelledby="title" font-family="{FontFamilies}" stroke-linejoin="round">
                <title id="title">{Escaped(picture.Title)}</title>

                """.ReplaceLineEndings("\n")
                + (_definitions.Length > 0 ? $"<defs>\n{_definitions}</defs>\n" : "")
                + _body
                + "</svg>\n";
        }

        void CountUses(IReadOnlyList<PictureItem> items)
        {
            foreach (var item in items)
            {
                if (item is PictureGroup group)
                {
                    CountUses(group.Items);
                }
                else if (item is PicturePath path)
                {
                    _uses[path.Shape] = _uses.GetValueOrDefault(path.Shape) + 1;
                }
            }
        }

        void Write(PictureItem item)
        {
            switch (item)
            {
                case PictureGroup group:
                    WriteGroup(group);
                    break;
                case PicturePath path:
                    WritePath(path);
                    break;
                case PictureCircles circles:
                    WriteCircles(circles);
                    break;
                case PictureText text:
                    WriteText(text);
                    break;
                default:
                    throw new ArgumentException($"{item.GetType().Name} is not provided for.", nameof(item));
            }
        }

        void WriteGroup(PictureGroup group)
        {
            var attributes = "";
            if (group.Clip is { } box)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"c{++_clips}");
                var radius = box.Radius > 0 ? $" rx=\"{Number(box.Radius)}\"" : "";
                _definitions.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{name}\"><rect x=\"{Number(box.X)}\" y=\"{Number(box.Y)}\" ")
                    .Append(CultureInfo.InvariantCulture, $"width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\"{radius}/></clipPath>\n");
                attributes += $" clip-path=\"url(#{name})\"";
            }

            attributes += Opacity("opacity", group.Opacity);
            _body.Append(CultureInfo.InvariantCulture, $"<g{attributes}>\n");
            foreach (var item in group.Items)
            {
                Write(item);
            }

            _body.Append("</g>\n");
        }

        void WritePath(PicturePath path)
        {
            if (path.Shape.Contours.Count == 0)
            {
                return;
            }

            var style = Fill(path.Fill) + Stroke(path.Stroke);
            if (_uses[path.Shape] == 1)
            {
                _body.Append(CultureInfo.InvariantCulture, $"<path d=\"{Data(path.Shape)}\"{style}/>\n");
            }
            else if (_names.TryGetValue(path.Shape, out var known))
            {
                _body.Append(CultureInfo.InvariantCulture, $"<use href=\"#{known}\"{style}/>\n");
            }
            else
            {
                // The style stands outside, since those who use the path again inherit their own.
                var name = string.Create(CultureInfo.InvariantCulture, $"s{_names.Count + 1}");
                _names.Add(path.Shape, name);
                _body.Append(CultureInfo.InvariantCulture, $"<g{style}><path id=\"{name}\" d=\"{Data(path.Shape)}\"/></g>\n");
            }
        }

        void WriteCircles(PictureCircles circles)
        {
            if (circles.Centers.Count == 0)
            {
                return;
            }

            _body.Append(CultureInfo.InvariantCulture, $"<g{Fill(circles.Fill)}{Stroke(circles.Stroke)}>");
            foreach (var center in circles.Centers)
            {
                _body.Append(
                    CultureInfo.InvariantCulture, $"<circle cx=\"{Number(center.X)}\" cy=\"{Number(center.Y)}\" r=\"{Number(circles.Radius)}\"/>");
            }

            _body.Append("</g>\n");
        }

        void WriteText(PictureText text)
        {
            var anchor = text.Anchor switch
            {
                PictureAnchor.Middle => " text-anchor=\"middle\"",
                PictureAnchor.End => " text-anchor=\"end\"",
                _ => "",
            };
            var weight = text.Weight == PictureFontWeight.Semibold ? " font-weight=\"600\"" : "";
            var halo = text.Halo is { } color ? $" stroke=\"{color}\" stroke-width=\"{Number(HaloWidth)}\" paint-order=\"stroke\"" : "";
            _body.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(text.At.X)}\" y=\"{Number(text.At.Y)}\" font-size=\"{Number(text.Size)}\"")
                .Append(CultureInfo.InvariantCulture, $"{weight}{anchor} fill=\"{text.Color}\"{halo}>{Escaped(text.Text)}</text>\n");
        }

        string Fill(PictureFill? fill) => fill switch
        {
            null => " fill=\"none\"",
            { Pattern: PicturePattern.None } => $" fill=\"{fill.Color}\"{Opacity("fill-opacity", fill.Opacity)}",
            _ => $" fill=\"url(#{PatternOf(fill)})\"{Opacity("fill-opacity", fill.Opacity)}",
        };

        string PatternOf(PictureFill fill)
        {
            var key = fill with { Opacity = 1 };
            if (!_patterns.TryGetValue(key, out var name))
            {
                name = string.Create(CultureInfo.InvariantCulture, $"p{_patterns.Count + 1}");
                _patterns.Add(key, name);
                var size = Number(PatternTile.Size);
                _definitions.Append(
                    CultureInfo.InvariantCulture,
                    $"<pattern id=\"{name}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\">");
                _definitions.Append(
                    CultureInfo.InvariantCulture, $"<rect width=\"{size}\" height=\"{size}\" fill=\"{fill.Color}\"/>");
                foreach (var dot in PatternTile.Dots(fill.Pattern))
                {
                    _definitions
                        .Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Number(dot.X)}\" cy=\"{Number(dot.Y)}\" ")
                        .Append(CultureInfo.InvariantCulture, $"r=\"{Number(PatternTile.DotRadius)}\" ")
                        .Append(CultureInfo.InvariantCulture, $"fill=\"{PatternTile.Color}\"{Opacity("fill-opacity", PatternTile.Opacity)}/>");
                }

                var lines = string.Concat(PatternTile.Lines(fill.Pattern).Select(
                    line => $"M{Number(line.From.X)} {Number(line.From.Y)}L{Number(line.To.X)} {Number(line.To.Y)}"));
                if (lines.Length > 0)
                {
                    _definitions.Append(CultureInfo.InvariantCulture, $"<path d=\"{lines}\" stroke=\"{PatternTile.Color}\" ")
                        .Append(CultureInfo.InvariantCulture, $"stroke-width=\"{Number(PatternTile.LineWidth)}\"")
                        .Append(CultureInfo.InvariantCulture, $"{Opacity("stroke-opacity", PatternTile.Opacity)}/>");
                }

                _definitions.Append("</pattern>\n");
            }

            return name;
        }

        static string Stroke(PictureStroke? stroke)
        {
            if (stroke is null)
            {
                return "";
            }

            var ends = stroke.Dash is { } dash ? $" stroke-dasharray=\"{Number(dash.Line)} {Number(dash.Gap)}\"" : " stroke-linecap=\"round\"";
            return $" stroke=\"{stroke.Color}\" stroke-width=\"{Number(stroke.Width, 2)}\"{Opacity("stroke-opacity", stroke.Opacity)}{ends}";
        }

        /// <summary>Rounded points, each as its difference from the one before, in as few characters as SVG allows.</summary>
        string Data(PictureShape shape)
        {
            var data = new StringBuilder();
            var scale = Math.Pow(10, _digits);
            foreach (var contour in shape.Contours)
            {
                var (x, y, written) = (0L, 0L, 0);
                for (var i = 0; i < contour.Length; i++)
                {
                    var (nextX, nextY) = ((long)Math.Round(contour[i].X * scale), (long)Math.Round(contour[i].Y * scale));
                    if (i > 0 && nextX == x && nextY == y && contour.Length > 2)
                    {
                        continue;
                    }

                    data.Append(written == 0 ? "M" : written == 1 ? "l" : "");
                    Append(nextX - x, isFirst: written <= 1);
                    Append(nextY - y, isFirst: false);
                    (x, y, written) = (nextX, nextY, written + 1);
                }

                data.Append(shape.IsClosed ? "z" : "");
            }

            return data.ToString();

            void Append(long scaled, bool isFirst)
            {
                var number = (scaled / scale).ToString("0.##", CultureInfo.InvariantCulture);
                number = number.StartsWith("0.", StringComparison.Ordinal) ? number[1..]
                    : number.StartsWith("-0.", StringComparison.Ordinal) ? $"-{number[2..]}" : number;
                data.Append(isFirst || number[0] == '-' ? "" : " ").Append(number);
            }
        }

        static string Opacity(string attribute, double opacity) => opacity >= 1 ? "" : $" {attribute}=\"{Number(opacity, 2)}\"";

        static string Number(double number, int digits = 1)
        {
            var rounded = Math.Round(number, digits);
            return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
        }

        /// <summary>A text as XML has it; characters that XML 1.0 forbids are left out.</summary>
        static string Escaped(string text)
        {
            var escaped = new StringBuilder();
            foreach (var rune in text.EnumerateRunes())
            {
                _ = rune.Value switch
                {
                    '&' => escaped.Append("&amp;"),
                    '<' => escaped.Append("&lt;"),
                    '>' => escaped.Append("&gt;"),
                    '"' => escaped.Append("&quot;"),
                    < ' ' or 0xFFFE or 0xFFFF => escaped,
                    _ => escaped.Append(rune),
                };
            }

            return escaped.ToString();
        }
    }
}
