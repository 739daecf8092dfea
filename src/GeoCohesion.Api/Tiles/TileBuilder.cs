using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.Filters;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Api.Tiles;

/// <summary>Makes a tile of the features of a store.</summary>
static class TileBuilder
{
    /// <summary>Shapes in a tile: of more, the smallest are left out, and of points an even choice is taken.</summary>
    public const int MaximumShapes = 10_000;

    const int BatchSize = 1000;

    static readonly GeometryFactory s_factory = new(new PrecisionModel(), 4326);

    /// <summary>Reads and encodes.</summary>
    /// <param name="store">The run.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="maximumShapes">See <see cref="MaximumShapes"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<VectorTile> Build(IFeatureStore store, TileRequest request, int maximumShapes, CancellationToken cancellation)
    {
        var filter = new FilterExpression.Intersects(s_factory.ToGeometry(request.Tile.DegreesWithBuffer));
        var kept = new PriorityQueue<Candidate, (double Size, ulong Chance)>();
        var (leftOut, afterKey) = (0L, 0L);
        while (true)
        {
            var batch = await store.Read(request.Collection, filter, afterKey, BatchSize, cancellation);
            foreach (var feature in batch)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var shape in TileShapes.Of(feature.Geometry!, request.Tile))
                {
                    var candidate = new Candidate(feature, shape);
                    var importance = (shape.Size, Chance(feature.Key));
                    if (kept.Count < maximumShapes)
                    {
                        kept.Enqueue(candidate, importance);
                    }
                    else
                    {
                        kept.EnqueueDequeue(candidate, importance);
                        leftOut++;
                    }
                }
            }

            if (batch.Count < BatchSize)
            {
                break;
            }

            afterKey = batch[^1].Key;
        }

        var layer = new VectorTileLayer(request.Collection.Id);
        foreach (var (feature, shape) in kept.UnorderedItems.Select(item => item.Element)
            .OrderBy(candidate => candidate.Feature.Key).ThenBy(candidate => candidate.Shape.Kind))
        {
            layer.Add(feature.Key, shape, request.Properties.Select(i => (request.Collection.Properties[i].Name, feature.Values[i])));
        }

        return new VectorTile(layer.ToArray(), leftOut);
    }

    // Points have no size: this spreads those that stay over the whole, the same ones each time (splitmix64).
    static ulong Chance(long key)
    {
        var mixed = unchecked((ulong)key * 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return mixed ^ (mixed >> 31);
    }

    sealed record Candidate(StoredFeature Feature, TileShape Shape);
}
