using SkiaSharp;

namespace GeoCohesion.Data.Formats.Pictures;

/// <summary>PNG, drawn with Skia; its texts are drawn from the font that is built into the program, whatever the machine has.</summary>
public sealed class PngPicture : IPictureFormat
{
    const int Compression = 9;
    const float HaloWidth = 3;

    static readonly Lazy<SKTypeface[]> s_regular = new(() => Typefaces(PictureFontWeight.Regular));
    static readonly Lazy<SKTypeface[]> s_semibold = new(() => Typefaces(PictureFontWeight.Semibold));

    /// <inheritdoc/>
    public string Name => "png";

    /// <inheritdoc/>
    public string FileExtension => ".png";

    /// <inheritdoc/>
    public string MediaType => "image/png";

    /// <inheritdoc/>
    public void Write(Picture picture, Stream stream)
    {
        var info = new SKImageInfo(picture.PixelWidth, picture.PixelHeight, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap(info);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            canvas.Scale((float)picture.PixelsPerUnit);
            foreach (var item in picture.Items)
            {
                Draw(canvas, item);
            }
        }

        using var pixels = bitmap.PeekPixels();
        using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, Compression))!;
        png.SaveTo(stream);
    }

    static void Draw(SKCanvas canvas, PictureItem item)
    {
        switch (item)
        {
            case PictureGroup group:
                DrawGroup(canvas, group);
                break;
            case PicturePath path:
                using (var shape = Path(path.Shape))
                {
                    Paint(canvas, path.Fill, path.Stroke, paint => canvas.DrawPath(shape, paint));
                }

                break;
            case PictureCircles circles:
                foreach (var center in circles.Centers)
                {
                    Paint(
                        canvas,
                        circles.Fill,
                        circles.Stroke,
                        paint => canvas.DrawCircle((float)center.X, (float)center.Y, (float)circles.Radius, paint));
                }

                break;
            case PictureText text:
                DrawText(canvas, text);
                break;
            default:
                throw new ArgumentException($"{item.GetType().Name} is not provided for.", nameof(item));
        }
    }

    static void DrawGroup(SKCanvas canvas, PictureGroup group)
    {
        using var layer = new SKPaint { Color = SKColors.White.WithAlpha(Alpha(group.Opacity)) };
        var depth = group.Opacity < 1 ? canvas.SaveLayer(layer) : canvas.Save();
        if (group.Clip is { } box)
        {
            var rectangle = SKRect.Create((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height);
            using var round = new SKRoundRect(rectangle, (float)box.Radius);
            canvas.ClipRoundRect(round, SKClipOperation.Intersect, antialias: true);
        }

        foreach (var item in group.Items)
        {
            Draw(canvas, item);
        }

        canvas.RestoreToCount(depth);
    }

    static SKPath Path(PictureShape shape)
    {
        var path = new SKPath { FillType = SKPathFillType.Winding };
        foreach (var contour in shape.Contours)
        {
            path.AddPoly([.. contour.Select(point => new SKPoint((float)point.X, (float)point.Y))], shape.IsClosed);
        }

        return path;
    }

    static void Paint(SKCanvas canvas, PictureFill? fill, PictureStroke? stroke, Action<SKPaint> draw)
    {
        if (fill is not null)
        {
            using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Fill, Color = Color(fill.Color, fill.Opacity) };
            using var shader = fill.Pattern == PicturePattern.None ? null : Shader(canvas, fill);
            paint.Shader = shader;
            draw(paint);
        }

        if (stroke is not null)
        {
            using var paint = new SKPaint
            {
                IsAntialias = true,
                Style = SKPaintStyle.Stroke,
                Color = Color(stroke.Color, stroke.Opacity),
                StrokeWidth = (float)stroke.Width,
                StrokeJoin = SKStrokeJoin.Round,
                StrokeCap = stroke.Dash is null ? SKStrokeCap.Round : SKStrokeCap.Butt,
            };
            using var dash = stroke.Dash is { } lengths ? SKPathEffect.CreateDash([(float)lengths.Line, (float)lengths.Gap], 0) : null;
            paint.PathEffect = dash;
            draw(paint);
        }
    }

    /// <summary>A tile that repeats, drawn at the resolution of the canvas.</summary>
    static SKShader Shader(SKCanvas canvas, PictureFill fill)
    {
        var size = (float)PatternTile.Size;
        var scale = canvas.TotalMatrix.ScaleX;
        var side = (int)MathF.Ceiling(size * scale);
        using var tile = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var brush = new SKCanvas(tile))
        {
            brush.Clear(Color(fill.Color, 1));
            brush.Scale(side / size);
            foreach (var dot in PatternTile.Dots(fill.Pattern))
            {
                Paint(
                    brush,
                    new PictureFill(PatternTile.Color, PatternTile.Opacity),
                    null,
                    paint => brush.DrawCircle((float)dot.X, (float)dot.Y, (float)PatternTile.DotRadius, paint));
            }

            foreach (var (from, to) in PatternTile.Lines(fill.Pattern))
            {
                using var paint = new SKPaint
                {
                    IsAntialias = true,
                    Style = SKPaintStyle.Stroke,
                    Color = Color(PatternTile.Color, PatternTile.Opacity),
                    StrokeWidth = (float)PatternTile.LineWidth,
                };
                brush.DrawLine((float)from.X, (float)from.Y, (float)to.X, (float)to.Y, paint);
            }
        }

        return SKShader.CreateBitmap(
            tile, SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, SKMatrix.CreateScale(size / side, size / side));
    }

    static void DrawText(SKCanvas canvas, PictureText text)
    {
        var metrics = PictureFont.Of(text.Weight);
        var width = metrics.Width(text.Text, text.Size);
        var x = text.At.X - (text.Anchor == PictureAnchor.Middle ? width / 2 : text.Anchor == PictureAnchor.End ? width : 0);
        var typefaces = (text.Weight == PictureFontWeight.Semibold ? s_semibold : s_regular).Value;
        var runs = new List<(string Text, double X, int File)>();
        foreach (var rune in text.Text.EnumerateRunes())
        {
            var letter = PictureFont.Drawn(rune).ToString();
            runs.Add((letter, x, metrics.FileOf(PictureFont.Drawn(rune)) ?? 0));
            x += metrics.Width(letter, text.Size);
        }

        if (text.Halo is { } halo)
        {
            using var paint = new SKPaint
            {
                IsAntialias = true,
                Style = SKPaintStyle.Stroke,
                Color = Color(halo, 1),
                StrokeWidth = HaloWidth,
                StrokeJoin = SKStrokeJoin.Round,
            };
            Letters(paint);
        }

        using (var paint = new SKPaint { IsAntialias = true, Color = Color(text.Color, 1) })
        {
            Letters(paint);
        }

        void Letters(SKPaint paint)
        {
            foreach (var (letter, at, file) in runs)
            {
                using var font = new SKFont(typefaces[file], (float)text.Size)
                {
                    Subpixel = true,
                    Hinting = SKFontHinting.None,
                    Edging = SKFontEdging.Antialias,
                };
                canvas.DrawText(letter, (float)at, (float)text.At.Y, SKTextAlign.Left, font, paint);
            }
        }
    }

    static SKColor Color(string color, double opacity) => SKColor.Parse(color).WithAlpha(Alpha(opacity));

    static byte Alpha(double opacity) => (byte)Math.Round(255 * opacity);

    static SKTypeface[] Typefaces(PictureFontWeight weight) => [.. PictureFont.Of(weight).FileNames.Select(name =>
    {
        using var stream = new MemoryStream(PictureFont.Bytes(name));
        return SKTypeface.FromStream(stream);
    })];
}
