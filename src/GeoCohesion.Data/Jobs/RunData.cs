using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Territories;

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

    /// <summary>What timetables came to; null without public transport.</summary>
    public required TimetableFacts? Timetable { get; init; }
}
