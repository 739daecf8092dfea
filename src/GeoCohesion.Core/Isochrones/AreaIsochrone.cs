using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Core.Isochrones;

/// <summary>The area that is reached within limits, as polygons.</summary>
/// <remarks>
/// A point belongs to the area when it snaps to a street within <see cref="StreetRaster.ToleranceMillimeters"/> and its travel time, both
/// connectors included, exactly as <see cref="StreetMatrix"/> has it, is within the limit. That is worked out at points of a
/// <see cref="StreetRaster"/>; outlines run between them by marching squares, interpolated in time. So an area differs from the truth only
/// within <see cref="StreetRaster.ResolutionMillimeters"/> of where the truth changes, and but for holes and parts that are smaller than
/// the least area: those are left out.
/// Areas are valid, right-hand wound, and nested: that of a longer limit holds that of a shorter one. Whether a limit is asked for alone or
/// among others does not change its area. A query costs O(streets reached + points of their bounding box). Allocates the polygons, and
/// while its buffers grow to the largest query so far. One per thread.
/// </remarks>
public sealed class AreaIsochrone
{
    /// <summary>Most points that the bounding box of a query may hold.</summary>
    public const int MostPoints = 1 << 26;

    readonly StreetRaster _raster;
    readonly StreetTimes _times;
    readonly RasterBox _box = new();
    readonly AreaOutline _outline;
    int[] _milliseconds = [];

    /// <summary>Makes the working arrays: those of the search.</summary>
    /// <param name="raster">Points that areas are drawn on; may be shared by threads.</param>
    /// <param name="direction">Forward: where one can get to from the sources. Backward: from where one can get to them.</param>
    /// <param name="leastSquareMeters">Holes and parts whose outline encloses less are left out; not negative.</param>
    public AreaIsochrone(StreetRaster raster, SearchDirection direction, double leastSquareMeters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leastSquareMeters);
        _raster = raster;
        _times = new StreetTimes(raster, direction);
        _outline = new AreaOutline(raster, leastSquareMeters);
    }

    /// <summary>Computes the areas around one or several positions.</summary>
    /// <param name="sources">Those that did not snap are passed over.</param>
    /// <param name="limitsMilliseconds">Limits in any order, inclusive, with both connectors; not negative.</param>
    /// <returns>One per limit, WGS84 degrees (SRID 4326); empty where nothing is reached.</returns>
    /// <exception cref="InputException">The reached streets are spread over more points than <see cref="MostPoints"/>
    /// (<c>isochrone-too-fine</c>).</exception>
    public MultiPolygon[] Run(ReadOnlySpan<StreetPosition> sources, ReadOnlySpan<int> limitsMilliseconds)
    {
        var longest = 0;
        foreach (var limit in limitsMilliseconds)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(limitsMilliseconds));
            longest = Math.Max(longest, limit);
        }

        // Times a little beyond the longest limit place its outline; those of shorter limits are known anyway.
        var searchLimit = (int)Math.Min((long)longest + _raster.StepMilliseconds, TravelTime.Unreached - 1);
        _times.Run(sources, searchLimit);
        _box.Clear();
        _times.Enter(_box, searchLimit);
        var areas = new MultiPolygon[limitsMilliseconds.Length];
        var isSomewhere = _box.TryClose(_raster);
        if (isSomewhere)
        {
            if (_milliseconds.Length < _box.Count)
            {
                _milliseconds = new int[_box.Count];
            }

            Array.Fill(_milliseconds, TravelTime.Unreached, 0, _box.Count);
            _times.Read(_box, _milliseconds, searchLimit);
        }

        for (var i = 0; i < areas.Length; i++)
        {
            areas[i] = isSomewhere
                ? _outline.Draw(_milliseconds, _box.West, _box.South, _box.Width, _box.Height, limitsMilliseconds[i])
                : AreaOutline.Empty;
        }

        return areas;
    }

    /// <summary>Milliseconds between the nearest source of the last query and a position, both connectors included, as the matrix has
    /// it.</summary>
    /// <returns><see cref="TravelTime.Unreached"/> beyond the longest limit of the query (or a little beyond it).</returns>
    public int ReadMilliseconds(StreetPosition position) => _times.Search.ReadMilliseconds(position);
}
