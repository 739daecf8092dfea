using System.Globalization;
using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Flows;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Flows;

public sealed class MobilityFlowSourceTests : IDisposable
{
    const string Work = "COMMUNE;ARM;DCFLT;DCLT;IPONDI;TRANS\n";
    const string School = "COMMUNE;ARM;DCETUE;DCETUF;IPONDI\n";

    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-flows-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Weights_of_a_pair_and_mode_are_added_up()
    {
        var flows = Read(
            FlowKind.Work,
            Work
            + "22113;ZZZZZ;99999;22278;2.5;5\n"
            + "22113;ZZZZZ;99999;22278;1.25;5\n"
            + "22113;ZZZZZ;99999;22278;4;6\n"
            + "22113;ZZZZZ;99999;22113;3;1\n"
            + "22278;ZZZZZ;99999;22113;1;2\n");
        Assert.Equal(
            [
                new MobilityFlow(FlowKind.Work, "22113", "22113", "none", 3),
                new MobilityFlow(FlowKind.Work, "22113", "22278", "car", 3.75),
                new MobilityFlow(FlowKind.Work, "22113", "22278", "transit", 4),
                new MobilityFlow(FlowKind.Work, "22278", "22113", "walk", 1),
            ],
            flows);
        Assert.Empty(_notices.Summarize());
    }

    [Fact]
    public void Pupils_go_to_their_own_column_and_have_no_mode()
    {
        var flows = Read(FlowKind.School, School + "22113;ZZZZZ;99999;22278;2.5\n22113;ZZZZZ;99999;22278;0.5\n");
        Assert.Equal([new MobilityFlow(FlowKind.School, "22113", "22278", "unknown", 3)], flows);
    }

    [Fact]
    public void Who_works_abroad_goes_to_the_commune_abroad()
    {
        var flows = Read(FlowKind.Work, Work + "57001;ZZZZZ;LU003;99999;1;6\n57001;ZZZZZ;;57463;1;6\n");
        Assert.Equal(["57463", "LU003"], flows.Select(flow => flow.ToCommune));
    }

    [Fact]
    public void An_arrondissement_stands_for_its_city_only_where_the_city_is_asked_for()
    {
        const string Text = Work + "69123;69383;99999;75112;2;6\n13055;13201;99999;69266;5;6\n";
        Assert.Equal(("69383", "75112"), Ends(Read(FlowKind.Work, Text)[1]));
        Assert.Equal(("69383", "75112"), Ends(Read(FlowKind.Work, Text, "69383")[0]));
        Assert.Equal(("69123", "75112"), Ends(Read(FlowKind.Work, Text, "69123")[0]));
        Assert.Equal(("69123", "75056"), Ends(Read(FlowKind.Work, Text, "69123", "75056")[0]));
    }

    [Fact]
    public void Rows_between_other_communes_are_counted_and_left_out()
    {
        var flows = Read(
            FlowKind.Work,
            Work
            + "22113;ZZZZZ;99999;22278;1;5\n"
            + "22278;ZZZZZ;99999;22113;1;6\n"
            + "22278;ZZZZZ;99999;22278;1;5\n"
            + "22278;ZZZZZ;99999;29019;1;5\n",
            "22113");
        Assert.Equal([("22113", "22278"), ("22278", "22113")], flows.Select(Ends));
        var notice = Assert.Single(_notices.Summarize());
        Assert.Equal(("flow-outside-area", 2L, 4), (notice.Code, notice.Count, notice.Examples[0].At.Line));
    }

    [Fact]
    public void The_code_six_in_a_row_that_is_left_out_still_tells_the_list_of_modes()
    {
        var flows = Read(FlowKind.Work, Work + "22113;ZZZZZ;99999;22278;1;4\n29019;ZZZZZ;99999;29019;1;6\n", "22113");
        Assert.Equal("motorcycle", Assert.Single(flows).Mode);
    }

    [Theory]
    [InlineData("FD_MOBPRO_2015.txt", null, "none walk two_wheels car transit")]
    [InlineData("FD_MOBPRO_2019.csv", null, "none walk bicycle motorcycle car")]
    [InlineData("extract.csv", 2012, "none walk two_wheels car transit")]
    [InlineData("FD_MOBPRO_2019.csv", 2012, "none walk two_wheels car transit")]
    [InlineData("extract.csv", 2018, "none walk bicycle motorcycle car")]
    public void Without_the_code_six_the_year_tells_the_list_of_modes(string name, int? year, string expected)
    {
        var text = Work + string.Concat(Enumerable.Range(1, 5).Select(mode => string.Create(CultureInfo.InvariantCulture, $"2211{mode};ZZZZZ;99999;22278;1;{mode}\n")));
        var flows = MobilityFlowSource.Read(new FlowSourceOptions { Path = Write(name, text), Kind = FlowKind.Work, Year = year }, _notices);
        Assert.Equal(expected.Split(' '), flows.Select(flow => flow.Mode));
    }

    [Fact]
    public void Without_the_code_six_and_without_a_year_the_list_of_modes_is_asked_for()
    {
        var error = Assert.Throws<InputException>(() => Read(FlowKind.Work, Work + "22113;ZZZZZ;99999;22278;1;4\n"));
        Assert.Equal("flow-year-unknown", error.Code);
        Assert.Equal(
            $"{Path.Combine(_folder, "flows.csv")}:1 TRANS: no row has the code 6, so that 4 may be a motor cycle (census of 2017 or later) or a car (before); "
            + "name the year, for example \"year\": 2015.",
            error.Message);
    }

    [Fact]
    public void A_mode_that_no_list_knows_is_kept_as_unknown_and_told()
    {
        var flows = Read(FlowKind.Work, Work + "22113;ZZZZZ;99999;22278;1;9\n22113;ZZZZZ;99999;22278;2;Z\n22113;ZZZZZ;99999;22278;4;\n22113;ZZZZZ;99999;22278;8;6\n");
        Assert.Equal([("transit", 8.0), ("unknown", 7.0)], flows.Select(flow => (flow.Mode, flow.Weight)));
        Assert.Equal(1, _notices.CountOf("flow-mode-unknown"));
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_case_and_other_columns_are_passed_over()
    {
        var flows = Read(FlowKind.Work, "trans;SEXE;ipondi;dclt;commune\n5;1;2.5;22278;22113\n6;2;1;22278;22113\n");
        Assert.Equal([("car", 2.5), ("transit", 1.0)], flows.Select(flow => (flow.Mode, flow.Weight)));
    }

    [Fact]
    public void Latin_1_is_read_and_told()
    {
        var path = Path.Combine(_folder, "latin.csv");
        File.WriteAllText(path, "COMMUNE;LIBELLÉ;DCETUF;IPONDI\n22113;Lannion à côté;22278;2\n", Encoding.Latin1);
        var flow = Assert.Single(MobilityFlowSource.Read(new FlowSourceOptions { Path = path, Kind = FlowKind.School }, _notices));
        Assert.Equal(2.0, flow.Weight);
        Assert.Equal(1, _notices.CountOf("encoding-windows-1252"));
    }

    [Fact]
    public void Aggregated_flows_have_no_mode()
    {
        var work = Read(FlowKind.Work, "CODGEO;LIBGEO;DCLT;L_DCLT;NBFLUX_C20_ACTOCC15P\n22113;Lannion;22278;Perros-Guirec;123.456\n");
        Assert.Equal([new MobilityFlow(FlowKind.Work, "22113", "22278", "unknown", 123.456)], work);
        var school = Read(FlowKind.School, "CODGEO;LIBGEO;DCETU;L_DCETU;NBFLUX_C20_SCOL02P\n22113;Lannion;22278;Perros-Guirec;7\n");
        Assert.Equal([new MobilityFlow(FlowKind.School, "22113", "22278", "unknown", 7)], school);
    }

    [Fact]
    public void Lost_zeros_are_put_back_and_rows_without_an_end_are_left_out()
    {
        var flows = Read(
            FlowKind.Work, Work + "1033;ZZZZZ;99999;2A004;1;5\n1033;ZZZZZ;99999;ZZZZZ;1;5\n;ZZZZZ;99999;22278;1;6\n=\"01033\";ZZZZZ;99999;2a004;1;5\n");
        Assert.Equal([new MobilityFlow(FlowKind.Work, "01033", "2A004", "car", 2)], flows);
        Assert.Equal(2, _notices.CountOf("flow-code-padded"));
        Assert.Equal(2, _notices.CountOf("flow-without-commune"));
    }

    [Fact]
    public void A_file_about_other_communes_only_is_told()
    {
        Assert.Empty(Read(FlowKind.Work, Work + "22278;ZZZZZ;99999;22278;1;5\n", "35238"));
        Assert.Equal(1, _notices.CountOf("flow-none-of-area"));
    }

    [Theory]
    [InlineData(Work + "22113;ZZZZZ;99999;22278;1,5;5\n", "number-malformed", ":2 IPONDI: found '1,5'; a decimal point is expected, for example 48.73.")]
    [InlineData(Work + "22113;ZZZZZ;99999;22278;;5\n", "number-missing", ":2 IPONDI: the field is empty; a number is expected.")]
    [InlineData(Work + "22113;ZZZZZ;99999;22278;-2;5\n", "flow-weight-negative", ":2 IPONDI: found '-2'; a number of people, 0 or more, is expected.")]
    [InlineData(
        Work + "22113;ZZZZZ;99999;22278;1;5\n22113;ZZZZZ;99999;Lannion;1;5\n",
        "flow-code-malformed",
        ":3 DCLT: found 'Lannion'; the code of a commune, 5 characters such as 22113 or 2A004, is expected.")]
    [InlineData(
        Work + "2211é;ZZZZZ;99999;22278;1;5\n",
        "flow-code-malformed",
        ":2 COMMUNE: found '2211é'; the code of a commune, 5 characters such as 22113 or 2A004, is expected.")]
    [InlineData(Work, "flows-empty", ": the table has no row; one per person or per pair of communes is expected.")]
    [InlineData(
        "A;B\n1;2\n", "column-missing", ":1: the column 'COMMUNE' is missing (also accepted: CODGEO); the columns found are: A, B.")]
    [InlineData(
        School + "22113;ZZZZZ;99999;22278;1\n",
        "column-missing",
        ":1: the column 'DCLT' is missing; the columns found are: COMMUNE, ARM, DCETUE, DCETUF, IPONDI.")]
    [InlineData(
        "CODGEO;DCLT\n22113;22278\n", "column-missing", ":1: the column 'NBFLUX' is missing; the columns found are: CODGEO, DCLT.")]
    public void A_mistake_is_refused_with_its_place(string text, string code, string message)
    {
        var error = Assert.Throws<InputException>(() => Read(FlowKind.Work, text));
        Assert.Equal(code, error.Code);
        Assert.Equal(Path.Combine(_folder, "flows.csv") + message, error.Message);
    }

    [Fact]
    public void Random_files_add_up_to_what_was_written()
    {
        string[] modes = ["none", "walk", "bicycle", "motorcycle", "car", "transit"];
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder("IPONDI;COMMUNE;DCLT;TRANS;ARM;DCFLT\n1;99001;99001;6;ZZZZZ;99999\n");
            var expected = new Dictionary<(string, string, string), double>();
            for (var row = 0; row < 300; row++)
            {
                var (from, to) = (random.Next(22001, 22005), random.Next(22001, 22005));
                var (mode, weight) = (random.Next(6), random.Next(1, 1000) / 8.0);
                text.Append(CultureInfo.InvariantCulture, $"{weight};{from};{to};{mode + 1};ZZZZZ;99999\n");
                if (from <= 22002 || to <= 22002)
                {
                    var key = ($"{from}", $"{to}", modes[mode]);
                    expected[key] = expected.GetValueOrDefault(key) + weight;
                }
            }

            var flows = Read(FlowKind.Work, text.ToString(), "22001", "22002");
            Assert.True(
                flows.ToDictionary(flow => (flow.FromCommune, flow.ToCommune, flow.Mode), flow => flow.Weight).OrderBy(pair => pair.Key)
                    .SequenceEqual(expected.OrderBy(pair => pair.Key)),
                $"seed {seed}");
        }
    }

    [Fact]
    public void Rows_that_are_left_out_take_no_memory()
    {
        // A national file has 8 million rows; what is kept must not grow with those of other communes.
        var (few, many) = (Allocated(1_000), Allocated(21_000));
        Assert.True(many - few < 20_000, $"{many - few} bytes were allocated for 20 000 rows that are left out.");

        long Allocated(int rows)
        {
            var text = new StringBuilder(Work).Append("22113;ZZZZZ;99999;22278;1;6\n");
            for (var row = 0; row < rows; row++)
            {
                text.Append("29019;ZZZZZ;99999;29232;12.345678901234;5\n");
            }

            var path = Write("many.csv", text.ToString());
            var options = new FlowSourceOptions { Path = path, Kind = FlowKind.Work, Communes = ["22113"] };
            MobilityFlowSource.Read(options, _notices);
            var before = GC.GetAllocatedBytesForCurrentThread();
            MobilityFlowSource.Read(options, _notices);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData("FD_MOBPRO_2021.csv", FlowKind.Work)]
    [InlineData("FD_MOBSCO_2021.csv", FlowKind.School)]
    public void Flows_of_the_sample_city_are_those_of_a_plain_sum(string name, FlowKind kind)
    {
        var path = Path.Combine(Repository.Root, "data-samples", "aurelmont", name);
        var lines = File.ReadAllLines(path, Encoding.Latin1).Select(line => line.Split(';')).ToArray();
        var weight = Array.IndexOf(lines[0], "IPONDI");
        var rows = lines.Skip(1).Where(fields => fields[0] == "96002" || fields[3] == "96002").ToArray();
        var flows = MobilityFlowSource.Read(new FlowSourceOptions { Path = path, Kind = kind, Communes = ["96002"] }, _notices);
        Assert.Equal(rows.Sum(fields => double.Parse(fields[weight], CultureInfo.InvariantCulture)), flows.Sum(flow => flow.Weight), 6);
        Assert.Equal(lines.Length - 1 - rows.Length, _notices.CountOf("flow-outside-area"));
        var modes = flows.Select(flow => flow.Mode).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(kind == FlowKind.School ? ["unknown"] : ["bicycle", "car", "motorcycle", "none", "transit", "walk"], modes);
    }

    static (string From, string To) Ends(MobilityFlow flow) => (flow.FromCommune, flow.ToCommune);

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    IReadOnlyList<MobilityFlow> Read(FlowKind kind, string text, params string[] communes) => MobilityFlowSource.Read(
        new FlowSourceOptions { Path = Write("flows.csv", text), Kind = kind, Communes = communes.Length == 0 ? null : communes }, _notices);
}
