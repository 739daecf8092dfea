using GeoCohesion.Data.Sources.Crs;
using GeoCohesion.Testing;

namespace GeoCohesion.Benchmarks.Region;

/// <summary>Writes an <c>.osm.pbf</c> of any size: a block at a time is held. Nodes come first, then ways.</summary>
sealed class OsmFileWriter : IDisposable
{
    const int ElementsPerBlock = 8000;

    readonly CrsTransform _toWgs84 = CrsTransform.ToWgs84(3035);
    readonly FileStream _file;
    OsmPbfBuilder _block = new();
    int _elements;
    long _wayId;

    public OsmFileWriter(string path)
    {
        _file = File.Create(path);
        _file.Write(_block.Header());
    }

    public long Nodes { get; private set; }

    public long Ways => _wayId;

    /// <summary>Adds a node at a place in EPSG:3035; ids must ascend.</summary>
    public void Node(long id, (double X, double Y) at)
    {
        var (longitude, latitude) = _toWgs84.Apply(at.X, at.Y);
        _block.Node(id, longitude, latitude);
        Nodes++;
        Count();
    }

    public void Way(long[] nodes, params (string Key, string Value)[] tags)
    {
        _block.Way(++_wayId, nodes, tags);
        Count();
    }

    /// <summary>Ends a block, as a file does between nodes and ways.</summary>
    public void EndBlock()
    {
        foreach (var part in _block.Data())
        {
            _file.Write(part);
        }

        (_block, _elements) = (new OsmPbfBuilder(), 0);
    }

    public void Dispose()
    {
        EndBlock();
        _file.Dispose();
    }

    void Count()
    {
        if (++_elements == ElementsPerBlock)
        {
            EndBlock();
        }
    }
}
