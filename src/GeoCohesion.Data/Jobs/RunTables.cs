using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Data.Formats;
using NetTopologySuite.Geometries;
using static GeoCohesion.Core.Accessibility.ResultColumn;

namespace GeoCohesion.Data.Jobs;

/// <summary>Makes the result tables of a run. Column names are stable: people join on them year after year.</summary>
sealed class RunTables
{
    static readonly GeometryFactory s_wgs84 = new(new PrecisionModel(), 4326);

    readonly RunData _data;
    readonly Study _study;
    readonly HalfHourTimes _times;
    readonly double[] _residents;
    readonly IReadOnlyList<int>[] _originsByDistrict;

    RunTables(RunData data)
    {
        _data = data;
        _study = data.Study;
        _times = new HalfHourTimes(_study);
        _residents = _times.Residents;
        _originsByDistrict = _times.OriginsByDistrict;
    }

    /// <summary>All tables, in the order they are listed to people.</summary>
    /// <param name="data">The run.</param>
    /// <param name="indicators">Tables of the indicators.</param>
    public static IReadOnlyList<ResultTable> Make(RunData data, IReadOnlyList<ResultTable> indicators)
    {
        var tables = new RunTables(data);
        return
        [
            tables.DistrictTable(),
            tables.OriginTable(),
            tables.CentralityTable(),
            tables.PlaceTable(),
            tables.DistrictCentralityTable(),
            .. indicators,
            .. data.Study.Modes.Select(tables.TravelTimeTable),
            .. data.TransitWindows.Select(entry => tables.TransitWindowTable(entry.Mode, entry.Windows)),
            tables.LeftOutTable(),
        ];
    }

    ResultTable DistrictTable()
    {
        List<ResultColumn> columns =
        [
            Text("code", "Code of the district in its source"),
            Text("label", "Label of the district"),
            Text("generation", "Generation of the perimeter"),
            Text("commune_codes", "Communes it lies in, by geometry, largest share first, separated by ;"),
            Text("commune_labels", "Their names, separated by ;"),
            Real("residents", "residents", "Residents: inhabitants of cells x share of area inside; number of points where there is no grid"),
            Flag("residents_are_points", "Whether residents is a number of points of equal weight, for want of a population"),
            Whole("origins", "", "Number of origins"),
            Share("imputed_share", "Share of residents in cells that the source imputed"),
            Text("verdict", "Verdict by the fastest of the rule's modes: conforming, partly, not_conforming, not_computable"),
            Text("verdict_fr", "Verdict in French"),
            Text("reason_fr", "The verdict in a French sentence"),
            Text("reason_en", "The verdict in an English sentence"),
            .. SummaryColumns("", "the rule's centralities by the fastest of the rule's modes"),
            Text("worst_origin", "Origin with the longest time"),
        ];
        foreach (var mode in _study.Modes)
        {
            columns.Add(Text($"{mode.Mode}_verdict", $"Verdict by {mode.Mode} alone"));
            columns.AddRange(SummaryColumns($"{mode.Mode}_", $"the rule's centralities by {mode.Mode}"));
            columns.Add(Share($"{mode.Mode}_main_share_within", $"Share of residents within the limit of the main centre by {mode.Mode}"));
            columns.Add(Seconds($"{mode.Mode}_main_median_s", $"Median time to the main centre by {mode.Mode}"));
        }

        var table = new ResultTable("districts", "Quartiers : verdict de la demi-heure", columns, "MultiPolygon");
        var communes = _data.CommunesOfDistrict;
        var toMainCentre = _study.Modes.Select(mode => _times.Seconds([mode.Mode], CentralityChoice.Main)).ToArray();
        for (var district = 0; district < _study.Districts.Count; district++)
        {
            var origins = _originsByDistrict[district];
            var assessment = _times.Assess(district, HalfHourTimes.FastestMode);
            var residents = origins.Sum(origin => _residents[origin]);
            var isGrid = origins.All(origin => _study.Points[origin].Cell is null);
            var values = new List<object?>
            {
                _study.Districts[district].Code,
                _study.Districts[district].Label,
                _study.Districts[district].Generation,
                string.Join(';', communes[district].Select(commune => commune.Code)),
                string.Join(';', communes[district].Select(commune => commune.Label)),
                residents,
                isGrid,
                origins.Count,
                residents > 0 ? origins.Where(origin => _study.Points[origin].Cell is { IsImputed: true }).Sum(origin => _residents[origin]) / residents : null,
                assessment.Verdict.Code(),
                assessment.Verdict.French(),
                VerdictSentence.French(assessment, _study.Rule, isGrid),
                VerdictSentence.English(assessment, _study.Rule, isGrid),
            };
            AddSummary(values, assessment);
            values.Add(assessment.WorstOrigin < 0 ? null : _study.Points[assessment.WorstOrigin].Id);
            foreach (var (i, mode) in _study.Modes.Index())
            {
                var byMode = _times.Assess(district, mode.Mode);
                values.Add(byMode.Verdict.Code());
                AddSummary(values, byMode);
                var toMain = _times.Assess(district, mode.Mode, toMainCentre[i], CentralityChoice.Main);
                values.Add(toMain.Verdict == Verdict.NotComputable ? null : toMain.Summary.ShareWithinLimit);
                values.Add(toMain.Verdict == Verdict.NotComputable ? null : TravelTime.Reached(toMain.Summary.MedianSeconds));
            }

            table.Add(_study.Districts[district].Perimeter, [.. values]);
        }

        return table;
    }

    ResultTable OriginTable()
    {
        var columns = new List<ResultColumn>
        {
            Text("id", "District code, slash, cell id"),
            Text("district", "Code of the district"),
            Text("cell", "Cell of the population grid; empty where there is none"),
            Real("residents", "residents", "Inhabitants of the cell x share of its area inside"),
            Share("share_of_cell", "Share of the cell's area inside the perimeter"),
            Flag("imputed", "Whether the source imputed the cell"),
            Real("lon", "degrees", "WGS84 longitude of the point of departure"),
            Real("lat", "degrees", "WGS84 latitude of the point of departure"),
            Seconds("seconds", "Time to the rule's centralities by the fastest of the rule's modes"),
        };
        columns.AddRange(_study.Modes.Select(mode => Seconds($"{mode.Mode}_s", $"Time to the rule's centralities by {mode.Mode}")));

        // Where population is given at points, or not at all, the origins are points; a layer of both is of no particular type.
        var geometryType = _study.Points.Take(_study.OriginCount).All(origin => origin.Shape is Polygon or MultiPolygon) ? "MultiPolygon" : "Geometry";
        var table = new ResultTable("origins", "Points de départ : carreaux habités découpés par le périmètre", columns, geometryType);
        for (var i = 0; i < _study.OriginCount; i++)
        {
            var origin = _study.Points[i];
            table.Add(
                origin.Shape,
                [
                    origin.Id,
                    _study.Districts[origin.District].Code,
                    origin.Cell?.Id,
                    origin.Residents,
                    origin.ShareOfCell,
                    origin.Cell?.IsImputed,
                    Math.Round(origin.Longitude, 7),
                    Math.Round(origin.Latitude, 7),
                    TravelTime.Reached(_times.Fastest[i]),
                    .. _times.ByMode.Select(mode => (object?)TravelTime.Reached(mode.Seconds[i])),
                ]);
        }

        return table;
    }

    ResultTable CentralityTable()
    {
        var table = new ResultTable(
            "centralities",
            "Centralités",
            [Text("id", "Id"), Text("label", "Label"), Flag("is_main", "Whether it is the main centre"), Text("level", "Level in the source"), Text("source", "Input file")],
            "Point");
        foreach (var centrality in _study.Centralities)
        {
            table.Add(PointOf(centrality), centrality.Id, centrality.Label, centrality.IsMain, centrality.Level, Path.GetFileName(centrality.Source));
        }

        return table;
    }

    ResultTable PlaceTable()
    {
        var table = new ResultTable(
            "places",
            "Équipements, professionnels de santé et services",
            [
                Text("id", "Id"),
                Text("class", "Class of places"),
                Text("class_label_fr", "Class in French"),
                Text("name", "Name"),
                Real("capacity", "", "How many identical ones stand here"),
                Text("source_code", "Code in the source's own list"),
                Text("commune", "INSEE commune code"),
                Text("quality", "How far the position can be trusted"),
                Flag("itinerant", "Comes round; never a destination"),
                Text("source", "Input file"),
                Text("edition", "Edition of the source"),
            ],
            "Point");
        for (var i = 0; i < _study.Classes.Count; i++)
        {
            foreach (var place in _study.PlacesByClass[i].Concat(_study.ItinerantPlaces.Where(place => place.ClassName == _study.Classes[i].Name)))
            {
                table.Add(
                    s_wgs84.CreatePoint(new Coordinate(place.Longitude, place.Latitude)),
                    place.Id,
                    place.ClassName,
                    _study.Classes[i].French,
                    place.Name,
                    place.Capacity,
                    place.SourceCode,
                    place.CommuneCode,
                    place.Quality switch
                    {
                        PositionQuality.Good => "good",
                        PositionQuality.Acceptable => "acceptable",
                        PositionQuality.Poor => "poor",
                        _ => "unknown",
                    },
                    place.IsItinerant,
                    Path.GetFileName(place.Source),
                    place.Edition);
            }
        }

        return table;
    }

    ResultTable DistrictCentralityTable()
    {
        var table = new ResultTable(
            "district_centralities",
            "Temps de chaque quartier à chaque centralité, par mode",
            [
                Text("id", "District, centrality and mode"),
                Text("district", "Code of the district"),
                Text("centrality", "Id of the centrality"),
                Text("mode", "Mode"),
                .. SummaryColumns("", "the centrality"),
            ],
            "LineString");
        for (var district = 0; district < _study.Districts.Count; district++)
        {
            var from = _study.Districts[district].Perimeter.InteriorPoint;
            for (var centrality = 0; centrality < _study.Centralities.Count; centrality++)
            {
                var line = s_wgs84.CreateLineString([from.Coordinate, PointOf(_study.Centralities[centrality]).Coordinate]);
                foreach (var mode in _study.Modes)
                {
                    var assessment = DistrictAssessment.Of(
                        _originsByDistrict[district],
                        mode.CentralitySeconds[centrality],
                        _residents,
                        _study.PointIsSnapped[mode.Mode],
                        _study.CentralityIsSnapped[mode.Mode][centrality],
                        _study.Rule);
                    var (code, id) = (_study.Districts[district].Code, _study.Centralities[centrality].Id);
                    var values = new List<object?> { $"{code}/{id}/{mode.Mode}", code, id, mode.Mode };
                    AddSummary(values, assessment);
                    table.Add(line, [.. values]);
                }
            }
        }

        return table;
    }

    ResultTable TravelTimeTable(ModeAccess mode)
    {
        var table = new ResultTable(
            $"travel_times_{mode.Mode}",
            $"Temps de parcours de chaque point de départ ({mode.Mode})",
            [
                Text("origin", "Id of the origin"),
                Text("district", "Code of the district"),
                Text("target_kind", "centrality or class"),
                Text("target", "Id of the centrality, or name of the class"),
                Seconds("seconds", "Time to the centrality, or to the nearest place of the class; empty where there is no way"),
                Text("nearest_place", "Id of the nearest place of the class"),
                Seconds("second_seconds", "Time to the second nearest place of the class"),
                Real("count_15", "", "Count within 15 minutes"),
                Real("count_30", "", "Count within 30 minutes"),
            ],
            null);
        for (var i = 0; i < _study.OriginCount; i++)
        {
            var (origin, district) = (_study.Points[i].Id, _study.Districts[_study.Points[i].District].Code);
            for (var centrality = 0; centrality < _study.Centralities.Count; centrality++)
            {
                var seconds = mode.CentralitySeconds[centrality][i];
                table.Add(null, origin, district, "centrality", _study.Centralities[centrality].Id, TravelTime.Reached(seconds), null, null, null, null);
            }

            for (var c = 0; c < _study.Classes.Count; c++)
            {
                var access = mode.Classes[c];
                table.Add(
                    null,
                    origin,
                    district,
                    "class",
                    _study.Classes[c].Name,
                    TravelTime.Reached(access.NearestSeconds[i]),
                    access.NearestPlace[i] < 0 ? null : _study.PlacesByClass[c][access.NearestPlace[i]].Id,
                    TravelTime.Reached(access.SecondSeconds[i]),
                    access.CountWithin15[i],
                    access.CountWithin30[i]);
            }
        }

        return table;
    }

    ResultTable TransitWindowTable(string mode, IReadOnlyList<WindowReadout[]> windows)
    {
        var table = new ResultTable(
            $"{mode}_windows",
            $"Transports en commun ({mode}) : toute la plage de départ, de chaque point de départ à chaque centralité",
            [
                Text("origin", "Id of the origin"),
                Text("district", "Code of the district"),
                Text("centrality", "Id of the centrality"),
                Seconds("best_s", "Best departure of the window"),
                Seconds("median_s", "Median over every second of the window"),
                Seconds("p85_s", "85th percentile over every second of the window"),
                Seconds("worst_s", "Worst departure; empty when some departure does not arrive"),
                Real("mean_s", "s", "Mean over departures that arrive"),
                Share("reached_share", "Share of departures that arrive within the longest trip"),
                Share("share_within", "Share of departures that arrive within the limit"),
            ],
            null);
        for (var i = 0; i < _study.OriginCount; i++)
        {
            for (var centrality = 0; centrality < windows.Count; centrality++)
            {
                var times = windows[centrality][i];
                table.Add(
                    null,
                    _study.Points[i].Id,
                    _study.Districts[_study.Points[i].District].Code,
                    _study.Centralities[centrality].Id,
                    TravelTime.Reached(times.BestSeconds),
                    TravelTime.Reached(times.MedianSeconds),
                    TravelTime.Reached(times.P85Seconds),
                    TravelTime.Reached(times.WorstSeconds),
                    times.MeanSeconds,
                    times.ReachedShare,
                    times.ShareWithinLimit);
            }
        }

        return table;
    }

    ResultTable LeftOutTable()
    {
        var table = new ResultTable(
            "left_out",
            "Ce qui n'entre dans aucun calcul, et pourquoi",
            [
                Text("id", "Id of what is left out"),
                Text("kind", "origin, surroundings, place, centrality, stop or district"),
                Text("mode", "Mode for which it is left out; empty for all"),
                Text("reason", "Code, explained in docs/errors.md"),
                Real("distance_m", "m", "Distance to the nearest street of the mode; empty where there is none within 20 km"),
            ],
            null);
        foreach (var entry in _data.LeftOut)
        {
            table.Add(null, entry.Id, entry.Kind, entry.Mode, entry.Reason, entry.DistanceMeters);
        }

        return table;
    }

    static IEnumerable<ResultColumn> SummaryColumns(string prefix, string target) =>
    [
        Share($"{prefix}share_within", $"Share of residents within the limit of {target}"),
        Seconds($"{prefix}median_s", $"Median time to {target}; empty when half of the residents have no way"),
        Real($"{prefix}mean_s", "s", $"Mean time to {target}, over residents who have a way"),
        Seconds($"{prefix}p90_s", $"90th percentile of time to {target}"),
        Seconds($"{prefix}worst_s", $"Longest time to {target}; empty when someone has no way"),
        Share($"{prefix}unreachable_share", $"Share of residents without a way to {target}"),
    ];

    static void AddSummary(List<object?> values, DistrictAssessment assessment)
    {
        var summary = assessment.Summary;
        var isComputed = assessment.Verdict != Verdict.NotComputable;
        values.Add(isComputed ? summary.ShareWithinLimit : null);
        values.Add(isComputed ? TravelTime.Reached(summary.MedianSeconds) : null);
        values.Add(isComputed ? summary.MeanReachableSeconds : null);
        values.Add(isComputed ? TravelTime.Reached(summary.P90Seconds) : null);
        values.Add(isComputed ? TravelTime.Reached(summary.WorstSeconds) : null);
        values.Add(isComputed ? summary.ShareUnreachable : null);
    }

    static Point PointOf(Centrality centrality) =>
        s_wgs84.CreatePoint(new Coordinate(centrality.Points[0].Longitude, centrality.Points[0].Latitude));
}
