using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Features;

/// <summary>One feature.</summary>
static class ItemEndpoint
{
    /// <summary>Writes it.</summary>
    /// <exception cref="InputException">A parameter cannot be used.</exception>
    /// <exception cref="RequestRefusedException">There is no such collection or feature (404).</exception>
    public static async Task Write(FeatureRequest request)
    {
        var collection = request.Collection();
        request.AllowOnly("crs");
        var crs = CoordinateParameters.Crs(request, "crs");
        var format = Negotiation.Choose(request, Links.GeoJson);

        // An escaped slash stays escaped in a path, and ids such as QN09601/cell have one.
        var id = ((string?)request.Http.Request.RouteValues["featureId"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var feature = await request.Store.Find(collection, id, request.Cancellation) ?? throw new RequestRefusedException(
            StatusCodes.Status404NotFound, "feature-unknown", $"there is no feature '{id}' in {collection.Id}.");
        if (request.IsNotModified(format))
        {
            return;
        }

        List<Link> links =
        [
            .. request.Links.SelfAndAlternate(format, Links.GeoJson, feature.Id),
            new(request.Links.ToCollection(collection.Id), "collection", Links.Json, collection.Title),
        ];
        if (format == AnswerFormat.Html)
        {
            await WriteHtml(request, collection, feature, links);
            return;
        }

        request.Http.Response.Headers["Content-Crs"] = $"<{crs.Uri}>";
        await JsonAnswer.Write(request.Http, Links.GeoJson, json => FeatureWriter.Write(json, collection, feature, crs, links));
    }

    static Task WriteHtml(FeatureRequest request, FeatureCollectionInfo collection, StoredFeature feature, List<Link> links)
    {
        var name = collection.Properties.Zip(feature.Values).FirstOrDefault(
            pair => pair.First is { Name: "label" or "name", Kind: ColumnKind.Text }).Second as string;
        var page = HtmlPage.Begin(request, name is null ? feature.Id : $"{name} ({feature.Id})", links);
        page.BeginTable(collection.Title,
            [(request.Say("Propriété", "Property"), ""), (request.Say("Valeur", "Value"), ""), (request.Say("Unité", "Unit"), ""),
            (request.Say("Description (anglais)", "Description"), "")]);
        foreach (var (property, value) in collection.Properties.Zip(feature.Values))
        {
            page.Row(null, property.Name, value, property.Unit, property.Description);
        }

        return page.EndTable().End(request.Store.Run);
    }
}
