namespace GeoCohesion.Core.Routing;

/// <summary>Rows that several threads fill in any order and one callback receives in theirs; a thread too far ahead waits.</summary>
sealed class OrderedRows<T>(int capacity, int columns, Action<int, ReadOnlySpan<T>> receive) : RowDelivery<T>
{
    readonly Lock _receiving = new();
    readonly object _gate = new();
    readonly T[]?[] _rows = new T[capacity][];
    readonly bool[] _complete = new bool[capacity];
    int _nextTaken;
    int _nextReceived;

    /// <summary>Hands out the next row to fill, once there is room for it; false after the last or after a failure.</summary>
    public override bool TryTake(int count, out int index, out T[] row)
    {
        lock (_gate)
        {
            while (!HasFailed && _nextTaken < count && _nextTaken - _nextReceived >= capacity)
            {
                Monitor.Wait(_gate);
            }

            if (HasFailed || _nextTaken >= count)
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
    public override void Complete(int index)
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

    /// <inheritdoc/>
    protected override void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    bool IsNextComplete()
    {
        lock (_gate)
        {
            return !HasFailed && _complete[_nextReceived % capacity];
        }
    }
}
