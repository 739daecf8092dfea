using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Jobs.Reuse;

namespace GeoCohesion.Data.Jobs;

/// <summary>Travel times from origins to communes, for flows between communes: to the town hall, or to a point inside the outline.</summary>
/// <param name="BySeconds">Per mode, per commune, per origin.</param>
/// <param name="TargetIsTownHall">Per commune.</param>
sealed record CommuneTimes(IReadOnlyDictionary<string, IReadOnlyList<int[]>> BySeconds, IReadOnlyList<bool> TargetIsTownHall)
{
    const string TownHallClass = "mairie";

    /// <summary>Computes them for every mode of the run, in its own window and by its own rule.</summary>
    public static CommuneTimes Compute(
        TerritoryInputs inputs, Func<string, ModePositions> positions, IReadOnlyDictionary<string, TransitNetwork> networks, KeptParts parts, int threads)
    {
        var targets = inputs.Communes.Select(commune => TownHallOf(commune, inputs.Places)).ToArray();
        var territory = inputs.Territory;
        var bySeconds = new SortedDictionary<string, IReadOnlyList<int[]>>(StringComparer.Ordinal);
        foreach (var mode in territory.Modes)
        {
            StreetEnds[] ends = [.. TransitVariant.StreetModesOf(mode).Select(positions).Select(on => new StreetEnds(
                on.Graph,
                on.Points[..inputs.Origins.Count],
                [.. targets.Select(target => new[] { on.Index.Snap(target.Longitude, target.Latitude, territory.SnapRadiusMeters * 1000) })]))];
            var network = networks.GetValueOrDefault(mode);
            var key = KeptParts.NewKey.And([.. parts.Hashes.Ends(ends)]).And([.. parts.Hashes.Network(network)]).And(
                RunKeys.Parameters(FormattableString.Invariant($"{territory.MaxStreetSeconds} {territory.Transit.Rule}")));
            bySeconds.Add(mode, parts.FindOrCompute(
                "travel times: communes",
                mode,
                key,
                JaggedColumns.Read<int>,
                JaggedColumns.Write,
                () => network is null
                    ? ends[0].Seconds(territory.MaxStreetSeconds, SearchDirection.Backward, threads)
                    : TransitReadouts.To(network, JourneyEnds.To(network, ends, threads), profile => territory.Transit.Rule.Seconds(profile), threads)));
        }

        return new CommuneTimes(bySeconds, [.. targets.Select(target => target.IsTownHall)]);
    }

    static (double Longitude, double Latitude, bool IsTownHall) TownHallOf(Commune commune, IReadOnlyList<Place> places)
    {
        var townHall = places
            .Where(place => place.ClassName == TownHallClass && place.CommuneCode == commune.Code)
            .OrderBy(place => place.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return townHall is not null
            ? (townHall.Longitude, townHall.Latitude, true)
            : (commune.Shape.InteriorPoint.X, commune.Shape.InteriorPoint.Y, false);
    }
}
