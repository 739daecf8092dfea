using GeoCohesion.Data.Sources.Areas;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Sources.Areas;

public sealed class BoundarySourceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("geocohesion-boundaries-").FullName;
    readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"INSEE_COM":"22113","NOM":"Lannion","POPULATION":20040,"SIREN_EPCI":"200065928"}""", "200065928", 20040.0)]
    [InlineData("""{"code_insee":"22113","nom_officiel":"Lannion","population":20040,"codes_siren_des_epci":"200054781/200065928"}""", "200054781", 20040.0)]
    [InlineData("""{"code_insee":"22113","nom_officiel":"Lannion","codes_siren_des_epci":"NR"}""", "", null)]
    [InlineData("""{"code":"22113","nom":"Lannion"}""", "", null)]
    public void Communes_are_recognised_under_their_usual_names(string properties, string epci, double? population)
    {
        var path = Path.Combine(_folder, "communes.geojson");
        File.WriteAllText(path, $$"""{"geometry":{"type":"Polygon","coordinates":[[[2,48],[3,48],[3,49],[2,48]]]},"type":"Feature","properties":{{properties}} }""");
        var boundary = Assert.Single(BoundarySource.Read(new AreaSourceOptions { Path = path }, _notices));
        Assert.Equal(("22113", "Lannion", epci, population), (boundary.Code, boundary.Label, boundary.EpciCode, boundary.Population));
        Assert.Equal(0.5, boundary.Geometry.Area, 9);
    }

    [Fact]
    public void The_communes_of_the_Cotes_d_Armor_are_read_whole()
    {
        var path = RealData.Find("lannion/communes-22-2018.geojson");
        if (path is null)
        {
            Assert.Skip("real data not present: lannion/communes-22-2018.geojson");
        }

        var communes = BoundarySource.Read(new AreaSourceOptions { Path = path }, _notices);
        Assert.Equal(355, communes.Count);
        Assert.Equal("Lannion", communes.Single(c => c.Code == "22113").Label);
        Assert.All(communes, c => Assert.True(c.Geometry.IsValid, c.Code));
    }
}
