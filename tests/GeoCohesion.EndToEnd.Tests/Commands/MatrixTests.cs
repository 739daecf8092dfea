using System.IO.Compression;
using System.Text;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The travel-time matrix, in exactly the form that other engines are compared with.</summary>
public sealed class MatrixTests : IDisposable
{
    const int Block = SmallTown.WalkSecondsPerBlock;

    readonly TempFolder _folder = new();
    readonly SmallTown _town;

    public MatrixTests()
    {
        _town = new SmallTown(_folder.Combine("town"));
        _town.Save();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_stand_in_the_order_of_the_input_and_seconds_are_empty_where_there_is_no_way()
    {
        var origins = _town.Write("origins.csv", SmallTown.Points(("z", 3, 2), ("a", 0, 0), ("island", SmallTown.IslandColumn, 2)));
        var destinations = _town.Write("destinations.csv", SmallTown.Points(("m", 5, 4), ("b", 45, 0)));
        var output = _folder.Combine("walk.csv");
        var result = await Geocohesion.RunWell(Matrix(origins, destinations, "walk", output));
        Assert.Equal(
            $"origin,destination,seconds\nz,m,{4 * Block}\nz,b,{44 * Block}\na,m,{9 * Block}\na,b,{45 * Block}\nisland,m,\nisland,b,\n",
            await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
        Assert.Contains("not snapped: origin island (", result.Error, StringComparison.Ordinal);
        Assert.Contains("3 origins x 2 destinations; 4 pairs have a way within 120 min.", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("walk", SmallTown.WalkSecondsPerBlock)]
    [InlineData("bicycle", SmallTown.BicycleSecondsPerBlock)]
    [InlineData("car", SmallTown.CarSecondsPerBlock)]
    public async Task Each_mode_has_its_speed_and_standard_output_holds_nothing_but_the_matrix(string mode, int secondsPerBlock)
    {
        var points = _town.Write("points.csv", SmallTown.Points(("a", 0, 2), ("b", 7, 3)));
        var result = await Geocohesion.RunWell(Matrix(points, points, mode, "-"));
        Assert.Equal($"origin,destination,seconds\na,a,0\na,b,{8 * secondsPerBlock}\nb,a,{8 * secondsPerBlock}\nb,b,0\n", result.Output);
    }

    [Fact]
    public async Task Columns_may_stand_in_any_order_with_others_between_and_the_matrix_may_be_gzipped()
    {
        var origins = _town.Write(
            "origins.csv",
            FormattableString.Invariant(
                $"\uFEFFname;LAT;id;remark;Lon\r\n\"x;y\";{SmallTown.Latitude(2)};\"o \"\"1\"\", home\";-;{SmallTown.Longitude(4)}\r\n"));
        var destinations = _town.Write("destinations.csv", SmallTown.Points(("d", 6, 2)));
        var output = _folder.Combine("walk.csv.gz");
        await Geocohesion.RunWell(Matrix(origins, destinations, "walk", output));
        await using var file = File.OpenRead(output);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        Assert.Equal($"origin,destination,seconds\n\"o \"\"1\"\", home\",d,{2 * Block}\n", await reader.ReadToEndAsync(
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_longest_time_cuts_and_a_time_equal_to_it_stays()
    {
        var origins = _town.Write("origins.csv", SmallTown.Points(("o", 0, 2)));
        var destinations = _town.Write("destinations.csv", SmallTown.Points(("in", 20, 2), ("out", 21, 2)));
        var result = await Geocohesion.RunWell([.. Matrix(origins, destinations, "walk", "-"), "--max-minutes", "30"]);
        Assert.Equal("origin,destination,seconds\no,in,1800\no,out,\n", result.Output);
    }

    [Fact]
    public async Task A_faster_walker_takes_less_time_and_several_street_files_are_one()
    {
        var points = _town.Write("points.csv", SmallTown.Points(("a", 0, 2), ("b", 10, 2)));
        var result = await Geocohesion.RunWell(
            [.. Matrix(points, points, "walk", "-"), "--osm", _town.PathOf("town.osm.pbf"), "--walk-speed", "7.2"]);
        Assert.Equal("origin,destination,seconds\na,a,0\na,b,500\nb,a,500\nb,b,0\n", result.Output);
    }

    [Fact]
    public async Task Points_that_cannot_be_used_are_refused_with_line_and_column()
    {
        var good = _town.Write("good.csv", SmallTown.Points(("a", 0, 2)));
        var comma = _town.Write("comma.csv", "id;lon;lat\na;2.0;47.0\nb;2,1;47.0\n");
        await Geocohesion.RunRefused(Matrix(comma, good, "walk", "-"), "comma.csv:3 lon", "'2,1'");
        var missing = _town.Write("missing.csv", "id,lon\na,2\n");
        await Geocohesion.RunRefused(Matrix(good, missing, "walk", "-"), "missing.csv:1", "'lat' is missing", "id, lon");
        var swapped = _town.Write("swapped.csv", "id,lon,lat\na,2,147\n");
        await Geocohesion.RunRefused(Matrix(good, swapped, "walk", "-"), "swapped.csv:2 lat", "147", "-90 to 90");
        var twice = _town.Write("twice.csv", "id,lon,lat\na,2,47\na,2.001,47\n");
        await Geocohesion.RunRefused(Matrix(twice, good, "walk", "-"), "twice.csv:3 id", "'a'");
        var empty = _town.Write("empty.csv", "id,lon,lat\n");
        await Geocohesion.RunRefused(Matrix(empty, good, "walk", "-"), "empty.csv", "no row");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_refused_before_anything_is_computed()
    {
        var points = _town.Write("points.csv", SmallTown.Points(("a", 0, 2)));
        await Geocohesion.RunRefused(Matrix(points, points, "walk", _folder.Combine("walk.txt")), "--out", ".csv or .csv.gz");
        await Geocohesion.RunRefused(Matrix(points, points, "walk", _folder.Combine("nowhere/walk.csv")), "--out", "does not exist");
        await Geocohesion.RunRefused(Matrix(_folder.Combine("none.csv"), points, "walk", "-"), "none.csv", "no such file");
        await Geocohesion.RunRefused(Matrix(_folder.Path, points, "walk", "-"), "folder");
    }

    [Fact]
    public async Task Standard_output_on_a_full_disk_is_said_in_a_sentence()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("this system has no /dev/full to stand for a full disk");
        }

        var points = _town.Write("points.csv", SmallTown.Points(("a", 0, 2)));
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "geocohesion.dll"), .. Matrix(points, points, "walk", "-")];
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" > /dev/full", "sh", .. command])
            {
                RedirectStandardError = true,
            })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Geocohesion.AssertRefused(
            new ProgramResult(process.ExitCode, "", error), ["matrix"], "--out", "standard output cannot be written to");
    }

    string[] Matrix(string origins, string destinations, string mode, string output) =>
    [
        "matrix", "--osm", _town.PathOf("town.osm.pbf"), "--origins", origins, "--destinations", destinations,
        "--mode", mode, "--out", output,
    ];
}
