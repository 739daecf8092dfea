using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>Numbers the routes of all feeds in ordinal order of their ids.</summary>
sealed class RouteNumbering
{
    readonly int[][] _indexOfFeedRoute;

    public RouteNumbering(IReadOnlyList<GtfsFeed> feeds)
    {
        var all = feeds
            .SelectMany((feed, feedIndex) =>
                feed.Routes.Select((route, index) => (Id: $"{feed.Name}:{route.Id}", Feed: feedIndex, Index: index)))
            .OrderBy(route => route.Id, StringComparer.Ordinal)
            .ToArray();
        _indexOfFeedRoute = feeds.Select(feed => new int[feed.Routes.Count]).ToArray();
        Routes = new Route[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            var (id, feed, index) = all[i];
            var route = feeds[feed].Routes[index];
            _indexOfFeedRoute[feed][index] = i;
            Routes[i] = new Route
            {
                Id = id,
                Name = route.ShortName.Length > 0 ? route.ShortName : route.LongName.Length > 0 ? route.LongName : route.Id,
                LongName = route.LongName,
                RouteType = route.RouteType,
                Agency = route.Agency < 0 ? "" : feeds[feed].Agencies[route.Agency].Name,
                Color = route.Color,
            };
        }
    }

    /// <summary>By id in ordinal order.</summary>
    public Route[] Routes { get; }

    public int IndexOf(int feed, int route) => _indexOfFeedRoute[feed][route];
}
