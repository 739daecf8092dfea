using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace GeoCohesion.Data.Jobs;

/// <summary>Independent pieces of work, each done as soon as a thread is free.</summary>
static class ParallelWork
{
    /// <summary>Does all of it, the first first.</summary>
    /// <param name="work">Pieces; none must wait for another.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Called with the share done after each piece, below 1; by several threads at once.</param>
    public static void Run(IReadOnlyList<Action> work, int threads, Action<double> progress)
    {
        var done = 0;
        try
        {
            Parallel.ForEach(
                Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                action =>
                {
                    action();
                    progress(Interlocked.Increment(ref done) / (work.Count + 1.0));
                });
        }
        catch (AggregateException e)
        {
            // One is enough to say what is wrong, and the callers tell by its type.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
