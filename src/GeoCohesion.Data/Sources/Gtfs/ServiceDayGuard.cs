using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>Knows how many trips run on each day, and refuses days whose service says nothing about usual ones.</summary>
/// <remarks>
/// <para>The usual count of a weekday is the median of the counts of that weekday over the days on which any feed runs, weekdays without a single trip
/// apart; of an even number of days the higher of the two in the middle, so that two Saturdays of which one is a holiday give the other.</para>
/// <para>A date is odd when it lies outside the validity of a feed, when a feed that usually runs on that weekday has no trip, or when all feeds
/// together have none or under half of the usual trips. Immutable.</para>
/// </remarks>
public sealed class ServiceDayGuard
{
    /// <summary>Counts that differ by no more than this share are the same kind of day: roadworks move a few trips.</summary>
    const double SameKind = 0.03;

    /// <summary>A kind of day that fewer than one in this many Tuesdays have is no usual kind.</summary>
    const int OneInSoMany = 4;

    readonly IReadOnlyList<GtfsFeed> _feeds;
    readonly int[][] _usualOfFeed;
    readonly int[] _usual;

    /// <summary>Counts the trips of several feeds together.</summary>
    /// <param name="feeds">One at least.</param>
    public ServiceDayGuard(IReadOnlyList<GtfsFeed> feeds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(feeds.Count);
        _feeds = feeds;
        FirstDate = feeds.Min(feed => feed.FirstServiceDate);
        LastDate = feeds.Max(feed => feed.LastServiceDate);
        _usual = MedianByWeekday(TripsOn);
        _usualOfFeed = [.. feeds.Select(feed => MedianByWeekday(feed.TripsOn))];
    }

    /// <summary>First day on which any feed runs.</summary>
    public DateOnly FirstDate { get; }

    /// <summary>Last day on which any feed runs.</summary>
    public DateOnly LastDate { get; }

    /// <summary>How many trips of all feeds run on a service date.</summary>
    public int TripsOn(DateOnly date)
    {
        var trips = 0;
        foreach (var feed in _feeds)
        {
            trips += feed.TripsOn(date);
        }

        return trips;
    }

    /// <summary>How many trips of all feeds usually run on a weekday.</summary>
    public int UsualTrips(DayOfWeek weekday) => _usual[(int)weekday];

    /// <summary>Refuses a date whose service is odd; where odd dates are allowed, tells instead.</summary>
    /// <param name="date">Service date asked for.</param>
    /// <param name="isOddAllowed">Whether the user wants it all the same.</param>
    /// <param name="at">Where the date was stated, e.g. the option <c>--date</c>.</param>
    /// <param name="notices">Told <c>service-date-odd</c> where odd dates are allowed, and <c>service-feed-idle</c> where a feed never runs on that weekday.</param>
    /// <exception cref="InputException">The date is odd (<c>service-date-odd</c>); the sentence names the nearest usual dates.</exception>
    public void Check(DateOnly date, bool isOddAllowed, SourceLocation at, NoticeLog notices)
    {
        var problem = ProblemOf(date);
        if (problem is not null)
        {
            var sentence = $"{problem}; {NearestUsual(date)}.";
            if (!isOddAllowed)
            {
                throw new InputException("service-date-odd", sentence, at);
            }

            notices.Add("service-date-odd", NoticeSeverity.Warning, at, sentence);
            return;
        }

        foreach (var feed in _feeds)
        {
            if (feed.TripsOn(date) == 0)
            {
                notices.Add(
                    "service-feed-idle",
                    NoticeSeverity.Warning,
                    at,
                    $"the feed '{feed.Name}' has no trip on {Name(date)}, as on any {date.DayOfWeek}.");
            }
        }
    }

    /// <summary>Whether a date is usual.</summary>
    public bool IsUsual(DateOnly date) => ProblemOf(date) is null;

    /// <summary>The date that stands for the service when none is asked for: a Tuesday of the busiest kind that is common.</summary>
    /// <returns>The first such Tuesday; where no Tuesday has service, the busiest day, the first of equals.</returns>
    /// <remarks>
    /// Tuesdays whose counts are within 3 % of each other are of a kind. Kinds that one in four Tuesdays have are common; the busiest common kind is
    /// taken, so that neither summer timetables and school holidays, even where they fill most of the feed, nor a single fair are. Of that kind, the
    /// count that most Tuesdays have exactly (of equals the higher), and the first Tuesday that has it. Tuesdays that are odd are not considered while others are left.
    /// </remarks>
    public DateOnly ReferenceDate()
    {
        var tuesdays = Days().Where(date => date.DayOfWeek == DayOfWeek.Tuesday && TripsOn(date) > 0).ToArray();
        tuesdays = Array.Exists(tuesdays, IsUsual) ? Array.FindAll(tuesdays, IsUsual) : tuesdays;
        if (tuesdays.Length == 0)
        {
            return Days().OrderByDescending(TripsOn).ThenBy(date => date).First();
        }

        var counts = Array.ConvertAll(tuesdays, TripsOn);
        var common = counts.Where(count => OneInSoMany * counts.Count(other => IsSameKind(other, count)) >= counts.Length).Max();
        var exact = counts
            .Where(count => IsSameKind(count, common))
            .GroupBy(count => count)
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key)
            .First().Key;
        return tuesdays[Array.IndexOf(counts, exact)];
    }

    /// <summary>The usual date of a weekday that is nearest to another date; of two equally near the later.</summary>
    /// <returns>Null when no trip ever runs on that weekday on a usual date.</returns>
    public DateOnly? NearestUsual(DateOnly date, DayOfWeek weekday)
    {
        var usual = Days().Where(other => other.DayOfWeek == weekday && TripsOn(other) > 0 && IsUsual(other)).ToArray();
        return usual.Length == 0 ? null : usual.OrderBy(other => Math.Abs(other.DayNumber - date.DayNumber)).ThenByDescending(other => other).First();
    }

    string? ProblemOf(DateOnly date)
    {
        var trips = TripsOn(date);
        if (date < FirstDate || date > LastDate)
        {
            return $"{Name(date)} lies outside the timetable, which runs from {Name(FirstDate)} to {Name(LastDate)}";
        }

        for (var i = 0; i < _feeds.Count && _feeds.Count > 1; i++)
        {
            var feed = _feeds[i];
            if (feed.TripsOn(date) > 0)
            {
                continue;
            }

            if (date < feed.FirstServiceDate || date > feed.LastServiceDate)
            {
                return $"{Name(date)} lies outside the feed '{feed.Name}', "
                    + $"which runs from {Name(feed.FirstServiceDate)} to {Name(feed.LastServiceDate)}";
            }

            if (_usualOfFeed[i][(int)date.DayOfWeek] is var usualOfFeed and > 0)
            {
                return $"the feed '{feed.Name}' has no trip on {Name(date)}, and {usualOfFeed} on a usual {date.DayOfWeek}";
            }
        }

        var usual = UsualTrips(date.DayOfWeek);
        if (trips == 0)
        {
            return $"no trip runs on {Name(date)}{(usual > 0 ? $", and {usual} on a usual {date.DayOfWeek}" : "")}";
        }

        return 2L * trips < usual ? $"{trips} trips run on {Name(date)}, under half of the {usual} of a usual {date.DayOfWeek}" : null;
    }

    string NearestUsual(DateOnly date)
    {
        var usual = Days().Where(IsUsual).ToArray();
        var sameWeekday = Array.FindAll(usual, other => other.DayOfWeek == date.DayOfWeek);
        var candidates = sameWeekday.Length > 0 ? sameWeekday : usual;
        var before = Array.FindLast(candidates, other => other < date);
        var after = Array.Find(candidates, other => other > date);
        return (before == default, after == default) switch
        {
            (true, true) => "the timetable has no usual date",
            (true, false) => $"the nearest usual date is {Name(after)}",
            (false, true) => $"the nearest usual date is {Name(before)}",
            _ => $"the nearest usual dates are {Name(before)} and {Name(after)}",
        };
    }

    int[] MedianByWeekday(Func<DateOnly, int> tripsOn)
    {
        var counts = new List<int>[7];
        for (var weekday = 0; weekday < counts.Length; weekday++)
        {
            counts[weekday] = [];
        }

        foreach (var date in Days())
        {
            if (tripsOn(date) is var trips and > 0)
            {
                counts[(int)date.DayOfWeek].Add(trips);
            }
        }

        return Array.ConvertAll(counts, list =>
        {
            list.Sort();
            return list.Count == 0 ? 0 : list[list.Count / 2];
        });
    }

    IEnumerable<DateOnly> Days()
    {
        for (var date = FirstDate; date <= LastDate; date = date.AddDays(1))
        {
            yield return date;
        }
    }

    static bool IsSameKind(int count, int other) => Math.Abs(count - other) <= SameKind * Math.Max(count, other);

    static string Name(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
