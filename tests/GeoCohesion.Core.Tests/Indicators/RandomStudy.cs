using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Routing;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Testing;

namespace GeoCohesion.Core.Tests.Indicators;

/// <summary>Small random studies by public transport and on foot, made from their seed.</summary>
static class RandomStudy
{
    public static Study Of(int seed, out StudyTransit transit, int threads = 1)
    {
        var world = RandomTimetables.World(seed);
        var random = new Random(seed);
        var builder = new StudyBuilder
        {
            Window = world.Window,
            Threads = threads,
            WindowRule = (WindowRule)random.Next(5),
            Rule = new HalfHourRule
            {
                LimitSeconds = random.Next(30, 500),
                LimitIsWithin = random.Next(3) > 0,
                RequiredShare = random.Next(4) switch { 0 => 0.5, 1 => 0.8, _ => 1 },
                Centrality = (CentralityChoice)random.Next(3),
            },
        };
        for (var district = random.Next(1, 4); district > 0; district--)
        {
            builder.AddDistrict($"D{district}", random.Next(-2000, 2000), random.Next(-2000, 2000), [.. Enumerable.Range(0, random.Next(0, 5)).Select(_ => random.Next(4) == 0 ? 0.5 : random.Next(1, 200))]);
        }

        var centralities = random.Next(1, 4);
        for (var centrality = 0; centrality < centralities; centrality++)
        {
            builder.AddCentrality($"C{centrality}", random.Next(-500, 500), random.Next(-500, 500), centrality == 0 || random.Next(2) == 0);
        }

        for (var point = 0; point < builder.OriginCount; point++)
        {
            if (random.Next(12) == 0)
            {
                builder.TakeStreetFromPoint("walk", point).TakeStreetFromPoint("transit", point);
            }
        }

        transit = new StudyTransit(
            world.Timetable,
            world.Footpaths,
            Walks(builder.OriginCount),
            Walks(centralities),
            [.. Enumerable.Range(0, centralities).Select(_ => Enumerable.Range(0, builder.OriginCount).Select(_ => random.Next(3) == 0 ? random.Next(50, 900) : TravelTime.Unreached).ToArray())],
            world.Options);
        return builder.AddTransitOccasion("main", 1, transit).Build();

        StopWalks Walks(int count) => StopWalks.From([.. Enumerable.Range(0, count).Select(_ => Near())]);

        StopWalk[] Near() => [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => new StopWalk(random.Next(world.Timetable.StopCount), random.Next(100)))];
    }

    /// <summary>Travel time of a resident at a second: the fastest mode to the centralities that count, looked up plainly.</summary>
    public static int TimeAt(Study study, int origin, int second)
    {
        var times = study.Centralities.Select((centrality, c) => (centrality.IsMain, Seconds: study.Occasions[0].Modes.Min(mode =>
            mode.StreetSeconds is { } street ? street[c][origin] : StudyBuilder.TimeAt(mode.Pieces![c][origin], second)))).ToArray();
        return study.Rule.Centrality switch
        {
            CentralityChoice.Best => times.Min(time => time.Seconds),
            CentralityChoice.Main => times.Where(time => time.IsMain).Min(time => time.Seconds),
            _ => times.Max(time => time.Seconds),
        };
    }

    public static bool IsWithin(Study study, int seconds) => seconds < study.Rule.LimitSeconds || (study.Rule.LimitIsWithin && seconds == study.Rule.LimitSeconds);
}
