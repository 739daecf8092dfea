using System.CommandLine;
using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Cli;

/// <summary>Options of public transport, shared by the commands that search a timetable.</summary>
/// <param name="hasWindow">Whether the command looks at a departure window, not at one departure.</param>
sealed class TransitCliOptions(bool hasWindow = true)
{
    static readonly TransitParameters s_defaults = new();

    readonly Option<string[]> _gtfs = new("--gtfs") { Description = "Timetable: GTFS zip or folder; may be given several times (transit)", HelpName = "FILE" };
    readonly Option<DateOnly?> _date = new("--date")
    {
        Description = "Service date, such as 2026-03-10; the reference Tuesday of the timetable unless given (transit)",
        CustomParser = ParseDate,
        HelpName = "DATE",
    };

    readonly Option<ClockTime> _from = Clock("--from", "First departure of the window (transit)", s_defaults.FromSeconds);
    readonly Option<ClockTime> _to = Clock("--to", "End of the window, not included (transit)", s_defaults.ToSeconds);
    readonly Option<int> _maxWalk = Number("--max-walk-minutes", "Longest walk to, between and from stops (transit)", s_defaults.MaxWalkSeconds / 60, 1, 60);
    readonly Option<int> _maxBicycle = Number(
        "--max-bicycle-minutes", "Longest ride to the first stop (bicycle_transit)", s_defaults.MaxBicycleSeconds / 60, 1, 60);
    readonly Option<int?> _maxRides = new("--max-rides") { Description = "Most rides of a journey; no limit unless given (transit)", CustomParser = result => CommonOptions.Number(result, 1, 16) };
    readonly Option<int> _slack = Number("--boarding-slack-seconds", "Least time at a stop before boarding (transit)", s_defaults.BoardingSlackSeconds, 0, 1800);
    readonly Option<bool> _allowOddDate = new("--allow-odd-date") { Description = "Accept a date without usual service (transit)" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All())
        {
            command.Add(option);
        }
    }

    /// <summary>Refuses options of public transport with another mode, and public transport without a timetable.</summary>
    /// <exception cref="InputException"><c>option-transit-only</c>, <c>option-missing</c>, <c>window-empty</c> or <c>window-too-long</c>.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="variant">Variant of public transport, or null for a street mode.</param>
    /// <param name="others">Options of the command itself that go with public transport only.</param>
    public void Check(ParseResult parsed, TransitVariant? variant, params ReadOnlySpan<Option> others) => Check(parsed, variant, false, others);

    /// <summary>The same where a territory may bring the timetable.</summary>
    /// <exception cref="InputException"><c>option-transit-only</c>, <c>option-missing</c>, <c>window-empty</c> or <c>window-too-long</c>.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="variant">Variant of public transport, or null for a street mode.</param>
    /// <param name="hasFeeds">Whether a territory brings the timetable.</param>
    /// <param name="others">Options of the command itself that go with public transport only.</param>
    public void Check(ParseResult parsed, TransitVariant? variant, bool hasFeeds, params ReadOnlySpan<Option> others)
    {
        if (variant is null)
        {
            foreach (var option in (Option[])[.. All(), .. others])
            {
                if (parsed.GetResult(option) is { Implicit: false })
                {
                    throw new InputException(
                        "option-transit-only",
                        $"this option goes with public transport only: --mode {string.Join(" or ", TransitVariant.All.Select(known => known.Name))}.",
                        new SourceLocation(option.Name));
                }
            }

            return;
        }

        if (variant.RideMode is null && hasWindow && parsed.GetResult(_maxBicycle) is { Implicit: false })
        {
            throw new InputException(
                "option-transit-only", "this option goes with --mode bicycle_transit only.", new SourceLocation(_maxBicycle.Name));
        }

        if (!hasFeeds && (parsed.GetValue(_gtfs) is null or []))
        {
            throw new InputException(
                "option-missing", $"--mode {variant.Name} needs a timetable; give a GTFS zip or folder.", new SourceLocation(_gtfs.Name));
        }

        if (hasWindow && parsed.GetValue(_to).Seconds <= parsed.GetValue(_from).Seconds)
        {
            throw new InputException("window-empty", "the window ends before it begins; --to must be later than --from.", new SourceLocation(_to.Name));
        }

        if (hasWindow)
        {
            TransitParameters.RefuseLongWindow(parsed.GetValue(_from).Seconds, parsed.GetValue(_to).Seconds, new SourceLocation(_to.Name));
        }
    }

    /// <summary>Timetables, named by their order.</summary>
    public IReadOnlyList<FeedInput> Feeds(ParseResult parsed) =>
        [.. (parsed.GetValue(_gtfs) ?? []).Select((path, index) => new FeedInput(path, index == 0 ? "gtfs" : string.Create(CultureInfo.InvariantCulture, $"gtfs{index + 1}")))];

    /// <summary>Date, window and walks.</summary>
    public TransitParameters Parameters(ParseResult parsed) => new()
    {
        Date = parsed.GetValue(_date),
        FromSeconds = hasWindow ? parsed.GetValue(_from).Seconds : s_defaults.FromSeconds,
        ToSeconds = hasWindow ? parsed.GetValue(_to).Seconds : s_defaults.ToSeconds,
        MaxWalkSeconds = 60 * parsed.GetValue(_maxWalk),
        MaxBicycleSeconds = hasWindow ? 60 * parsed.GetValue(_maxBicycle) : s_defaults.MaxBicycleSeconds,
        MaxRides = parsed.GetValue(_maxRides),
        BoardingSlackSeconds = parsed.GetValue(_slack),
        AllowOddDate = parsed.GetValue(_allowOddDate),
    };

    /// <summary>Date, window and walks of a territory, but for what is given.</summary>
    public TransitParameters Parameters(ParseResult parsed, TransitParameters territory)
    {
        var given = Parameters(parsed);
        return territory with
        {
            Date = Is(_date) ? given.Date : territory.Date,
            FromSeconds = hasWindow && Is(_from) ? given.FromSeconds : territory.FromSeconds,
            ToSeconds = hasWindow && Is(_to) ? given.ToSeconds : territory.ToSeconds,
            MaxWalkSeconds = Is(_maxWalk) ? given.MaxWalkSeconds : territory.MaxWalkSeconds,
            MaxBicycleSeconds = hasWindow && Is(_maxBicycle) ? given.MaxBicycleSeconds : territory.MaxBicycleSeconds,
            MaxRides = Is(_maxRides) ? given.MaxRides : territory.MaxRides,
            BoardingSlackSeconds = Is(_slack) ? given.BoardingSlackSeconds : territory.BoardingSlackSeconds,
            AllowOddDate = given.AllowOddDate || territory.AllowOddDate,
        };

        bool Is(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    /// <summary>Options that say when one leaves; they do not go with one departure.</summary>
    public IReadOnlyList<Option> Window => [_from, _to];

    /// <summary>Option of the timetables.</summary>
    public Option Gtfs => _gtfs;

    /// <summary>Option of the most rides.</summary>
    public Option MaxRides => _maxRides;

    /// <summary>A time of the service day, which may pass 24:00.</summary>
    public static Option<ClockTime> Clock(string name, string description, int defaultSeconds) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new ClockTime(defaultSeconds),
        HelpName = "HH:MM",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parts = text.Split(':');
            if (parts.Length == 2
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 30
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 60)
            {
                return new ClockTime((3600 * hours) + (60 * minutes));
            }

            result.AddError($"{name}: '{text}' is not accepted; a time such as 07:30 is expected.");
            return default;
        },
    };

    static Option<int> Number(string name, string description, int otherwise, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => CommonOptions.Number(result, least, most),
    };

    static DateOnly? ParseDate(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        result.AddError($"--date: '{text}' is not accepted; a date such as 2026-03-10 is expected.");
        return null;
    }

    Option[] All() => [_gtfs, _date, .. hasWindow ? new Option[] { _from, _to, _maxBicycle } : [], _maxWalk, _maxRides, _slack, _allowOddDate];
}
