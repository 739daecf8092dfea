namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Which services run on which days (<c>calendar.txt</c> and <c>calendar_dates.txt</c>, either alone or both).</summary>
/// <remarks>
/// National feeds have a hundred thousand services with hundreds of single days each; those are two flat columns. Immutable; shared by all threads.
/// </remarks>
public sealed class ServiceCalendar
{
    readonly IdIndex _ids;
    readonly Week[] _weeks;

    // CSR by service: single days, ascending, and whether the service is added on them or taken away.
    readonly int[] _firstException;
    readonly int[] _exceptionDay;
    readonly bool[] _isAdded;

    internal ServiceCalendar(IdIndex ids, Week[] weeks, int[] firstException, int[] exceptionDay, bool[] isAdded)
    {
        (_ids, _weeks, _firstException, _exceptionDay, _isAdded) = (ids, weeks, firstException, exceptionDay, isAdded);
        var (first, last) = (int.MaxValue, int.MinValue);
        for (var service = 0; service < weeks.Length; service++)
        {
            var week = weeks[service];
            for (var day = week.FirstDay; day <= week.LastDay && day < first; day++)
            {
                first = Runs(service, day) ? day : first;
            }

            for (var day = week.LastDay; day >= week.FirstDay && day > last; day--)
            {
                last = Runs(service, day) ? day : last;
            }

            for (var i = firstException[service]; i < firstException[service + 1]; i++)
            {
                first = isAdded[i] ? Math.Min(first, exceptionDay[i]) : first;
                last = isAdded[i] ? Math.Max(last, exceptionDay[i]) : last;
            }
        }

        (FirstDay, LastDay) = (first, last);
    }

    /// <summary>Number of services.</summary>
    public int Count => _weeks.Length;

    /// <summary>First day on which any service runs, or null where none ever does.</summary>
    public DateOnly? FirstDate => FirstDay <= LastDay ? DateOnly.FromDayNumber(FirstDay) : null;

    /// <summary>Last day on which any service runs, or null where none ever does.</summary>
    public DateOnly? LastDate => FirstDay <= LastDay ? DateOnly.FromDayNumber(LastDay) : null;

    internal int FirstDay { get; }

    internal int LastDay { get; }

    /// <summary><c>service_id</c> of a service.</summary>
    public string IdOf(int service) => _ids.TextOf(service);

    /// <summary>Index of a <c>service_id</c>, or -1.</summary>
    public int Find(string id) => _ids.Find(id);

    /// <summary>Whether a service runs on a date.</summary>
    public bool Runs(int service, DateOnly date) => Runs(service, date.DayNumber);

    internal int Find(ReadOnlySpan<byte> id) => _ids.Find(id);

    /// <summary>Days on which a service runs, ascending.</summary>
    internal IEnumerable<int> DaysOf(int service)
    {
        var week = _weeks[service];
        var exception = _firstException[service];
        var end = _firstException[service + 1];
        for (var day = week.FirstDay; day <= week.LastDay; day++)
        {
            for (; exception < end && _exceptionDay[exception] < day; exception++)
            {
                if (_isAdded[exception])
                {
                    yield return _exceptionDay[exception];
                }
            }

            var hasException = exception < end && _exceptionDay[exception] == day;
            if (hasException ? _isAdded[exception] : week.Has(day))
            {
                yield return day;
            }

            exception += hasException ? 1 : 0;
        }

        for (; exception < end; exception++)
        {
            if (_isAdded[exception])
            {
                yield return _exceptionDay[exception];
            }
        }
    }

    bool Runs(int service, int day)
    {
        var (first, end) = (_firstException[service], _firstException[service + 1]);
        var exception = Array.BinarySearch(_exceptionDay, first, end - first, day);
        return exception >= 0 ? _isAdded[exception] : _weeks[service].Has(day);
    }

    /// <summary>A weekly pattern between two days, both included.</summary>
    /// <param name="FirstDay">As <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="LastDay">As <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="WeekdayBits">Bit 0 is Sunday, as in <see cref="DayOfWeek"/>.</param>
    internal readonly record struct Week(int FirstDay, int LastDay, int WeekdayBits)
    {
        /// <summary>No day at all.</summary>
        public static Week None => new(0, -1, 0);

        // Day number 0 (0001-01-01) is a Monday.
        public bool Has(int day) => day >= FirstDay && day <= LastDay && ((WeekdayBits >> ((day + 1) % 7)) & 1) != 0;
    }
}
