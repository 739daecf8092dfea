namespace GeoCohesion.SampleCity.Transit;

/// <summary>The four kinds of day of 2026, with the year's public holidays and the school holidays of zone A.</summary>
public static class ServiceCalendar
{
    public const string SchoolWeekday = "SEM-SCO";
    public const string HolidayWeekday = "SEM-VAC";
    public const string Saturday = "SAM";
    public const string Sunday = "DIM";

    public static readonly DateOnly First = new(2026, 1, 5);
    public static readonly DateOnly Last = new(2026, 12, 31);

    public static readonly DateOnly[] PublicHolidays =
    [
        new(2026, 4, 6), new(2026, 5, 1), new(2026, 5, 8), new(2026, 5, 14), new(2026, 5, 25), new(2026, 7, 14), new(2026, 8, 15),
            new(2026, 11, 1), new(2026, 11, 11), new(2026, 12, 25),
    ];

    /// <summary>First and last day without school.</summary>
    public static readonly (DateOnly From, DateOnly To)[] SchoolHolidays =
    [
        (new(2026, 2, 7), new(2026, 2, 22)), (new(2026, 4, 4), new(2026, 4, 19)), (new(2026, 5, 15), new(2026, 5, 15)),
            (new(2026, 7, 4), new(2026, 8, 31)),
        (new(2026, 10, 17), new(2026, 11, 1)), (new(2026, 12, 19), new(2026, 12, 31)),
    ];

    public static string ServiceOn(DateOnly date) =>
        PublicHolidays.Contains(date) || date.DayOfWeek == DayOfWeek.Sunday ? Sunday
        : date.DayOfWeek == DayOfWeek.Saturday ? Saturday
        : SchoolHolidays.Any(h => date >= h.From && date <= h.To) ? HolidayWeekday
        : SchoolWeekday;

    /// <summary>The service that calendar.txt gives to a day of the week; calendar_dates.txt has the exceptions.</summary>
    public static string UsualService(DayOfWeek day) => day switch
    {
        DayOfWeek.Sunday => Sunday,
        DayOfWeek.Saturday => Saturday,
        _ => SchoolWeekday,
    };
}
