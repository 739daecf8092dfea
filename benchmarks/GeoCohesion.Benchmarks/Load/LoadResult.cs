namespace GeoCohesion.Benchmarks.Load;

/// <summary>What came back. Thread-safe while it is filled.</summary>
sealed class LoadResult
{
    readonly Lock _lock = new();
    readonly List<double> _milliseconds = [];

    /// <summary>How long it took.</summary>
    public double Seconds { get; set; }

    /// <summary>Requests that were sent away with 429 or 503.</summary>
    public int Shed { get; private set; }

    /// <summary>Requests with any other answer than a success, or none.</summary>
    public int Failed { get; private set; }

    /// <summary>Requests that were due while too many were under way.</summary>
    public int NotSent { get; set; }

    /// <summary>Successes a second.</summary>
    public double AnsweredPerSecond => _milliseconds.Count / Seconds;

    /// <summary>Takes an answer down; status 0 for none.</summary>
    public void Add(int status, double milliseconds)
    {
        lock (_lock)
        {
            switch (status)
            {
                case 200 or 204:
                    _milliseconds.Add(milliseconds);
                    break;
                case 429 or 503:
                    Shed++;
                    break;
                default:
                    Failed++;
                    break;
            }
        }
    }

    /// <summary>Time of successes by nearest rank, in milliseconds; NaN where there are none.</summary>
    public double Percentile(int percent)
    {
        lock (_lock)
        {
            _milliseconds.Sort();
            return _milliseconds.Count == 0 ? double.NaN : _milliseconds[Math.Max(0, (((percent * _milliseconds.Count) + 99) / 100) - 1)];
        }
    }
}
