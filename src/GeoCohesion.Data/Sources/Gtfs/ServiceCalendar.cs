namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Which services run on which days (<c>calendar.txt</c> and <c>calendar_dates.txt</c>, either alone or both).</summary>
/// <remarks>Immutable; shared by all threads.</remarks>
public sealed class ServiceCalendar
{
    readonly IdIndex _ids;
    readonly Service[] _services;

    internal ServiceCalendar(IdIndex ids, Service[] services)
    {
        _ids = ids;
        _services = services;
        var (first, last) = (int.MaxValue, int.MinValue);
        for (var service = 0; service < services.Length; service++)
        {
            foreach (var day in services[service].Days())
            {
                first = Math.Min(first, day);
                last = Math.Max(last, day);
            }
        }

        (FirstDay, LastDay) = (first, last);
    }

    /// <summary>Number of services.</summary>
    public int Count => _services.Length;

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
    public bool Runs(int service, DateOnly date) => _services[service].RunsOn(date.DayNumber);

    /// <summary>Days on which a service runs, ascending.</summary>
    internal IEnumerable<int> DaysOf(int service) => _services[service].Days();

    internal int Find(ReadOnlySpan<byte> id) => _ids.Find(id);

    /// <summary>One service: a weekly pattern between two days, and single days added or taken away.</summary>
    internal sealed class Service
    {
        /// <summary>Bit 0 is Sunday, as in <see cref="DayOfWeek"/>.</summary>
        public int WeekdayBits { get; set; }

        public int FirstDay { get; set; } = int.MaxValue;

        public int LastDay { get; set; } = int.MinValue;

        /// <summary>By day; true where the service is added.</summary>
        public SortedDictionary<int, bool> Exceptions { get; } = [];

        public bool RunsOn(int day) =>
            Exceptions.TryGetValue(day, out var isAdded) ? isAdded : day >= FirstDay && day <= LastDay && IsInWeek(day);

        public IEnumerable<int> Days()
        {
            using var added = Exceptions.Where(pair => pair.Value).Select(pair => pair.Key).GetEnumerator();
            var hasAdded = added.MoveNext();
            for (var day = FirstDay; day <= LastDay; day++)
            {
                for (; hasAdded && added.Current < day; hasAdded = added.MoveNext())
                {
                    yield return added.Current;
                }

                if (RunsOn(day))
                {
                    yield return day;
                    hasAdded = hasAdded && (added.Current != day || added.MoveNext());
                }
            }

            for (; hasAdded; hasAdded = added.MoveNext())
            {
                yield return added.Current;
            }
        }

        // Day number 0 (0001-01-01) is a Monday.
        bool IsInWeek(int day) => (WeekdayBits >> ((day + 1) % 7) & 1) != 0;
    }
}
