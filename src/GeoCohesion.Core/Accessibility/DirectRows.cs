using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Hierarchies;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>Direct ways of a batch of points, searched when one of them is first asked for and kept until the next batch is: never the whole
/// matrix.</summary>
/// <remarks>One per thread, reused. Holds one row for each lane of a batch.</remarks>
sealed class DirectRows
{
    readonly DirectPlan[] _plans;
    readonly StreetSearch?[] _searches;
    readonly StreetSweep?[] _sweeps;
    readonly int _limitMilliseconds;
    readonly int _columns;
    readonly int[] _best;
    readonly int[] _other;
    readonly int[] _distinct;
    int _batch = -1;

    /// <summary>Makes the working arrays.</summary>
    /// <param name="plans">Ways, of which the fastest counts.</param>
    /// <param name="limitSeconds">Longest way.</param>
    public DirectRows(DirectPlan[] plans, int limitSeconds)
    {
        (_plans, _limitMilliseconds, _columns) = (plans, checked(limitSeconds * 1000), plans[0].Way.Places.Length);
        _searches = [.. plans.Select(plan => plan.Targets is null ? null : new StreetSearch(plan.Way.Graph, SearchDirection.Forward))];
        _sweeps = [.. plans.Select(plan => plan.Sweep is null ? null : new StreetSweep(plan.Sweep))];
        _best = new int[checked(ProfileBatch.Lanes * _columns)];
        _other = plans.Length > 1 ? new int[_best.Length] : [];
        _distinct = new int[plans.Max(plan => plan.Targets?.DistinctCount ?? 0)];
    }

    /// <summary>Seconds from a point to each place by the fastest way; <see cref="TravelTime.Unreached"/> beyond the limit.</summary>
    public ReadOnlySpan<int> Row(int point)
    {
        if (_batch != point / ProfileBatch.Lanes)
        {
            _batch = point / ProfileBatch.Lanes;
            Fill(0, _best);
            for (var plan = 1; plan < _plans.Length; plan++)
            {
                Fill(plan, _other);
                for (var i = 0; i < _best.Length; i++)
                {
                    _best[i] = Math.Min(_best[i], _other[i]);
                }
            }
        }

        return RowOf(_best, point % ProfileBatch.Lanes);
    }

    void Fill(int plan, int[] rows)
    {
        var (_, points, _) = _plans[plan].Way;
        var (first, count) = (_batch * ProfileBatch.Lanes, TransitMatrix.LanesOf(_batch, points.Length));
        if (_sweeps[plan] is { } sweep)
        {
            for (var lane = 0; lane < count; lane += StreetSweep.Lanes)
            {
                var lanes = Math.Min(StreetSweep.Lanes, count - lane);
                sweep.Run(points.AsSpan(first + lane, lanes), _limitMilliseconds);
                sweep.ReadSeconds(rows.AsSpan(lane * _columns, lanes * _columns));
            }

            return;
        }

        var (search, targets) = (_searches[plan]!, _plans[plan].Targets!);
        for (var lane = 0; lane < count; lane++)
        {
            search.Run(points[first + lane], _limitMilliseconds);
            targets.ReadSeconds(search, points[first + lane], _limitMilliseconds, _distinct.AsSpan(0, targets.DistinctCount), RowOf(rows, lane));
        }
    }

    Span<int> RowOf(int[] rows, int lane) => rows.AsSpan(lane * _columns, _columns);
}

/// <summary>How a direct way is searched; shared by all threads.</summary>
/// <param name="Way">Points, places and streets.</param>
/// <param name="Targets">The places as ends of a search from each point; or null.</param>
/// <param name="Sweep">Or the hierarchy above the places, to be swept from several points at once.</param>
sealed record DirectPlan(DirectWay Way, StreetTargets? Targets, SweepPlan? Sweep)
{
    /// <summary>The faster of the two, as <see cref="StreetMatrix"/> chooses.</summary>
    /// <param name="way">Points, places and streets.</param>
    /// <param name="limitSeconds">Longest way.</param>
    public static DirectPlan Of(DirectWay way, int limitSeconds) => StreetMatrix.IsSwept(way.Graph, way.Points, checked(limitSeconds * 1000))
        ? new(way, null, SweepPlan.ToTargets(way.Graph, SearchDirection.Forward, way.Places))
        : new(way, new StreetTargets(way.Graph, SearchDirection.Forward, way.Places), null);
}
