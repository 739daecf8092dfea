namespace GeoCohesion.Api.Tiles;

/// <summary>A tile as it is sent.</summary>
/// <param name="Bytes">Encoded tile; empty where nothing is to be seen.</param>
/// <param name="LeftOut">Features on the tile that it does not hold, because they are the smallest of too many.</param>
sealed record VectorTile(byte[] Bytes, long LeftOut);
