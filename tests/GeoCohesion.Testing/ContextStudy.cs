using System.Globalization;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Testing;

/// <summary>What roll-up, equity and flows need beside a <see cref="StudyBuilder"/>: communes, cells with ages and households, random studies.</summary>
public static class ContextStudy
{
    static readonly GeometryFactory s_factory = new(new PrecisionModel(), 4326);

    /// <summary>A rectangular commune on the plane of <see cref="StudyBuilder.At"/>.</summary>
    public static Commune Commune(
        string code, double westMeters, double southMeters, double eastMeters, double northMeters, string epci = "", string department = "", string region = "")
    {
        var (west, south) = StudyBuilder.At(westMeters, southMeters);
        var (east, north) = StudyBuilder.At(eastMeters, northMeters);
        return new Commune
        {
            Code = code,
            Label = $"Commune {code}",
            Shape = s_factory.CreatePolygon([new(west, south), new(east, south), new(east, north), new(west, north), new(west, south)]),
            EpciCode = epci,
            DepartmentCode = department,
            RegionCode = region,
        };
    }

    /// <summary>Puts each point into the first commune whose box holds it.</summary>
    public static Study WithCommunes(this Study study, params Commune[] communes) => study with
    {
        Communes = communes,
        CommuneOfPoint = [.. study.Points.Select(point => Array.FindIndex(
            communes, commune => commune.Shape.EnvelopeInternal.Contains(point.Longitude, point.Latitude)))],
    };

    /// <summary>Gives every point a cell of its own; its residents are the cell's times the share.</summary>
    /// <param name="study">The study.</param>
    /// <param name="share">Share of the cell inside, per point.</param>
    /// <param name="change">What else the cell of a point holds.</param>
    public static Study WithCells(this Study study, Func<int, double>? share = null, Func<int, PopulationCell, PopulationCell>? change = null) => study with
    {
        Points =
        [
            .. study.Points.Select((point, i) =>
            {
                var inside = share?.Invoke(i) ?? 1;
                var cell = new PopulationCell { Id = point.Id, Shape = point.Shape, Crs = 4326, Residents = point.Residents / inside };
                return point with { ShareOfCell = inside, Cell = change is null ? cell : change(i, cell) };
            }),
        ],
    };

    /// <summary>Access by a mode to one centrality and to classes, per point.</summary>
    public static ModeAccess Mode(string mode, int[] toCentrality, params int[][] toClasses) =>
        new(mode, [toCentrality], [.. toClasses.Select(seconds =>
        {
            var access = ClassAccess.Of(seconds.Length);
            seconds.CopyTo(access.NearestSeconds, 0);
            return access;
        })]);

    /// <summary>
    /// Districts, surroundings and times drawn at random: whole numbers of residents, ways that are missing, points outside every commune,
    /// districts without a point.
    /// </summary>
    public static Study Random(int seed)
    {
        var random = new Random(seed);
        var builder = new StudyBuilder { Rule = new HalfHourRule { RequiredShare = random.NextDouble() < 0.5 ? 1 : 0.5, LimitIsWithin = random.NextDouble() < 0.5 } };
        var districts = random.Next(1, 7);
        for (var district = 0; district < districts; district++)
        {
            builder.AddDistrict(
                string.Create(CultureInfo.InvariantCulture, $"D{district}"), random.Next(-10, 10) * 200, random.Next(-10, 10) * 200, Residents(random.Next(0, 5)));
        }

        for (var i = 0; i < 5; i++)
        {
            builder.AddSurroundings(random.Next(-10, 10) * 200, random.Next(-10, 10) * 200, Residents(random.Next(0, 4)));
        }

        builder.AddCentrality("C", 0, 0);
        builder.AddClass("bibliotheque", "culture").AddClass("ecole", "education");
        var points = builder.Build().Points.Count;
        foreach (var mode in new[] { "walk", "transit", "car" })
        {
            builder.AddMode(Mode(mode, Times(), Times(), Times()));
        }

        var study = builder.Build()
            .WithCells(
                _ => random.Next(2) == 0 ? 1 : 0.5,
                (_, cell) => cell with
                {
                    IsImputed = random.Next(3) == 0,
                    Households = random.Next(3) == 0 ? 0 : 2 * random.Next(1, 9),
                    PoorHouseholds = 2 * random.Next(0, 4),
                    ResidentsByAge = random.Next(4) == 0 ? [] : [.. Enumerable.Range(0, 10).Select(_ => 2.0 * random.Next(0, 3))],
                });
        return study.WithCommunes(
            Commune("96001", -2000, -2000, 0, 2000, "E1", "96", "99"),
            Commune("96002", 0, -2000, 1000, 0, "E1", "96", "99"),
            Commune("97001", 0, 0, 1000, 2000, "E2", "97", "99"));

        double[] Residents(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(1, 9))];

        int[] Times() => [.. Enumerable.Range(0, points).Select(_ => random.Next(4) == 0 ? TravelTime.Unreached : random.Next(1, 13) * 300)];
    }

    /// <summary>A real number of the row with an id.</summary>
    public static double Number(this ResultTable table, string id, string column) => Convert.ToDouble(table.Cell(id, column), CultureInfo.InvariantCulture);

    /// <summary>Ids of the rows.</summary>
    public static IEnumerable<string> Ids(this ResultTable table) => table.Rows.Select(row => (string)row[0]!);

    /// <summary>One entry per resident, sorted: the slow way to percentiles, means and shares.</summary>
    public static int[] People(IEnumerable<(int Seconds, double Residents)> points) =>
        [.. points.SelectMany(point => Enumerable.Repeat(point.Seconds, checked((int)Math.Round(point.Residents)))).Order()];

    /// <summary>Nearest-rank percentile of sorted people; null when it is not reached.</summary>
    public static long? Percentile(int[] people, int percentage)
    {
        if (people.Length == 0)
        {
            return null;
        }

        var seconds = people[(((percentage * people.Length) + 99) / 100) - 1];
        return seconds >= TravelTime.Unreached ? null : seconds;
    }
}
