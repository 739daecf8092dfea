using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Testing;

/// <summary>
/// A district of two squares (100 and 300 residents), a bus line with a station of two poles and a tram stop, at 4 km/h, where 300 m are
/// 270 s and 500 m are 450 s.
/// </summary>
/// <remarks>
/// <code>
/// bus 1    c ------ S (poles a1, a2) ------------ b      a1 towards b: every 30 min 06:30-21:30; a2 towards c: 07:15-18:15 every hour
/// tram 2            d ---------------------------/       towards b: every 10 min 07:00-08:50, then 23:30, 24:30, 27:59
///
/// walks    square 0: a1 200 s, a2 260 s, d 400 s          square 1: a1 300 s, a2 280 s, d 600 s
/// </code>
/// Besides: a bus passes a1 at 07:05 without taking anyone; one leaves a1 at 12:10 for b, comes back and leaves a1 again at 12:26 for c;
/// yesterday's tram leaves d at 00:30, tomorrow's at 28:00.
/// </remarks>
public static class ServiceTown
{
    public const int A1 = 0;
    public const int A2 = 1;
    public const int B = 2;
    public const int C = 3;
    public const int D = 4;

    public static TimetableSketch Sketch()
    {
        var sketch = new TimetableSketch();
        sketch.AddStop("a1", 1000, 0, "S");
        sketch.AddStop("a2", 1000, 0, "S");
        sketch.AddStop("b", 3000, 0);
        sketch.AddStop("c", 0, 0);
        sketch.AddStop("d", 1000, 2000);
        var bus = sketch.AddRoute("1");
        var tram = sketch.AddRoute("2", 0);
        SketchCall[] tramCalls = [new(D, 0), new(B, 6)];
        return sketch
            .AddTrips(bus, "06:27", 30, 31, new(C, 0), new(A1, 3), new(B, 9))
            .AddTrips(bus, "07:07", 60, 12, new(B, 0), new(A2, 8), new(C, 12))
            .AddTrip(bus, "07:02", new(C, 0), new(A1, 3, StopTimeRights.Alight), new(B, 9))
            .AddTrip(bus, "12:10", new(A1, 0), new(B, 6), new(A1, 16), new(C, 19))
            .AddTrips(tram, "07:00", 10, 12, tramCalls)
            .AddTrip(tram, "23:30", tramCalls)
            .AddTrip(tram, "24:30", tramCalls)
            .AddTrip(tram, "27:59", tramCalls)
            .AddTrip(tram, "00:30", tramCalls)
            .AddTrip(tram, "28:00", tramCalls);
    }

    public static StopWalks Walks() => StopWalks.From(
    [
        [new StopWalk(A1, 200), new StopWalk(A2, 260), new StopWalk(D, 400)],
        [new StopWalk(A1, 300), new StopWalk(A2, 280), new StopWalk(D, 600), new StopWalk(A1, 320)],
    ]);

    public static Study Study(TimetableSketch sketch, StopParameters? service = null) =>
        new StudyBuilder
        {
            Days = [new DayService("weekday", "mardi scolaire", "school-term Tuesday", sketch.Build(), Walks())],
        }
        .AddDistrict("Q1", 0, 0, 100, 300)
        .AddDistrict("Q2", 9000, 0)
        .AddCentrality("centre", 3000, 0)
        .Build() with
        { Stops = service ?? new() };
}
