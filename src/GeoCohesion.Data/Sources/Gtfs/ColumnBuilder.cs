namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>A column of unknown length, in blocks: growing copies nothing, and its peak is its size.</summary>
sealed class ColumnBuilder<T>
    where T : unmanaged
{
    const int BlockBits = 16;
    const int BlockSize = 1 << BlockBits;

    readonly List<T[]> _blocks = [];
    T[] _last = [];
    int _lastCount;

    public int Count { get; private set; }

    public T this[int index] => _blocks[index >> BlockBits][index & (BlockSize - 1)];

    public void Add(T value)
    {
        if (_lastCount == _last.Length)
        {
            _blocks.Add(_last = new T[BlockSize]);
            _lastCount = 0;
        }

        _last[_lastCount++] = value;
        Count++;
    }
}
