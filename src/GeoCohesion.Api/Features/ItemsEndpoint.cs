using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Api.Features;

/// <summary>The features of a collection, page by page.</summary>
static class ItemsEndpoint
{
    // Read from the store at a time: little enough to hold, and nothing of the store is held while the client reads.
    const int BatchSize = 500;

    /// <summary>Writes a page.</summary>
    /// <exception cref="InputException">A parameter cannot be used.</exception>
    public static async Task Write(FeatureRequest request)
    {
        var collection = request.Collection();
        var query = ItemsQuery.Parse(request, collection);
        var format = Negotiation.Choose(request, Links.GeoJson);
        if (request.IsNotModified(format))
        {
            return;
        }

        request.Http.Response.Headers["Content-Crs"] = $"<{(format == AnswerFormat.Html ? ServedCrs.Crs84 : query.Crs).Uri}>";
        var matched = await request.Store.Count(collection, query.Filter, request.Cancellation);
        var first = await Batch(request, collection, query, query.AfterKey, 0);
        await (format == AnswerFormat.Html
            ? WriteHtml(request, collection, query, matched, first)
            : WriteGeoJson(request, collection, query, matched, first));
    }

    static async Task WriteGeoJson(
        FeatureRequest request, FeatureCollectionInfo collection, ItemsQuery query, long matched, IReadOnlyList<StoredFeature> batch)
    {
        await using var json = JsonAnswer.Begin(request.Http, Links.GeoJson);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteNumber("numberMatched", matched);
        json.WriteStartArray("features");
        var (returned, lastKey) = (0, 0L);
        while (batch.Count > 0)
        {
            foreach (var feature in batch)
            {
                FeatureWriter.Write(json, collection, feature, query.Crs, []);
            }

            (returned, lastKey) = (returned + batch.Count, batch[^1].Key);
            await json.FlushAsync(request.Cancellation);
            await request.Http.Response.BodyWriter.FlushAsync(request.Cancellation);
            batch = await Batch(request, collection, query, lastKey, returned);
        }

        json.WriteEndArray();
        json.WriteNumber("numberReturned", returned);
        var links = SelfAndUp(request, collection, AnswerFormat.Json);
        if (returned == query.Limit && await HasMore(request, collection, query, lastKey))
        {
            links.Add(Next(request, lastKey, AnswerFormat.Json));
        }

        Link.WriteAll(json, links);
        json.WriteEndObject();
        await json.FlushAsync(request.Cancellation);
        await request.Http.Response.BodyWriter.FlushAsync(request.Cancellation);
    }

    static async Task WriteHtml(
        FeatureRequest request, FeatureCollectionInfo collection, ItemsQuery query, long matched, IReadOnlyList<StoredFeature> batch)
    {
        var page = HtmlPage.Begin(request, collection.Title, SelfAndUp(request, collection, AnswerFormat.Html));
        var count = string.Create(CultureInfo.InvariantCulture, $"{matched}");
        page.BeginTable(
            request.Say($"{count} objets en tout", $"{count} features in all"),
            collection.Properties.Select(
                property => (property.Name, property.Unit.Length > 0 ? $"{property.Description} [{property.Unit}]" : property.Description))
                .Prepend(("id", request.Say("Identifiant", "Id"))));
        var (returned, lastKey) = (0, 0L);
        while (batch.Count > 0)
        {
            foreach (var feature in batch)
            {
                page.Row(request.Links.ToFeature(collection.Id, feature.Id, request.PageParameters), feature.Id, feature.Values);
            }

            (returned, lastKey) = (returned + batch.Count, batch[^1].Key);
            await page.Flush();
            batch = await Batch(request, collection, query, lastKey, returned);
        }

        page.EndTable();
        if (returned == query.Limit && await HasMore(request, collection, query, lastKey))
        {
            page.Anchor(Next(request, lastKey, AnswerFormat.Html).Href, request.Say("Page suivante", "Next page"));
        }

        await page.End(request.Store.Run);
    }

    static Task<IReadOnlyList<StoredFeature>> Batch(FeatureRequest request, FeatureCollectionInfo collection, ItemsQuery query,
        long afterKey, int returned) =>
        returned < query.Limit
            ? request.Store.Read(collection, query.Filter, afterKey, Math.Min(BatchSize, query.Limit - returned), request.Cancellation)
            : Task.FromResult<IReadOnlyList<StoredFeature>>([]);

    static async Task<bool> HasMore(FeatureRequest request, FeatureCollectionInfo collection, ItemsQuery query, long lastKey) =>
        (await request.Store.Read(collection, query.Filter, lastKey, 1, request.Cancellation)).Count > 0;

    static List<Link> SelfAndUp(FeatureRequest request, FeatureCollectionInfo collection, AnswerFormat format) =>
    [
        .. request.Links.SelfAndAlternate(format, Links.GeoJson, collection.Title),
        new(request.Links.ToCollection(collection.Id), "collection", Links.Json, collection.Title),
    ];

    static Link Next(FeatureRequest request, long lastKey, AnswerFormat format) => new(
        request.Links.Here((ItemsQuery.AfterParameter, lastKey.ToString(CultureInfo.InvariantCulture))),
        "next",
        format == AnswerFormat.Html ? Links.Html : Links.GeoJson,
        request.Say("Page suivante", "Next page"));
}
