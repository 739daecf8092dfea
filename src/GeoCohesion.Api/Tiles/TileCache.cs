using GeoCohesion.Data.Formats.Tiles;

namespace GeoCohesion.Api.Tiles;

/// <summary>What makes a tile what it is.</summary>
/// <param name="RunVersion">Version of the run.</param>
/// <param name="CollectionId">Id of the collection.</param>
/// <param name="Tile">The tile.</param>
/// <param name="Properties">Positions of the properties, joined.</param>
sealed record TileKey(string RunVersion, string CollectionId, WebMercatorTile Tile, string Properties);

/// <summary>Keeps the tiles that were asked for last, within a number of bytes. Thread-safe.</summary>
/// <remarks>Tiles of a run that has been replaced are asked for no more, and go as the oldest.</remarks>
/// <param name="maximumBytes">Greatest sum of all tiles with what it costs to keep them.</param>
sealed class TileCache(long maximumBytes)
{
    // Key, list node and dictionary entry of a tile, generously.
    const int BytesPerEntry = 400;

    readonly Lock _lock = new();
    readonly Dictionary<TileKey, LinkedListNode<(TileKey Key, VectorTile Tile)>> _nodes = [];
    readonly LinkedList<(TileKey Key, VectorTile Tile)> _newestFirst = new();

    /// <summary>Bytes that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>The tile, or null where it is not kept.</summary>
    public VectorTile? Find(TileKey key)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
            return node.Value.Tile;
        }
    }

    /// <summary>Keeps a tile; those that were not asked for longest make room for it.</summary>
    public void Add(TileKey key, VectorTile tile)
    {
        lock (_lock)
        {
            if (!_nodes.TryAdd(key, new LinkedListNode<(TileKey, VectorTile)>((key, tile))))
            {
                return;
            }

            _newestFirst.AddFirst(_nodes[key]);
            Bytes += Cost(tile);
            while (Bytes > maximumBytes && _newestFirst.Last is { } oldest)
            {
                _newestFirst.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
                Bytes -= Cost(oldest.Value.Tile);
            }
        }
    }

    static long Cost(VectorTile tile) => tile.Bytes.Length + BytesPerEntry;
}
