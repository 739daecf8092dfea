using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>Runs grouped by stop sequence and rights, and split until no run of a pattern overtakes another one.</summary>
/// <remarks>In a pattern the first run that can be boarded at a position is the only one worth boarding there.</remarks>
sealed class RunPatterns
{
    public RunPatterns(VehicleRuns runs, ReadOnlySpan<bool> isUsed)
    {
        var groups = new Dictionary<Sequence, List<List<int>>>();
        var order = new List<List<int>>();
        var byDeparture = new List<int>();
        for (var run = 0; run < runs.Count; run++)
        {
            if (isUsed[run])
            {
                byDeparture.Add(run);
            }
        }

        byDeparture.Sort((a, b) =>
        {
            var byTime = runs.DepartureSeconds[runs.First[a]].CompareTo(runs.DepartureSeconds[runs.First[b]]);
            return byTime != 0 ? byTime : a.CompareTo(b);
        });
        foreach (var run in byDeparture)
        {
            var key = new Sequence(runs, run);
            if (!groups.TryGetValue(key, out var patterns))
            {
                groups.Add(key, patterns = []);
            }

            var pattern = patterns.Find(p => IsNeverBefore(runs, run, p[^1]));
            if (pattern is null)
            {
                pattern = [];
                patterns.Add(pattern);
                order.Add(pattern);
            }

            pattern.Add(run);
        }

        FirstRun = new int[order.Count + 1];
        FirstPosition = new int[order.Count + 1];
        FirstTime = new int[order.Count + 1];
        for (var pattern = 0; pattern < order.Count; pattern++)
        {
            var length = Length(runs, order[pattern][0]);
            FirstRun[pattern + 1] = FirstRun[pattern] + order[pattern].Count;
            FirstPosition[pattern + 1] = FirstPosition[pattern] + length;
            FirstTime[pattern + 1] = checked(FirstTime[pattern] + (length * order[pattern].Count));
        }

        Run = new int[FirstRun[^1]];
        PatternOfRun = new int[runs.Count];
        RankOfRun = new int[runs.Count];
        DepartureSeconds = new int[FirstTime[^1]];
        for (var pattern = 0; pattern < order.Count; pattern++)
        {
            var members = order[pattern];
            for (var rank = 0; rank < members.Count; rank++)
            {
                var run = members[rank];
                Run[FirstRun[pattern] + rank] = run;
                PatternOfRun[run] = pattern;
                RankOfRun[run] = rank;
                for (var position = 0; position < Length(runs, run); position++)
                {
                    DepartureSeconds[FirstTime[pattern] + (position * members.Count) + rank] =
                        runs.DepartureSeconds[runs.First[run] + position];
                }
            }
        }
    }

    /// <summary>Number of patterns.</summary>
    public int Count => FirstRun.Length - 1;

    /// <summary>CSR into <see cref="Run"/>.</summary>
    public int[] FirstRun { get; }

    /// <summary>CSR of positions over all patterns.</summary>
    public int[] FirstPosition { get; }

    /// <summary>CSR into <see cref="DepartureSeconds"/>.</summary>
    public int[] FirstTime { get; }

    /// <summary>Runs of each pattern, earliest first at every position.</summary>
    public int[] Run { get; }

    /// <summary>Per run of the timetable, its pattern; 0 for unused runs.</summary>
    public int[] PatternOfRun { get; }

    /// <summary>Per run of the timetable, its place in the pattern.</summary>
    public int[] RankOfRun { get; }

    /// <summary>At <c>[FirstTime[pattern] + position * runs of the pattern + rank]</c>.</summary>
    public int[] DepartureSeconds { get; }

    static int Length(VehicleRuns runs, int run) => runs.First[run + 1] - runs.First[run];

    static bool IsNeverBefore(VehicleRuns runs, int run, int earlier)
    {
        var (a, b, length) = (runs.First[earlier], runs.First[run], Length(runs, run));
        for (var i = 0; i < length; i++)
        {
            if (runs.DepartureSeconds[b + i] < runs.DepartureSeconds[a + i] || runs.ArrivalSeconds[b + i] < runs.ArrivalSeconds[a + i])
            {
                return false;
            }
        }

        return true;
    }

    readonly struct Sequence : IEquatable<Sequence>
    {
        readonly VehicleRuns _runs;
        readonly int _run;
        readonly int _hash;

        public Sequence(VehicleRuns runs, int run)
        {
            (_runs, _run) = (runs, run);
            var hash = 17;
            for (var i = runs.First[run]; i < runs.First[run + 1]; i++)
            {
                hash = unchecked((((hash * 31) + runs.Stop[i]) * 31) + (int)runs.Rights[i]);
            }

            _hash = hash;
        }

        public bool Equals(Sequence other) =>
            Stops.SequenceEqual(other.Stops) && Rights.SequenceEqual(other.Rights);

        public override bool Equals(object? obj) => obj is Sequence other && Equals(other);

        public override int GetHashCode() => _hash;

        ReadOnlySpan<int> Stops => _runs.Stop.AsSpan(_runs.First[_run].._runs.First[_run + 1]);

        ReadOnlySpan<StopTimeRights> Rights => _runs.Rights.AsSpan(_runs.First[_run].._runs.First[_run + 1]);
    }
}
