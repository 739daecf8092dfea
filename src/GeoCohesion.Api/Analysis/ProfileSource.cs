using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Api.Analysis;

/// <summary>Travel times by public transport between points of a request, as functions of the departure time.</summary>
sealed class ProfileSource
{
    readonly ConnectionTable _table;
    readonly StopWalks _access;
    readonly StopWalks _egress;
    readonly StreetPosition[][] _from;
    readonly StreetPosition[][] _to;
    readonly StreetSearch[] _streets;
    readonly ProfileSearch? _search;
    readonly RidesProfileSearch? _ridesSearch;
    int _origin;

    /// <summary>Finds the walks to and from stops.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mode">Mode of public transport.</param>
    /// <param name="departures">Departures.</param>
    /// <param name="from">Per street mode, the origins on its streets.</param>
    /// <param name="to">Per street mode, the destinations on its streets.</param>
    public ProfileSource(AnalysisRequest request, string mode, Departures departures, StreetPosition[][] from, StreetPosition[][] to)
    {
        (_from, _to) = (from, to);
        var timetable = request.Timetable(mode, departures);
        _table = timetable.Table;
        _access = timetable.Network.Access(from, threads: 1);
        _egress = timetable.Network.Egress([.. to[0].Select(position => new[] { position })], threads: 1);
        _streets = [.. TransitVariant.StreetModesOf(mode).Select(streetMode => new StreetSearch(request.Network.Index(streetMode).Graph, SearchDirection.Forward))];
        if (_table.Options.MaxRides == 0)
        {
            _search = new ProfileSearch(_table);
        }
        else
        {
            _ridesSearch = new RidesProfileSearch(_table);
        }
    }

    /// <summary>Searches between the points that the parameters <c>from</c> and <c>to</c> name.</summary>
    /// <exception cref="GeoCohesion.Core.InputException">There is no street near one of them (<c>point-not-snapped</c>).</exception>
    public static ProfileSource Between(AnalysisRequest request, string mode, Departures departures)
    {
        var profiles = new ProfileSource(request, mode, departures, Snapped("from"), Snapped("to"));
        profiles.Start(0);
        return profiles;

        StreetPosition[][] Snapped(string name)
        {
            (double Longitude, double Latitude)[] points = [request.Parameters.Point(name)];
            var positions = request.Snap(mode, points);
            AnalysisRequest.RequireSnapped(name, points, positions);
            return positions;
        }
    }

    /// <summary>The connections.</summary>
    public ConnectionTable Table => _table;

    /// <summary>Walks from an origin to its stops.</summary>
    public ReadOnlySpan<StopWalk> AccessOf(int origin) => _access[origin];

    /// <summary>Walks to a destination from its stops.</summary>
    public ReadOnlySpan<StopWalk> EgressOf(int destination) => _egress[destination];

    /// <summary>Searches from an origin.</summary>
    public void Start(int origin)
    {
        _origin = origin;
        for (var on = 0; on < _streets.Length; on++)
        {
            _streets[on].Run(_from[on][origin], LiveNetwork.LongestTransitSeconds * 1000);
        }

        _search?.Run(_access[origin]);
        _ridesSearch?.Run(_access[origin]);
    }

    /// <summary>Seconds from the origin to a destination without any vehicle of the timetable.</summary>
    public int DirectSeconds(int destination)
    {
        var best = TravelTime.Unreached;
        for (var on = 0; on < _streets.Length; on++)
        {
            if (_from[on][_origin].IsSnapped && _to[on][destination].IsSnapped)
            {
                best = Math.Min(best, TravelTime.ToSeconds(_streets[on].ReadMilliseconds(_to[on][destination])));
            }
        }

        return best <= LiveNetwork.LongestTransitSeconds ? best : TravelTime.Unreached;
    }

    /// <summary>Travel times from the origin to a destination over the window of the connections.</summary>
    public void Read(int destination, TravelTimeProfile profile)
    {
        if (_search is not null)
        {
            _search.Read(_egress[destination], DirectSeconds(destination), profile);
        }
        else
        {
            _ridesSearch!.Read(_egress[destination], _table.Options.MaxRides, DirectSeconds(destination), profile);
        }
    }
}
