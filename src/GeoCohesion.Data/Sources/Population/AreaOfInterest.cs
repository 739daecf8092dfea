using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>Tells, in the coordinates of each file, what touches the boxes that are asked for. Not thread-safe.</summary>
sealed class AreaOfInterest(IReadOnlyList<Envelope> boxesWgs84)
{
    readonly Dictionary<int, Index> _byCrs = [];

    /// <summary>Whether a box, in a coordinate system, touches one of the boxes asked for.</summary>
    public bool Touches(int crs, Envelope box)
    {
        if (!_byCrs.TryGetValue(crs, out var index))
        {
            _byCrs.Add(crs, index = new Index(crs, boxesWgs84));
        }

        return index.Bounds.Intersects(box) && index.Tree.Query(box).Count > 0;
    }

    sealed class Index
    {
        public Index(int crs, IReadOnlyList<Envelope> boxesWgs84)
        {
            foreach (var asked in boxesWgs84)
            {
                // A projection far from its area of use gives numbers, but no places.
                if (!asked.IsNull && CoordinateCheck.IsWithinAreaOfUse(crs, asked.Centre.X, asked.Centre.Y))
                {
                    var box = CrsTransform.FromWgs84(crs).Apply(asked);
                    Tree.Insert(box, box);
                    Bounds.ExpandToInclude(box);
                }
            }

            Tree.Build();
        }

        public STRtree<Envelope> Tree { get; } = new();

        public Envelope Bounds { get; } = new();
    }
}
