using System.Globalization;
using GeoCohesion.Api.Features;
using GeoCohesion.Core;
using GeoCohesion.Data.Formats.Tiles;
using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Tiles;

/// <summary>Which tile of which collection a request asks for.</summary>
/// <param name="Collection">A collection with geometries.</param>
/// <param name="Tile">The tile.</param>
/// <param name="Properties">Positions of the properties that its features have.</param>
sealed record TileRequest(FeatureCollectionInfo Collection, WebMercatorTile Tile, IReadOnlyList<int> Properties)
{
    /// <summary>Properties in a tile where none are named: the id and those that come first; a table of hundreds of columns makes slow maps.</summary>
    public const int DefaultPropertyCount = 16;

    /// <summary>The parameter that names properties.</summary>
    public const string PropertiesParameter = "properties";

    /// <summary>Reads path and parameters of a request.</summary>
    /// <exception cref="InputException">One of them cannot be used.</exception>
    /// <exception cref="RequestRefusedException">There is no such collection, or no such tile (404).</exception>
    public static TileRequest Parse(FeatureRequest request)
    {
        var collection = TiledCollection(request);
        request.AllowOnly(PropertiesParameter);
        var matrix = Whole(request, "tileMatrix", WebMercatorTile.LastMatrix);
        var last = WebMercatorTile.Size(matrix) - 1;
        var tile = new WebMercatorTile(matrix, Whole(request, "tileRow", last), Whole(request, "tileCol", last));
        return new TileRequest(collection, tile, Chosen(request, collection));
    }

    /// <summary>The collection that the path names, if there are tiles of it, and of the tile matrix set that the path names.</summary>
    /// <exception cref="RequestRefusedException">There is none (404).</exception>
    public static FeatureCollectionInfo TiledCollection(FeatureRequest request)
    {
        var collection = request.Collection();
        if (collection.GeometryType is null)
        {
            throw new RequestRefusedException(
                StatusCodes.Status404NotFound, "tiles-not-offered", $"{collection.Id} has no geometry, and so no tiles; use /collections/{collection.Id}/items.");
        }

        CheckMatrixSet(request);
        return collection;
    }

    /// <summary>Insists on the one tile matrix set, where the path names one.</summary>
    /// <exception cref="RequestRefusedException">It names another (404).</exception>
    public static void CheckMatrixSet(FeatureRequest request)
    {
        if (request.Http.Request.RouteValues["tileMatrixSetId"] is string id && id != TileMatrixSetPages.Id)
        {
            throw new RequestRefusedException(
                StatusCodes.Status404NotFound, "tile-matrix-set-unknown", $"there is no tile matrix set '{id}'; use {TileMatrixSetPages.Id}.");
        }
    }

    static int Whole(FeatureRequest request, string name, int last)
    {
        var text = (string)request.Http.Request.RouteValues[name]!;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit))
        {
            throw new InputException("tile-malformed", $"'{text}' is not accepted; a whole number from 0 on is expected.", new SourceLocation(name));
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= last
            ? number
            : throw new RequestRefusedException(
                StatusCodes.Status404NotFound, "tile-unknown",
                string.Create(CultureInfo.InvariantCulture, $"{name}: {text} is outside the tile matrix set; the last one here is {last}."));
    }

    static List<int> Chosen(FeatureRequest request, FeatureCollectionInfo collection)
    {
        if (request.Value(PropertiesParameter) is not { } text)
        {
            return [.. Enumerable.Range(0, Math.Min(DefaultPropertyCount, collection.Properties.Count))];
        }

        var chosen = new SortedSet<int>();
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var position = -1;
            for (var i = 0; i < collection.Properties.Count && position < 0; i++)
            {
                position = collection.Properties[i].Name == name ? i : -1;
            }

            chosen.Add(position >= 0
                ? position
                : throw new InputException(
                    "tile-property-unknown",
                    $"{collection.Id} has no property '{name}'; use names of /collections/{collection.Id}/queryables, separated by commas.",
                    new SourceLocation(PropertiesParameter)));
        }

        return [.. chosen];
    }
}
