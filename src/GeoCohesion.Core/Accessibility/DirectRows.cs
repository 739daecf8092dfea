using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Direct ways, searched when a point is first asked for and kept until its batch is done: never the whole matrix.</summary>
/// <remarks>One per thread, reused. Holds one row for each lane of a batch.</remarks>
sealed class DirectRows
{
    readonly IReadOnlyList<DirectWay> _ways;
    readonly IReadOnlyList<StreetTargets> _targets;
    readonly StreetSearch[] _searches;
    readonly int _limitMilliseconds;
    readonly int _columns;
    readonly int[] _pointOfSlot = new int[ProfileBatch.Lanes];
    readonly int[] _seconds;
    readonly int[] _distinct;
    readonly int[] _row;

    /// <summary>Makes the working arrays.</summary>
    /// <param name="ways">Ways, of which the fastest counts.</param>
    /// <param name="targets">Per way, <see cref="TargetsOf"/>; shared by all threads.</param>
    /// <param name="limitSeconds">Longest way.</param>
    public DirectRows(IReadOnlyList<DirectWay> ways, IReadOnlyList<StreetTargets> targets, int limitSeconds)
    {
        (_ways, _targets, _limitMilliseconds, _columns) = (ways, targets, checked(limitSeconds * 1000), ways[0].Places.Length);
        _searches = [.. ways.Select(way => new StreetSearch(way.Graph, SearchDirection.Forward))];
        _seconds = new int[checked(ProfileBatch.Lanes * _columns)];
        _distinct = new int[targets.Max(target => target.DistinctCount)];
        _row = new int[_columns];
        Array.Fill(_pointOfSlot, -1);
    }

    /// <summary>The places of each way as ends of searches.</summary>
    public static IReadOnlyList<StreetTargets> TargetsOf(IReadOnlyList<DirectWay> ways) =>
        [.. ways.Select(way => new StreetTargets(way.Graph, SearchDirection.Forward, way.Places))];

    /// <summary>Seconds from a point to a place by the fastest way; <see cref="TravelTime.Unreached"/> beyond the limit.</summary>
    public int Seconds(int point, int place)
    {
        var slot = point % ProfileBatch.Lanes;
        if (_pointOfSlot[slot] != point)
        {
            Search(point, _seconds.AsSpan(slot * _columns, _columns));
            _pointOfSlot[slot] = point;
        }

        return _seconds[(slot * _columns) + place];
    }

    void Search(int point, Span<int> best)
    {
        best.Fill(TravelTime.Unreached);
        for (var i = 0; i < _ways.Count; i++)
        {
            var from = _ways[i].Points[point];
            _searches[i].Run(from, _limitMilliseconds);
            _targets[i].ReadSeconds(_searches[i], from, _limitMilliseconds, _distinct.AsSpan(0, _targets[i].DistinctCount), _row);
            for (var place = 0; place < best.Length; place++)
            {
                best[place] = Math.Min(best[place], _row[place]);
            }
        }
    }
}
