using GeoCohesion.Api.Page;
using GeoCohesion.Api.Tiles;
using GeoCohesion.Core;

namespace GeoCohesion.Api.Features;

/// <summary>The landing page: the map for people, a list of links for programs.</summary>
static class LandingPage
{
    /// <summary>Writes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="page">The map.</param>
    /// <exception cref="InputException">A parameter cannot be used.</exception>
    public static async Task Write(FeatureRequest request, MapPage page)
    {
        if (Negotiation.Choose(request, Links.Json, AnswerFormat.Html) == AnswerFormat.Html)
        {
            await page.WriteHtml(request.Http);
            return;
        }

        request.AllowOnly();
        if (request.IsNotModified(AnswerFormat.Json))
        {
            return;
        }

        var (links, run) = (request.Links, request.Store.Run);
        await JsonAnswer.Write(request.Http, Links.Json, json =>
        {
            json.WriteStartObject();
            json.WriteString("title", $"GeoCohesion : {run.TerritoryName}");
            json.WriteString("description", request.Say(
                "Accès des quartiers prioritaires au centre, aux centralités, à la santé et aux services ; résultats calculés par GeoCohesion.",
                "Access of deprived districts to the town centre, to centralities, to health and to services; results computed by GeoCohesion."));
            json.WriteString("attribution", string.Join(" ; ", run.Attribution));
            Link.WriteAll(json,
            [
                new(links.Here(("f", "json")), "self", Links.Json, "This document"),
                new(links.To("/", ("f", "html")), "alternate", Links.Html, request.Say("Carte", "Map")),
                new(links.To("/api", ("f", "json")), "service-desc", Links.OpenApi,
                    request.Say("Définition de l'API (OpenAPI 3.0)", "API definition (OpenAPI 3.0)")),
                new(links.To("/api", ("f", "html")), "service-doc", Links.Html, request.Say("Documentation de l'API", "API documentation")),
                new(links.To("/conformance", ("f", "json")), "conformance", Links.Json,
                    request.Say("Classes de conformité", "Conformance classes")),
                new(links.To("/collections", ("f", "json")), "data", Links.Json, request.Say("Couches", "Collections")),
                new(links.To("/tileMatrixSets"), TilesetPages.TilingSchemesRel, Links.Json,
                    request.Say("Jeux de matrices de tuiles", "Tile matrix sets")),
                new(links.To("/manifest.json"), "describedby", Links.Json,
                    request.Say("Comment les résultats ont été calculés", "How the results were computed")),
                .. Licences.Links,
            ]);
            json.WriteEndObject();
        });
    }
}
