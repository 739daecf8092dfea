using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>Public transport of a <see cref="StudyBuilder"/>: all that profiles and journeys are computed from.</summary>
/// <param name="Timetable">Trips.</param>
/// <param name="Footpaths">Walks between its stops.</param>
/// <param name="Access">Per origin, walks to stops.</param>
/// <param name="Egress">Per centrality, walks from stops.</param>
/// <param name="DirectSeconds">Per centrality, per origin, the direct walk.</param>
/// <param name="Options">What a rider accepts.</param>
public sealed record StudyTransit(
    Timetable Timetable, Footpaths Footpaths, StopWalks Access, StopWalks Egress, IReadOnlyList<int[]> DirectSeconds, TransitOptions Options);

/// <summary>
/// A small study made by hand: districts are rows of inhabited squares on a plane measured in metres, centralities are points, times are
/// given as arrays or computed from a timetable.
/// </summary>
/// <remarks>Districts, then surroundings, then centralities, then occasions; the first occasion is the run's own.</remarks>
public sealed class StudyBuilder
{
    /// <summary>Side of a square, in metres.</summary>
    public const double CellMeters = 200;

    const double OriginLongitude = 3;
    const double OriginLatitude = 46.6;

    static readonly GeometryFactory s_factory = new(new PrecisionModel(), 4326);

    readonly List<District> _districts = [];
    readonly List<Origin> _origins = [];
    readonly List<Origin> _surroundings = [];
    readonly List<Centrality> _centralities = [];
    readonly List<OccasionTimes> _occasions = [];
    readonly List<StudyClass> _classes = [];
    readonly List<Place[]> _places = [];
    readonly List<ModeAccess> _modes = [];
    readonly HashSet<(string Mode, int Point)> _pointsOff = [];
    readonly HashSet<(string Mode, int Centrality)> _centralitiesOff = [];

    /// <summary>The half-hour rule.</summary>
    public HalfHourRule Rule { get; set; } = new();

    /// <summary>Rule of the window.</summary>
    public WindowRule WindowRule { get; set; } = WindowRule.Median;

    /// <summary>The run's own departure window.</summary>
    public TimeWindow Window { get; set; } = new(7 * 3600, 9 * 3600);

    /// <summary>Walking speed, km/h.</summary>
    public double WalkSpeedKph { get; set; } = 4;

    /// <summary>Worker threads.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Service days.</summary>
    public IReadOnlyList<DayService> Days { get; set; } = [];

    /// <summary>Communes.</summary>
    public IReadOnlyList<Commune> Communes { get; set; } = [];

    /// <summary>Per point, the commune it lies in; empty for none.</summary>
    public IReadOnlyList<int> CommuneOfPoint { get; set; } = [];

    /// <summary>Journeys; filled by <see cref="AddTransitOccasion"/>.</summary>
    public JourneyFinder? Journeys { get; set; }

    /// <summary>Number of origins so far.</summary>
    public int OriginCount => _origins.Count;

    /// <summary>Longitude and latitude of a point so many metres east and north of the middle of the plane.</summary>
    public static (double Longitude, double Latitude) At(double eastMeters, double northMeters)
    {
        var (east, north) = Geodesy.MillimetersPerE7(OriginLatitude * 1e7);
        return (OriginLongitude + (eastMeters * 1000 / east / 1e7), OriginLatitude + (northMeters * 1000 / north / 1e7));
    }

    /// <summary>Adds a district: one square per number of residents, side by side eastwards from its south-west corner.</summary>
    public StudyBuilder AddDistrict(string code, double eastMeters, double northMeters, params double[] residents)
    {
        var district = _districts.Count;
        _districts.Add(new District
        {
            Code = code,
            Label = $"Quartier {code}",
            Perimeter = Square(eastMeters, northMeters, Math.Max(1, residents.Length)),
            Source = "test",
        });
        for (var cell = 0; cell < residents.Length; cell++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{code}/c{cell}");
            _origins.Add(Point(id, district, eastMeters + (cell * CellMeters), northMeters, residents[cell]));
        }

        return this;
    }

    /// <summary>Adds inhabited squares outside every district.</summary>
    public StudyBuilder AddSurroundings(double eastMeters, double northMeters, params double[] residents)
    {
        for (var cell = 0; cell < residents.Length; cell++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"/s{_surroundings.Count}");
            _surroundings.Add(Point(id, -1, eastMeters + (cell * CellMeters), northMeters, residents[cell]));
        }

        return this;
    }

    /// <summary>Adds a centrality at a point.</summary>
    public StudyBuilder AddCentrality(string id, double eastMeters, double northMeters, bool isMain = true)
    {
        _centralities.Add(new Centrality { Id = id, Label = $"Centre {id}", IsMain = isMain, Points = [At(eastMeters, northMeters)], Source = "test" });
        return this;
    }

    /// <summary>Adds a class and the places of it.</summary>
    public StudyBuilder AddClass(string name, string group, params Place[] places)
    {
        _classes.Add(new StudyClass(name, name, name, group));
        _places.Add(places);
        return this;
    }

    /// <summary>Adds the access of all points by a mode; without any, those of the first occasion are taken, to no class of
    /// places.</summary>
    public StudyBuilder AddMode(ModeAccess mode)
    {
        _modes.Add(mode);
        return this;
    }

    /// <summary>Takes the street away from a point.</summary>
    public StudyBuilder TakeStreetFromPoint(string mode, int point)
    {
        _pointsOff.Add((mode, point));
        return this;
    }

    /// <summary>Takes the street away from a centrality.</summary>
    public StudyBuilder TakeStreetFromCentrality(string mode, int centrality)
    {
        _centralitiesOff.Add((mode, centrality));
        return this;
    }

    /// <summary>Adds an occasion with the times of its modes.</summary>
    public StudyBuilder AddOccasion(string name, double walkSpeedFactor, params OccasionMode[] modes) =>
        AddOccasion(name, walkSpeedFactor, name == "return", modes);

    /// <summary>Adds an occasion with the times of its modes.</summary>
    public StudyBuilder AddOccasion(string name, double walkSpeedFactor, bool isReturn, params OccasionMode[] modes)
    {
        _occasions.Add(new OccasionTimes(
            new Occasion(name, $"fr:{name}", $"en:{name}", new DateOnly(2026, 3, 10), Window, isReturn), walkSpeedFactor, modes));
        return this;
    }

    /// <summary>Adds an occasion on foot and by public transport, with whole profiles and journeys on the first.</summary>
    public StudyBuilder AddTransitOccasion(string name, double walkSpeedFactor, StudyTransit transit)
    {
        var isFirst = _occasions.Count == 0;
        if (isFirst)
        {
            var table = ConnectionTable.ForDepartures(transit.Timetable, transit.Footpaths, Window, transit.Options);
            Journeys = new JourneyFinder(table, transit.Access, transit.Egress, transit.DirectSeconds, "transit");
        }

        return AddOccasion(name, walkSpeedFactor, Street("walk", [.. transit.DirectSeconds]), Transit("transit", transit, isFirst));
    }

    /// <summary>Times by a street mode, per centrality, per origin.</summary>
    public static OccasionMode Street(string mode, params int[][] secondsByCentrality) => new(mode, secondsByCentrality, null, null);

    /// <summary>Times by public transport from profiles, per centrality, per origin; figures are taken second by second.</summary>
    public OccasionMode Profiles(string mode, IReadOnlyList<ProfilePiece[][]> pieces) => new(
        mode, null, [.. pieces.Select(byOrigin => byOrigin.Select(Readout).ToArray())], pieces);

    /// <summary>Times by public transport from a timetable.</summary>
    public OccasionMode Transit(string mode, StudyTransit transit, bool withPieces)
    {
        var windows = transit.DirectSeconds.Select(_ => new WindowReadout[transit.Access.Count]).ToArray();
        var pieces = transit.DirectSeconds.Select(_ => new ProfilePiece[transit.Access.Count][]).ToArray();
        TransitMatrix.Compute(
            transit.Timetable,
            transit.Footpaths,
            Window,
            transit.Options,
            transit.Access,
            transit.Egress,
            (origin, centrality) => transit.DirectSeconds[centrality][origin],
            profile => (WindowReadout.Of(profile, Rule.LimitSeconds, Rule.LimitIsWithin), profile.Pieces.ToArray()),
            1,
            (origin, row) =>
            {
                for (var centrality = 0; centrality < row.Length; centrality++)
                {
                    (windows[centrality][origin], pieces[centrality][origin]) = row[centrality];
                }
            });
        return new OccasionMode(mode, null, windows, withPieces ? pieces : null);
    }

    /// <summary>Travel time at a second, looked up plainly.</summary>
    public static int TimeAt(IReadOnlyList<ProfilePiece> pieces, int second)
    {
        foreach (var piece in pieces)
        {
            if (second >= piece.FirstSecond && second <= piece.LastSecond)
            {
                return piece.TravelTimeSeconds + (piece.Slope * (second - piece.FirstSecond));
            }
        }

        return TravelTime.Unreached;
    }

    /// <summary>The study.</summary>
    public Study Build()
    {
        Origin[] points = [.. _origins, .. _surroundings];
        if (_modes.Count == 0 && _occasions.Count > 0)
        {
            _modes.AddRange(_occasions[0].Modes.Select(mode => new ModeAccess(
                mode.Mode,
                [.. mode.Seconds(WindowRule).Select(seconds => seconds.Concat(_surroundings.Select(_ => TravelTime.Unreached)).ToArray())],
                [])));
        }

        string[] modes = [.. _modes.Select(mode => mode.Mode).Concat(_occasions.SelectMany(o => o.Modes).Select(m => m.Mode)).Distinct()];
        return new Study
        {
            Rule = Rule,
            WindowRule = WindowRule,
            WalkSpeedKph = WalkSpeedKph,
            Districts = _districts,
            Points = points,
            OriginCount = _origins.Count,
            Centralities = _centralities,
            Classes = _classes,
            PlacesByClass = _places,
            ItinerantPlaces = [],
            Modes = _modes,
            PointIsSnapped = modes.ToDictionary(
                mode => mode, mode => points.Select((_, point) => !_pointsOff.Contains((mode, point))).ToArray()),
            CentralityIsSnapped = modes.ToDictionary(
                mode => mode, mode => _centralities.Select((_, centrality) => !_centralitiesOff.Contains((mode, centrality))).ToArray()),
            Occasions = _occasions,
            Journeys = Journeys,
            Days = Days,
            Communes = Communes,
            CommuneOfPoint = CommuneOfPoint,
            Threads = Threads,
        };
    }

    /// <summary>A square of so many cells side by side.</summary>
    static Polygon Square(double eastMeters, double northMeters, int cells)
    {
        var (west, south) = At(eastMeters, northMeters);
        var (east, north) = At(eastMeters + (cells * CellMeters), northMeters + CellMeters);
        return s_factory.CreatePolygon(
            [new(west, south), new(east, south), new(east, north), new(west, north), new(west, south)]);
    }

    static Origin Point(string id, int district, double eastMeters, double northMeters, double residents)
    {
        var (longitude, latitude) = At(eastMeters + (CellMeters / 2), northMeters + (CellMeters / 2));
        return new Origin
        {
            Id = id,
            District = district,
            Longitude = longitude,
            Latitude = latitude,
            Residents = residents,
            ShareOfCell = 1,
            Shape = Square(eastMeters, northMeters, 1),
        };
    }

    WindowReadout Readout(ProfilePiece[] pieces)
    {
        var times = Enumerable.Range(Window.FromSeconds, Window.Count).Select(second => TimeAt(pieces, second)).Order().ToArray();
        var reached = times.Where(seconds => seconds < TravelTime.Unreached).ToArray();
        return new WindowReadout(
            times[0],
            Percentile(50),
            Percentile(85),
            times[^1],
            reached.Length == 0 ? double.NaN : reached.Average(),
            (double)reached.Length / times.Length,
            (double)times.Count(seconds => Rule.LimitIsWithin ? seconds <= Rule.LimitSeconds : seconds < Rule.LimitSeconds) / times.Length);

        int Percentile(int percentile) => times[TravelTimeProfile.RankIndex(percentile, times.Length)];
    }
}
