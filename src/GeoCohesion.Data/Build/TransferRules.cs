using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Gtfs;

namespace GeoCohesion.Data.Build;

/// <summary>What <c>transfers.txt</c> says of pairs of stops of a timetable, rules for stations spread over their stops.</summary>
/// <remarks>
/// Of several rules for a pair, the one that names stops goes before one that names a station, that before one that names two; of equals the first in
/// the file. Rules for some routes or trips only (types 0 to 3) are counted, not applied.
/// </remarks>
sealed class TransferRules
{
    readonly SortedDictionary<(int From, int To), Rule> _rules = [];

    public TransferRules(Timetable timetable, IReadOnlyList<GtfsFeed> feeds, NoticeLog notices)
    {
        var stops = new FeedStops(timetable, feeds);
        for (var feed = 0; feed < feeds.Count; feed++)
        {
            var stopsOfStation = feeds[feed].Stops
                .Select((stop, index) => (stop.Station, Stop: stops.IndexOf(feed, index)))
                .Where(pair => pair.Station >= 0 && pair.Stop >= 0)
                .ToLookup(pair => pair.Station, pair => pair.Stop);
            foreach (var transfer in feeds[feed].Transfers.Where(transfer => transfer.Type <= GtfsTransferType.Forbidden))
            {
                var at = new SourceLocation($"{feeds[feed].Source}/transfers.txt", transfer.Line, "transfer_type");
                if (transfer.IsSpecific)
                {
                    SpecificCount++;
                    notices.Add(
                        "gtfs-transfer-specific",
                        NoticeSeverity.Warning,
                        at,
                        "the transfer holds for some routes or trips only; such rules are not applied, the walk between the stops is.");
                    continue;
                }

                var (fromIsStation, from) = Expand(transfer.FromStop);
                var (toIsStation, to) = Expand(transfer.ToStop);
                var rank = (fromIsStation ? 1 : 0) + (toIsStation ? 1 : 0);
                foreach (var fromStop in from)
                {
                    foreach (var toStop in to)
                    {
                        Add((fromStop, toStop), new Rule(transfer.Type, Math.Max(0, transfer.MinimumSeconds), rank, at), notices);
                    }
                }
            }

            (bool IsStation, IReadOnlyList<int> Stops) Expand(int feedStop)
            {
                var isStation = feeds[feed].Stops[feedStop].Type == GtfsLocationType.Station;
                var stop = stops.IndexOf(feed, feedStop);
                return (isStation, isStation ? [.. stopsOfStation[feedStop]] : stop >= 0 ? [stop] : []);
            }
        }
    }

    /// <summary>How many rules hold for some routes or trips only.</summary>
    public int SpecificCount { get; }

    /// <summary>By pair, ascending.</summary>
    public IReadOnlyDictionary<(int From, int To), Rule> Rules => _rules;

    void Add((int From, int To) pair, Rule rule, NoticeLog notices)
    {
        if (!_rules.TryGetValue(pair, out var known) || rule.Rank < known.Rank)
        {
            _rules[pair] = rule;
        }
        else if (rule.Rank == 0 && known.Rank == 0)
        {
            notices.Add(
                "gtfs-transfer-twice",
                NoticeSeverity.Warning,
                rule.At,
                "there is a rule for these two stops already; the first was applied.");
        }
    }

    /// <summary>A rule for two stops.</summary>
    /// <param name="Type">0 to 3.</param>
    /// <param name="Seconds"><c>min_transfer_time</c>, 0 where it is empty.</param>
    /// <param name="Rank">How many of the two are named by their station.</param>
    /// <param name="At">Where it stands.</param>
    public readonly record struct Rule(GtfsTransferType Type, int Seconds, int Rank, SourceLocation At);
}
