using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Transit;

/// <summary>A named stop with its poles or platforms, one per direction of travel.</summary>
public sealed class StopPlace(int number, string name, Pt at, Pt direction, bool isTram)
{
    public int Number { get; } = number;

    public string Name { get; } = name;

    public Pt At { get; } = at;

    /// <summary>Travel of the first line served; the pole of direction 0 is on its right.</summary>
    public Pt Direction { get; } = direction;

    public bool IsTram { get; } = isTram;

    public string StationId => $"{(IsTram ? "T" : "B")}{Number:D3}";

    public string PoleId(int side) => $"{StationId}:{side + 1}";

    public int SideOf(Pt travel) => Pt.Dot(travel, Direction) >= 0 ? 0 : 1;

    public Pt Pole(int side)
    {
        var travel = side == 0 ? Direction : Direction * -1;
        return At - (travel.Left * (IsTram ? 4 : 7));
    }

    /// <summary>Poles that some line serves.</summary>
    public SortedSet<int> Sides { get; } = [];
}

/// <summary>One direction of a line: its way through the streets and its stops with their distance along it.</summary>
public sealed record Pattern(TransitLine Line, int Direction, Line Shape, IReadOnlyList<(StopPlace Place, int Side, double Meters)> Stops)
{
    public string ShapeId => $"{Line.Ids.Name}-{Direction}";

    /// <summary>Seconds from the first departure to the arrival at each stop, traffic being slower in the peak.</summary>
    public int[] ArrivalSeconds(double slowness)
    {
        const int DwellSeconds = 20;
        var seconds = new int[Stops.Count];
        var clock = 0.0;
        for (var i = 1; i < Stops.Count; i++)
        {
            clock += ((Stops[i].Meters - Stops[i - 1].Meters) / (Line.RunKph / 3.6) * slowness) + (i > 1 ? DwellSeconds : 0);
            seconds[i] = Math.Max(seconds[i - 1] + 10, (int)Math.Round(clock / 10) * 10);
        }

        return seconds;
    }
}

/// <summary>All stops and patterns.</summary>
public sealed record TransitNetwork(IReadOnlyList<StopPlace> Places, IReadOnlyList<Pattern> Patterns);
