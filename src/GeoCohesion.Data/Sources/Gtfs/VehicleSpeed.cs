namespace GeoCohesion.Data.Sources.Gtfs;

/// <summary>How fast a kind of vehicle can be before its times look wrong.</summary>
static class VehicleSpeed
{
    /// <summary>Highest speed between two stops, km/h, for a <c>route_type</c>, extended codes included.</summary>
    public static int HighestKph(int routeType) => routeType switch
    {
        // Basic codes.
        0 or 1 or 3 or 11 or 12 => 150,
        2 => 400,
        4 => 120,
        5 or 6 or 7 => 60,

        // Extended codes: railway, coach, urban railway, metro, bus, trolleybus, tram, water, air, ferry, aerial lift, funicular.
        >= 100 and < 200 => 400,
        >= 200 and < 300 => 150,
        >= 300 and < 400 => 200,
        >= 1000 and < 1100 => 120,
        >= 1100 and < 1200 => 1100,
        >= 1200 and < 1300 => 120,
        >= 1300 and < 1500 => 60,
        _ => 150,
    };
}
