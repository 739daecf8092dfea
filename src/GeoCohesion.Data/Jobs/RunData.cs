using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Sources.Territories;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Everything a run has read and computed, before it becomes tables.</summary>
sealed record RunData
{
    public required Territory Territory { get; init; }

    /// <summary>What indicators are made from.</summary>
    public required Study Study { get; init; }

    /// <summary>Per mode of public transport, per centrality, the whole departure window, per point of the study.</summary>
    public required IReadOnlyList<(string Mode, IReadOnlyList<WindowReadout[]> Windows)> TransitWindows { get; init; }

    /// <summary>Per district, communes it lies in, by geometry, largest share first.</summary>
    public required IReadOnlyList<IReadOnlyList<Commune>> CommunesOfDistrict { get; init; }

    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>Whole days of public transport on the streets; null without public transport.</summary>
    public required PublicTransport? PublicTransport { get; init; }

    /// <summary>By route, the lines that its vehicles follow, where the timetables have them.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<LineString>> LineShapes { get; init; }

    /// <summary>Areas that residents of districts reach.</summary>
    public required IReadOnlyList<DistrictIsochrone> Isochrones { get; init; }

    /// <summary>What timetables came to; null without public transport.</summary>
    public required TimetableFacts? Timetable { get; init; }
}
