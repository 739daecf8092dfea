using System.Globalization;
using System.Runtime.CompilerServices;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;
using GeoCohesion.Data.Stores;

namespace GeoCohesion.Data.Jobs.Reuse;

/// <summary>Hashes of what the parts of a run are computed from; each content is hashed once.</summary>
/// <remarks>Of contents, not of files: a file that was saved anew, a timetable that changes on another day, a way that no car may use change no hash.</remarks>
sealed class RunKeys
{
    readonly ConditionalWeakTable<object, string> _hashes = [];

    /// <summary>The streets of a mode, with their times.</summary>
    public (string Name, string Hash) Streets(StreetGraph graph) =>
        ($"{PartKey.Streets} ({graph.Mode})", Once(graph, writer => NetworkFile.WriteGraph(writer, graph)));

    /// <summary>Points on the streets of a mode.</summary>
    public (string Name, string Hash) Points(string name, StreetPosition[] positions) => (name, Once(positions, writer => writer.Column<StreetPosition>(positions)));

    /// <summary>Several points each, on the streets of a mode.</summary>
    public (string Name, string Hash) Groups(string name, IReadOnlyList<StreetPosition[]> groups) =>
        (name, Once(groups, writer => JaggedColumns.Write(writer, groups)));

    /// <summary>Columns of numbers.</summary>
    public (string Name, string Hash) Numbers(string name, double[] numbers) => (name, Once(numbers, writer => writer.Column<double>(numbers)));

    /// <summary>Times of a timetable; what its trips and routes are called does not matter.</summary>
    public (string Name, string Hash) Timetable(Timetable timetable) => (PartKey.Timetable, Once(timetable, writer =>
    {
        writer.Number(timetable.StopCount);
        writer.Column(timetable.TripRoute);
        TransitFile.WriteTimes(writer, timetable);
    }));

    /// <summary>A timetable on its streets: its times, how its stops are walked to, between and from, what a rider does and accepts; nothing for streets
    /// alone.</summary>
    public IReadOnlyList<(string Name, string Hash)> Network(TransitNetwork? network) => network is null ? [] :
    [
        Timetable(network.Timetable),
        .. Walks(network),
    ];

    /// <summary>The same but for the times of its trips.</summary>
    public IReadOnlyList<(string Name, string Hash)> Walks(TransitNetwork network) =>
    [
        ("stops", Once(network.Doors, writer => TransitFile.WriteDoors(writer, network.Doors))),
        ("stops", network.RideDoors is { } doors ? Once(doors, writer => TransitFile.WriteDoors(writer, doors)) : ""),
        ("walks between stops", Once(network.Footpaths, writer => TransitFile.WriteFootpaths(writer, network.Footpaths))),
        Parameters(string.Create(
            CultureInfo.InvariantCulture, $"{network.Window} {network.Options} {network.LongestWalkSeconds} {network.LongestRideSeconds}")),
    ];

    /// <summary>Origins and targets on the streets of a mode.</summary>
    public IReadOnlyList<(string Name, string Hash)> Ends(IReadOnlyList<StreetEnds> ends) =>
    [
        .. ends.Select(on => Streets(on.Graph)),
        .. ends.Select(on => Points("origins", on.Origins)),
        .. ends.Select(on => Groups("targets", on.Targets)),
    ];

    /// <summary>Files of timetables, for days and hours whose times are not at hand yet.</summary>
    public static (string Name, string Hash) TimetableFiles(InputRegister register) => (PartKey.Timetable, register.Key(["gtfs"], ""));

    /// <summary>What is gathered about a class of places by a mode.</summary>
    public static (string Name, string Hash) Plan(AccessPlan plan, string mode, int classIndex) => Parameters(ContentHash.Of(writer =>
    {
        writer.Number(plan.CountedPoints);
        writer.Number(plan.ReachSeconds(mode, classIndex));
        foreach (var decay in plan.Decays)
        {
            writer.Column(decay.WeightBySecond);
        }
    }));

    /// <summary>Parameters as a text.</summary>
    public static (string Name, string Hash) Parameters(string text) => (PartKey.Parameters, ContentHash.Of(text));

    string Once(object content, Action<ColumnWriter> write) => _hashes.GetValue(content, _ => ContentHash.Of(write));
}
