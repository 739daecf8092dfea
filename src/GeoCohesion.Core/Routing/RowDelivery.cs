using System.Runtime.ExceptionServices;

namespace GeoCohesion.Core.Routing;

/// <summary>Rows that several threads fill, and that are handed over as they are complete.</summary>
abstract class RowDelivery<T>
{
    /// <summary>Makes a delivery of blocks of rows.</summary>
    /// <param name="capacity">How many blocks may be under way.</param>
    /// <param name="columns">Values in a block.</param>
    /// <param name="inRows">From what takes a row to what takes a block.</param>
    public delegate RowDelivery<T> Factory(int capacity, int columns, Func<Action<int, ReadOnlySpan<T>>, Action<int, ReadOnlySpan<T>>> inRows);

    ExceptionDispatchInfo? _failure;

    /// <summary>Whether some thread has failed: no more rows are handed out.</summary>
    protected bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Rows handed over one at a time, in their order.</summary>
    public static Factory InOrder(Action<int, ReadOnlySpan<T>> row) => (capacity, columns, inRows) => new OrderedRows<T>(capacity, columns, inRows(row));

    /// <summary>Rows handed over in any order, to each thread's own receiver.</summary>
    public static Factory InAnyOrder(Func<Action<int, ReadOnlySpan<T>>> newRow) => (_, columns, inRows) => new UnorderedRows<T>(columns, () => inRows(newRow()));

    /// <summary>Runs the same work on several threads, this one among them, until all have ended; throws what any of them threw.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="work">Takes rows and completes them until there are no more.</param>
    public void FillBy(int threads, Action work)
    {
        var workers = new Thread[threads - 1];
        for (var worker = 0; worker < workers.Length; worker++)
        {
            workers[worker] = new Thread(Work) { IsBackground = true };
            workers[worker].Start();
        }

        Work();
        foreach (var worker in workers)
        {
            worker.Join();
        }

        _failure?.Throw();

        void Work()
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the caller's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // The first failure is kept.
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                Wake();
            }
        }
    }

    /// <summary>Hands out the next row to fill; false after the last or after a failure.</summary>
    public abstract bool TryTake(int count, out int index, out T[] row);

    /// <summary>A row is filled, by the thread that took it last.</summary>
    public abstract void Complete(int index);

    /// <summary>Lets threads that wait look again.</summary>
    protected virtual void Wake()
    {
    }
}
