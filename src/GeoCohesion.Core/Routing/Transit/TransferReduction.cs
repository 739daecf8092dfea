using System.Collections.Concurrent;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Routing.Transit;

/// <summary>
/// Finds, for each connection, the few connections worth boarding after alighting from it, for whoever comes from wherever
/// (the transfer reduction of Witt, <i>Trip-Based Public Transit Routing</i>, 2015, without its rounding of walks).
/// </summary>
/// <remarks>
/// A run is followed from its last stop to its first. A change into the n-th run of a pattern at a position is dropped when (1) a change
/// at a later stop of the same run, or this one, catches as early a run of that pattern at as early a position; or (2) the boarded run
/// brings nobody to any stop earlier than staying seated or the changes kept so far do. Both replace a journey by one with as late a
/// departure, as early an arrival *by vehicle* at every stop, and no more rides, so that nothing that walks on or changes later is lost.
/// </remarks>
static class TransferReduction
{
    const int RunsPerBlock = 64;
    const int NotBoarded = int.MaxValue;

    /// <summary>Targets of each connection: CSR over connections numbered by run and position.</summary>
    public sealed record Result(int[] First, int[] Target);

    /// <param name="runs">All runs.</param>
    /// <param name="connectionOfPosition">Per position, the connection that departs from it, or -1 where it is the last one or outside
    /// the span.</param>
    /// <param name="connectionCount">Number of connections.</param>
    /// <param name="footpaths">Walks between stops, already mirrored if the runs are.</param>
    /// <param name="slackSeconds">Seconds before boarding.</param>
    /// <param name="threads">Number of threads; the result does not depend on it.</param>
    public static Result Run(
        VehicleRuns runs, int[] connectionOfPosition, int connectionCount, Footpaths footpaths, int slackSeconds, int threads)
    {
        var isUsed = new bool[runs.Count];
        for (var run = 0; run < runs.Count; run++)
        {
            for (var i = runs.First[run]; i < runs.First[run + 1]; i++)
            {
                isUsed[run] |= connectionOfPosition[i] >= 0;
            }
        }

        var patterns = new RunPatterns(runs, isUsed);
        var boarding = new Boarding(runs, patterns, connectionOfPosition, footpaths.StopCount);
        var blockCount = (runs.Count + RunsPerBlock - 1) / RunsPerBlock;
        var blocks = new (List<int> Counts, List<int> Targets)[blockCount];
        var workers = new ConcurrentBag<Worker>();
        Parallel.For(0, blockCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            if (!workers.TryTake(out var worker))
            {
                worker = new Worker(runs, patterns, boarding, connectionOfPosition, footpaths, slackSeconds);
            }

            var (counts, targets) = (new List<int>(), new List<int>());
            for (var run = block * RunsPerBlock; run < Math.Min(runs.Count, (block + 1) * RunsPerBlock); run++)
            {
                if (isUsed[run])
                {
                    worker.Reduce(run, counts, targets);
                }
            }

            blocks[block] = (counts, targets);
            workers.Add(worker);
        });

        var first = new int[connectionCount + 1];
        var target = new int[blocks.Sum(b => b.Targets.Count)];
        var (connection, offset) = (0, 0);
        foreach (var (counts, targets) in blocks)
        {
            foreach (var count in counts)
            {
                first[connection + 1] = first[connection] + count;
                connection++;
            }

            targets.CopyTo(target, offset);
            offset += targets.Count;
        }

        return new Result(first, target);
    }

    /// <summary>Per stop, the pattern positions where one can board there.</summary>
    sealed class Boarding
    {
        public Boarding(VehicleRuns runs, RunPatterns patterns, int[] connectionOfPosition, int stopCount)
        {
            First = new int[stopCount + 1];
            for (var pass = 0; pass < 2; pass++)
            {
                for (var pattern = patterns.Count - 1; pattern >= 0; pattern--)
                {
                    var some = runs.First[patterns.Run[patterns.FirstRun[pattern]]];
                    var length = patterns.FirstPosition[pattern + 1] - patterns.FirstPosition[pattern];
                    for (var position = length - 2; position >= 0; position--)
                    {
                        if (!runs.Rights[some + position].HasFlag(StopTimeRights.Board)
                            || !IsServed(runs, patterns, connectionOfPosition, pattern, position))
                        {
                            continue;
                        }

                        var stop = runs.Stop[some + position];
                        if (pass == 0)
                        {
                            First[stop]++;
                        }
                        else
                        {
                            First[stop]--;
                            (Pattern[First[stop]], Position[First[stop]]) = (pattern, position);
                        }
                    }
                }

                if (pass == 0)
                {
                    for (var stop = 1; stop <= stopCount; stop++)
                    {
                        First[stop] += First[stop - 1];
                    }

                    (Pattern, Position) = (new int[First[stopCount]], new int[First[stopCount]]);
                }
            }
        }

        public int[] First { get; }

        public int[] Pattern { get; private set; } = [];

        public int[] Position { get; private set; } = [];

        static bool IsServed(VehicleRuns runs, RunPatterns patterns, int[] connectionOfPosition, int pattern, int position)
        {
            for (var i = patterns.FirstRun[pattern]; i < patterns.FirstRun[pattern + 1]; i++)
            {
                if (connectionOfPosition[runs.First[patterns.Run[i]] + position] >= 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The state of one thread.</summary>
    sealed class Worker(
        VehicleRuns runs, RunPatterns patterns, Boarding boarding, int[] connectionOfPosition, Footpaths footpaths, int slackSeconds)
    {
        readonly int[] _arrivalSeconds = new int[footpaths.StopCount];
        readonly int[] _arrivalRun = NewStamps(footpaths.StopCount);
        readonly int[] _boardedRank = new int[patterns.FirstPosition[^1]];
        readonly int[] _boardedRun = NewStamps(patterns.Count);
        readonly List<int> _kept = [];
        readonly List<int> _keptOfPosition = [];

        public void Reduce(int run, List<int> counts, List<int> targets)
        {
            _kept.Clear();
            _keptOfPosition.Clear();
            var begin = runs.First[run];
            for (var position = runs.First[run + 1] - 1 - begin; position > 0; position--)
            {
                if (connectionOfPosition[begin + position - 1] < 0)
                {
                    continue;
                }

                var before = _kept.Count;
                if (runs.Rights[begin + position].HasFlag(StopTimeRights.Alight))
                {
                    var stop = runs.Stop[begin + position];
                    var arrival = runs.ArrivalSeconds[begin + position];
                    Improve(run, stop, arrival);
                    if (footpaths.ChangeSeconds[stop] != Footpaths.ChangeForbidden)
                    {
                        BoardAt(run, position, stop, arrival + footpaths.ChangeSeconds[stop] + slackSeconds);
                    }

                    for (var i = footpaths.FirstOut[stop]; i < footpaths.FirstOut[stop + 1]; i++)
                    {
                        BoardAt(run, position, footpaths.ToStop[i], arrival + footpaths.WalkSeconds[i] + slackSeconds);
                    }
                }

                _keptOfPosition.Add(_kept.Count - before);
            }

            // Positions were visited last to first; connections are numbered first to last.
            var end = _kept.Count;
            for (var i = _keptOfPosition.Count - 1; i >= 0; i--)
            {
                end -= _keptOfPosition[i];
                counts.Add(_keptOfPosition[i]);
                for (var k = 0; k < _keptOfPosition[i]; k++)
                {
                    targets.Add(_kept[end + k]);
                }
            }
        }

        static int[] NewStamps(int count)
        {
            var stamps = new int[count];
            Array.Fill(stamps, -1);
            return stamps;
        }

        void BoardAt(int run, int position, int stop, int readySeconds)
        {
            for (var i = boarding.First[stop]; i < boarding.First[stop + 1]; i++)
            {
                var (pattern, boardPosition) = (boarding.Pattern[i], boarding.Position[i]);
                var count = patterns.FirstRun[pattern + 1] - patterns.FirstRun[pattern];
                var departures = patterns.DepartureSeconds.AsSpan(patterns.FirstTime[pattern] + (boardPosition * count), count);
                var boarded = _boardedRank.AsSpan(
                    patterns.FirstPosition[pattern], patterns.FirstPosition[pattern + 1] - patterns.FirstPosition[pattern]);
                if (_boardedRun[pattern] != run)
                {
                    _boardedRun[pattern] = run;
                    boarded.Fill(NotBoarded);
                }

                var limit = Math.Min(boarded[boardPosition], count);
                if (patterns.PatternOfRun[run] == pattern && boardPosition >= position)
                {
                    limit = Math.Min(limit, patterns.RankOfRun[run]);
                }

                if (limit == 0 || departures[limit - 1] < readySeconds)
                {
                    continue;
                }

                var rank = FirstAtOrAfter(departures[..limit], readySeconds);
                for (var p = boardPosition; p < boarded.Length && boarded[p] > rank; p++)
                {
                    boarded[p] = rank;
                }

                var boardedRun = patterns.Run[patterns.FirstRun[pattern] + rank];
                var target = connectionOfPosition[runs.First[boardedRun] + boardPosition];
                if (target >= 0 && Ride(run, boardedRun, boardPosition))
                {
                    _kept.Add(target);
                }
            }
        }

        bool Ride(int run, int boardedRun, int boardPosition)
        {
            var improves = false;
            for (var i = runs.First[boardedRun] + boardPosition + 1; i < runs.First[boardedRun + 1]; i++)
            {
                if (connectionOfPosition[i - 1] < 0)
                {
                    break;
                }

                if (runs.Rights[i].HasFlag(StopTimeRights.Alight))
                {
                    improves |= Improve(run, runs.Stop[i], runs.ArrivalSeconds[i]);
                }
            }

            return improves;
        }

        bool Improve(int run, int stop, int arrivalSeconds)
        {
            if (_arrivalRun[stop] == run && _arrivalSeconds[stop] <= arrivalSeconds)
            {
                return false;
            }

            _arrivalRun[stop] = run;
            _arrivalSeconds[stop] = arrivalSeconds;
            return true;
        }

        static int FirstAtOrAfter(ReadOnlySpan<int> seconds, int bound)
        {
            var (low, high) = (0, seconds.Length - 1);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (seconds[middle] < bound)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
