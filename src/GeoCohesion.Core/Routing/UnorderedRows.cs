using System.Collections.Concurrent;

namespace GeoCohesion.Core.Routing;

/// <summary>Rows that several threads fill and receive themselves, each with a receiver of its own: nobody waits.</summary>
sealed class UnorderedRows<T>(int columns, Func<Action<int, ReadOnlySpan<T>>> newReceive) : RowDelivery<T>
{
    readonly ConcurrentDictionary<int, (T[] Row, Action<int, ReadOnlySpan<T>> Receive)> _ofThread = new();
    int _taken;

    /// <inheritdoc/>
    public override bool TryTake(int count, out int index, out T[] row)
    {
        index = HasFailed ? count : Interlocked.Increment(ref _taken) - 1;
        row = index < count ? _ofThread.GetOrAdd(Environment.CurrentManagedThreadId, _ => (new T[columns], newReceive())).Row : [];
        return index < count;
    }

    /// <inheritdoc/>
    public override void Complete(int index)
    {
        var (row, receive) = _ofThread[Environment.CurrentManagedThreadId];
        receive(index, row);
    }
}
