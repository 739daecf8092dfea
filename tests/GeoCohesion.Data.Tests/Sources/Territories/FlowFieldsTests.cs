using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Tests.Sources.Territories;

public sealed class FlowFieldsTests
{
    [Fact]
    public void Files_of_flows_are_read_with_their_kind_and_year()
    {
        var flows = Parse("""[{"path": "a.csv", "format": "mobpro"}, {"path": "/b/c.csv", "format": "mobsco", "year": 2015}]""").Flows;
        Assert.Equal(
            [("/town/a.csv", FlowKind.Work, null), ("/b/c.csv", FlowKind.School, 2015)],
            flows.Select(file => (file.Path, file.Kind, file.Year)));
        Assert.Empty(Parse("[]").Flows);
    }

    [Theory]
    [InlineData("""[{"path": "a.csv"}]""", "property-missing", "t.json:5 flows[0]: the property 'format' is missing; \"mobpro\" or \"mobsco\" is expected.")]
    [InlineData("""[{"format": "mobpro"}]""", "property-missing", "t.json:5 flows[0]: the property 'path' is missing; the path of a file of census flows is expected.")]
    [InlineData("""[{"path": "a.csv", "format": "mobile"}]""", "property-malformed", "t.json:5 flows[0].format: found \"mobile\"; one of mobpro, mobsco is expected.")]
    [InlineData(
        """[{"path": "a.csv", "format": "mobpro"}, {"path": "b.csv", "format": "mobpro"}]""",
        "flows-twice",
        "t.json:5 flows[1].format: the format \"mobpro\" stands here a second time; flows of two censuses would be added up. Leave one out.")]
    [InlineData(
        """[{"path": "a.csv", "format": "mobpro", "edition": 2020}]""",
        "property-unknown",
        "t.json:5 flows[0].edition: the property 'edition' is not known; use one of $schema, format, path, year.")]
    public void A_mistake_is_refused_with_its_place(string flows, string code, string message)
    {
        var error = Assert.Throws<InputException>(() => Parse(flows));
        Assert.Equal(code, error.Code);
        Assert.Equal(message, error.Message);
    }

    static Territory Parse(string flows) => TerritoryFile.Parse(
        "t.json",
        Encoding.UTF8.GetBytes($$"""
            {"name": "Town", "osm": ["a.osm.pbf"],
             "modes": ["walk"],
             "districts": [{"path": "d.geojson"}],
             "centralities": [{"townHalls": true}],
             "flows": {{flows}}}
            """),
        "/town");
}
