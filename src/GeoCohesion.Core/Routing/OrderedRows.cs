using System.Runtime.ExceptionServices;

namespace GeoCohesion.Core.Routing;

/// <summary>Rows that several threads fill in any order and one callback receives in theirs; a thread too far ahead waits.</summary>
sealed class OrderedRows<T>(int capacity, int columns, Action<int, ReadOnlySpan<T>> receive)
{
    readonly Lock _receiving = new();
    readonly object _gate = new();
    readonly T[]?[] _rows = new T[capacity][];
    readonly bool[] _complete = new bool[capacity];
    int _nextTaken;
    int _nextReceived;
    ExceptionDispatchInfo? _failure;

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
                Fail(exception);
            }
        }
    }

    /// <summary>Hands out the next row to fill, once there is room for it; false after the last or after a failure.</summary>
    public bool TryTake(int count, out int index, out T[] row)
    {
        lock (_gate)
        {
            while (_failure is null && _nextTaken < count && _nextTaken - _nextReceived >= capacity)
            {
                Monitor.Wait(_gate);
            }

            if (_failure is not null || _nextTaken >= count)
            {
                (index, row) = (-1, []);
                return false;
            }

            index = _nextTaken++;
            row = _rows[index % capacity] ??= new T[columns];
            return true;
        }
    }

    /// <summary>A row is filled: it and those after it that waited for it are received, by this thread or by the one that is at
    /// it.</summary>
    public void Complete(int index)
    {
        lock (_gate)
        {
            _complete[index % capacity] = true;
        }

        // A thread that cannot enter leaves its row to the one inside, which looks again before it leaves.
        while (IsNextComplete() && _receiving.TryEnter())
        {
            try
            {
                while (IsNextComplete())
                {
                    receive(_nextReceived, _rows[_nextReceived % capacity]);
                    lock (_gate)
                    {
                        _complete[_nextReceived % capacity] = false;
                        _nextReceived++;
                        Monitor.PulseAll(_gate);
                    }
                }
            }
            finally
            {
                _receiving.Exit();
            }
        }
    }

    /// <summary>Ends everything; the first failure is kept.</summary>
    void Fail(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
            Monitor.PulseAll(_gate);
        }
    }

    bool IsNextComplete()
    {
        lock (_gate)
        {
            return _failure is null && _complete[_nextReceived % capacity];
        }
    }
}
