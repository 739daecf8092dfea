namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>Pages, put together, are all features in order: none twice, none lost, whatever the size of a page.</summary>
[Collection(ServedSampleCityCollection.Name)]
public class PagingTests(ServedSampleCity service)
{
    [Fact]
    public async Task Pages_of_random_sizes_put_together_are_the_whole_collection_in_order()
    {
        const int Seed = 20260310;
        var random = new Random(Seed);
        foreach (var (collection, query) in new[]
        {
            ("places", ""),
            ("places", "&class=generaliste"),
            ("places", "&bbox=2.95,46.56,3.0,46.6"),
            ("places", "&filter=" + Uri.EscapeDataString("NOT class LIKE 'a%' AND S_INTERSECTS(geometry, BBOX(2.9, 46.5, 3.0, 46.6))")),
            ("travel_times_walk", "&target_kind=centrality"),
            ("left_out", ""),
        })
        {
            var whole = await service.Json($"/collections/{collection}/items?limit=10000{query}");
            var expected = ServedSampleCity.Ids(whole);
            Assert.InRange(expected.Length, 15, 2000);
            var limit = random.Next(Math.Max(1, expected.Length / 20), expected.Length + 2);
            foreach (var size in new[] { limit, expected.Length, Math.Max(1, expected.Length / 7) })
            {
                Assert.True(expected.SequenceEqual(await Walk($"/collections/{collection}/items?limit={size}{query}", size, expected.Length)), $"seed {Seed}: {collection}{query} limit {size}");
            }
        }
    }

    [Fact]
    public async Task A_batch_of_the_store_does_not_show_in_a_page()
    {
        // Pages are read in batches of 500; sizes about it and its double end where they should.
        foreach (var limit in new[] { 499, 500, 501, 999, 1000, 1001 })
        {
            var items = await service.Json($"/collections/travel_times_walk/items?limit={limit}");
            Assert.Equal(Enumerable.Range(1, limit).Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)), ServedSampleCity.Ids(items));
        }
    }

    async Task<List<string>> Walk(string address, int limit, int total)
    {
        var ids = new List<string>();
        for (var next = address; next is not null;)
        {
            var page = await service.Json(next);
            Assert.Equal(total, page.GetProperty("numberMatched").GetInt32());
            var found = ServedSampleCity.Ids(page);
            Assert.InRange(found.Length, 1, limit);
            ids.AddRange(found);
            next = ServedSampleCity.Links(page, "next").SingleOrDefault();
            Assert.True(next is null || found.Length == limit, "only the last page may be short");
        }

        return ids;
    }
}
