using System.Globalization;
using System.Text;
using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;

namespace GeoCohesion.SampleCity.Writing;

/// <summary>Commuters (MOBPRO) and pupils (MOBSCO) of the census by commune: rows carry a weight (IPONDI), which is what must be added
/// up.</summary>
public static class FlowWriter
{
    /// <summary>Working people, jobs, and share of pupils who study in the commune of the town, by commune in order.</summary>
    static readonly (int Workers, int Jobs, int Pupils)[] s_communes = [(39000, 52000, 21000), (3900, 1500, 1900), (5200, 3600, 2600),
        (2900, 1400, 1500), (3700, 900, 2000)];

    /// <summary>Transport of commuters: 1 none, 2 walk, 3 bicycle, 4 motorcycle, 5 car, 6 public transport; within the town, and
    /// otherwise.</summary>
    static readonly double[] s_inTown = [0.04, 0.19, 0.07, 0.02, 0.5, 0.18];

    static readonly double[] s_between = [0, 0.02, 0.03, 0.02, 0.81, 0.12];

    public static byte[] Commuters()
    {
        var random = new Rng(0x303);
        var text = new StringBuilder("COMMUNE;ARM;DCFLT;DCLT;AGEREVQ;CS1;DIPL;EMPL;ILT;IPONDI;METRODOM;NA5;REGION;REGLT;SEXE;STAT;TP;TRANS;VOIT\n");
        var jobs = s_communes.Sum(c => c.Jobs);
        for (var from = 0; from < s_communes.Length; from++)
        {
            for (var to = -1; to < s_communes.Length; to++)
            {
                // One commuter in nine leaves the agglomeration (to a commune of the next department); few cross a border.
                var share = to < 0 ? 0.11 : 0.89 * (((to == from ? 0.35 : 0) + (0.65 * s_communes[to].Jobs / jobs)) / 1);
                var flow = s_communes[from].Workers * share;
                var modes = to == from ? s_inTown : s_between;
                for (var mode = 0; mode < modes.Length; mode++)
                {
                    Split(random, flow * modes[mode], weight =>
                    {
                        var commune = CityPlan.Communes[from].Code;
                        var work = to < 0 ? "97001" : CityPlan.Communes[to].Code;
                        var age = 15 + (5 * random.Below(10));
                        text.Append(CultureInfo.InvariantCulture,
                            $"{commune};ZZZZZ;99999;{work};{age:D3};{3 + random.Below(4)};{11 + random.Below(9)};{11 + random.Below(6)};{(to < 0 ? 4 : to == from ? 1 : 2)};{weight:F6};M;{(random.Chance(0.5) ? "OQ" : "GU")};{CityPlan.RegionCode};{CityPlan.RegionCode};{1 + random.Below(2)};{(random.Chance(0.12) ? 21 : 10)};{1 + random.Below(2)};{mode + 1};{random.Below(3)}\n");
                    });
                }
            }
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    public static byte[] Pupils()
    {
        var random = new Rng(0x304);
        var text = new StringBuilder("COMMUNE;ARM;DCETUE;DCETUF;AGEREV10;CSM;ILETUD;IPONDI;METRODOM;REGETUD;REGION;SEXE;STOCD;VOIT\n");
        for (var from = 0; from < s_communes.Length; from++)
        {
            for (var to = 0; to < s_communes.Length; to++)
            {
                var share = from == 0 ? (to == 0 ? 0.97 : 0.0075) : to == from ? 0.55 : to == 0 ? 0.42 : 0.01;
                Split(random, s_communes[from].Pupils * share, weight => text.Append(CultureInfo.InvariantCulture,
                    $"{CityPlan.Communes[from].Code};ZZZZZ;99999;{CityPlan.Communes[to].Code};{(string[])["02", "06", "11", "15", "18", "25"] switch { var ages => ages[random.Below(ages.Length)] }};{1 + random.Below(6)};{(to == from ? 1 : 2)};{weight:F6};M;{CityPlan.RegionCode};{CityPlan.RegionCode};{1 + random.Below(2)};{10};{random.Below(3)}\n"));
            }
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>Cuts a flow into a few rows whose weights add up to it.</summary>
    static void Split(Rng random, double flow, Action<double> addRow)
    {
        var left = Math.Round(flow, 6);
        while (left > 0.0000005)
        {
            var weight = Math.Min(left, Math.Round(Math.Max(2, flow / 9) * random.Within(0.6, 1.4), 6));
            addRow(weight);
            left = Math.Round(left - weight, 6);
        }
    }
}
