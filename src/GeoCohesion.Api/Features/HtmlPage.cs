using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Features;

/// <summary>A plain page in French or English: headings, landmarks and tables that a screen reader finds its way in; no script.</summary>
sealed class HtmlPage
{
    const string MediaType = "text/html; charset=utf-8";

    // Characters from which a cell gets the width of a paragraph.
    const int LongText = 60;

    const string Style = """
        :root { color-scheme: light dark; } body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 0 1rem 2rem; }
        nav, footer { padding: .75rem 0; } nav a { margin-right: 1rem; display: inline-block; } .table { overflow-x: auto; }
        table { border-collapse: collapse; } th, td { border: 1px solid #8888; padding: .25rem .5rem; text-align: left; vertical-align: top; }
        td.long { min-width: 24rem; }
        td.number { text-align: right; font-variant-numeric: tabular-nums; } caption { text-align: left; padding: .5rem 0; }
        a:focus-visible, .table:focus-visible { outline: 3px solid #06c; outline-offset: 2px; }
        """;

    // French letters stay as they are; all that has a meaning in HTML is escaped.
    static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly FeatureRequest _request;
    readonly StringBuilder _text = new();

    HtmlPage(FeatureRequest request) => _request = request;

    /// <summary>Begins a page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="title">Its title.</param>
    /// <param name="links">Links of the resource; those of its other form and of other pages are shown.</param>
    public static HtmlPage Begin(FeatureRequest request, string title, IEnumerable<Link> links)
    {
        var page = new HtmlPage(request);
        request.Http.Response.ContentType = MediaType;
        request.Http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        var language = request.IsEnglish ? "en" : "fr";
        page._text.Append(
            $"<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append($"<title>{Encode(title)} – GeoCohesion</title><style>{Style}</style>");
        var all = links.ToList();
        foreach (var link in all)
        {
            page._text.Append($"<link rel=\"{Encode(link.Rel)}\" type=\"{Encode(link.Type)}\" href=\"{Encode(link.Href)}\">");
        }

        page._text.Append("</head><body><header><nav aria-label=\"").Append(request.Say("Navigation principale", "Main navigation")).Append(
            "\">");
        page.NavigationLink("/", request.Say("Carte", "Map"));
        page.NavigationLink("/collections", request.Say("Couches", "Collections"));
        page.NavigationLink("/conformance", request.Say("Conformité", "Conformance"));
        page.NavigationLink("/api", request.Say("API", "API"));
        page._text.Append(
            $"<a href=\"{Encode(request.Links.Here(("lang", request.IsEnglish ? null : "en")))}\" lang=\"{(request.IsEnglish ? "fr" : "en")}\">")
            .Append(request.IsEnglish ? "Français" : "English").Append("</a></nav></header><main>");
        page._text.Append($"<h1>{Encode(title)}</h1>");
        page._text.Append("<p>");
        foreach (var link in all.Where(
            link => link.Rel is "alternate" or "items" or "next" or "collection" or "up" or "http://www.opengis.net/def/rel/ogc/1.0/queryables"))
        {
            page.Anchor(link.Href, link.Rel == "alternate" ? "JSON" : link.Title)._text.Append(' ');
        }

        page._text.Append("</p>");
        return page;
    }

    /// <summary>A paragraph of text.</summary>
    public HtmlPage Paragraph(string text)
    {
        _text.Append($"<p>{Encode(text)}</p>");
        return this;
    }

    /// <summary>A link within the text.</summary>
    public HtmlPage Anchor(string href, string text)
    {
        _text.Append($"<a href=\"{Encode(href)}\">{Encode(text)}</a>");
        return this;
    }

    /// <summary>A list of links.</summary>
    public HtmlPage LinkList(IEnumerable<(string Href, string Text)> links)
    {
        _text.Append("<ul>");
        foreach (var (href, text) in links)
        {
            _text.Append("<li>");
            Anchor(href, text);
            _text.Append("</li>");
        }

        _text.Append("</ul>");
        return this;
    }

    /// <summary>Begins a table; it can be scrolled with the keyboard where it is wider than the page.</summary>
    public HtmlPage BeginTable(string caption, IEnumerable<(string Name, string Description)> columns)
    {
        _text.Append(
            $"<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{Encode(caption)}\"><table><caption>{Encode(caption)}</caption><thead><tr>");
        foreach (var (name, description) in columns)
        {
            _text.Append($"<th scope=\"col\" title=\"{Encode(description)}\">{Encode(name)}</th>");
        }

        _text.Append("</tr></thead><tbody>\n");
        return this;
    }

    /// <summary>A row: its head, with an address or without, and its cells.</summary>
    public HtmlPage Row(string? href, string head, params IEnumerable<object?> cells)
    {
        _text.Append("<tr><th scope=\"row\">");
        _ = href is null ? Text(head) : Anchor(href, head);
        _text.Append("</th>");
        foreach (var cell in cells)
        {
            _text.Append(cell switch
            {
                long or double => "<td class=\"number\">",
                string { Length: > LongText } => "<td class=\"long\">",
                _ => "<td>",
            });
            Text(Shown(cell)).Close("</td>");
        }

        _text.Append("</tr>\n");
        return this;
    }

    /// <summary>Ends the table.</summary>
    public HtmlPage EndTable() => Close("</tbody></table></div>");

    /// <summary>Sends what is written so far.</summary>
    public async Task Flush()
    {
        await _request.Http.Response.WriteAsync(_text.ToString(), _request.Cancellation);
        _text.Clear();
    }

    /// <summary>Ends the page with the attribution of the data.</summary>
    public Task End(RunDescription run)
    {
        _text.Append("</main><footer><small>");
        foreach (var line in run.Attribution)
        {
            _text.Append(Encode(line)).Append("<br>");
        }

        _text.Append("</small></footer></body></html>\n");
        return Flush();
    }

    string Shown(object? value) => value switch
    {
        null => "",
        bool flag => flag ? _request.Say("oui", "yes") : _request.Say("non", "no"),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    void NavigationLink(string path, string text)
    {
        // The map is an application of its own; the other pages keep the language.
        (string, string)[] parameters = path == "/" ? [] : [("f", "html")];
        Anchor(_request.Links.To(path, parameters.Concat(_request.IsEnglish ? [("lang", "en")] : [])), text);
    }

    HtmlPage Text(string text) => Close(Encode(text));

    HtmlPage Close(string markup)
    {
        _text.Append(markup);
        return this;
    }

    static string Encode(string text) => s_encoder.Encode(text);
}
