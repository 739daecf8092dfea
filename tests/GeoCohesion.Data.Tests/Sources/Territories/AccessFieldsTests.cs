using System.Text;
using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Tests.Sources.Territories;

/// <summary>Baskets, decays and catchments as data.</summary>
public class AccessFieldsTests
{
    [Fact]
    public void Default_baskets_and_catchments_name_classes_that_there_are()
    {
        var baskets = BasketFields.Defaults();
        Assert.Equal(["culture", "sport", "parcours-scolaire", "quotidien", "sante"], baskets.Select(basket => basket.Name));
        var schemes = CatchmentFields.Defaults();
        Assert.Equal(["generaliste-type-apl", "profession-type-apl"], schemes.Select(scheme => scheme.Name));
        foreach (var name in baskets.SelectMany(basket => basket.Classes).Concat(schemes.SelectMany(scheme => scheme.Classes)))
        {
            Assert.NotNull(PlaceClasses.Default.Find(name));
        }

        Assert.All(schemes, scheme => Assert.Equal(["car", "transit", "walk"], scheme.DecayByMode.Keys.Order(StringComparer.Ordinal)));
    }

    // Bands of Filosofi from the groups of five years: 4-5 is one year of 1.12 and one of 0.61; 80+ is even up to 94.
    [Fact]
    public void Weights_of_DREES_come_to_the_bands_of_the_grid()
    {
        double[] expected =
        [
            1.12,
            (1.12 + 0.61) / 2,
            ((4 * 0.61) + 0.58) / 5,
            ((4 * 0.58) + (3 * 0.60)) / 7,
            ((2 * 0.60) + (5 * 0.78)) / 7,
            (0.79 + 0.82 + 0.86) / 3,
            (0.91 + 0.90 + 1.02) / 3,
            (1.13 + 1.14) / 2,
            (1.21 + 1.39 + 1.59) / 3,
            (1.57 + 1.81 + 2.18) / 3,
        ];
        var weights = CatchmentFields.Defaults()[0].AgeWeights!.ByBand();
        for (var band = 0; band < expected.Length; band++)
        {
            Assert.Equal(expected[band], weights[band], 1e-12);
        }
    }

    [Fact]
    public void Steps_of_DREES_give_a_bound_to_the_farther_step()
    {
        var scheme = CatchmentFields.Defaults()[0];
        double[] expected = [1, 2 / 3.0, 2 / 3.0, 1 / 3.0, 1 / 3.0, 0];
        Assert.Equal(expected, Weights("car", 599, 600, 899, 900, 1199, 1200));
        Assert.Equal(expected, Weights("walk", 600, 601, 1200, 1201, 1800, 1801));
        Assert.Equal(expected, Weights("transit", 600, 601, 1200, 1201, 1800, 1801));

        IEnumerable<double> Weights(string mode, params int[] seconds) => seconds.Select(scheme.DecayByMode[mode].Weight);
    }

    [Fact]
    public void A_basket_of_the_territory_is_added_or_takes_the_place_of_one_of_the_same_name()
    {
        var territory = Parse("""
            "baskets": [
              { "name": "sport", "fr": "Nager", "en": "Swim", "classes": ["piscine", "piscine"] },
              { "name": "loisirs", "classes": ["cinema", "stade"] }
            ]
            """);
        var baskets = BasketFields.Of(territory, PlaceClasses.Default);
        Assert.Equal(["culture", "sport", "parcours-scolaire", "quotidien", "sante", "loisirs"], baskets.Select(basket => basket.Name));
        Assert.Equal(("Nager", "Swim"), (baskets[1].French, baskets[1].English));
        Assert.Equal(["piscine"], baskets[1].Classes);
        Assert.Equal(("loisirs", "loisirs"), (baskets[5].French, baskets[5].English));
    }

    [Fact]
    public void A_class_that_is_not_known_is_told_with_its_line()
    {
        var territory = Parse("""
            "baskets": [
              { "name": "loisirs",
                "classes": ["cinema", "patinoire"] }
            ]
            """);
        var mistake = Assert.Throws<InputException>(() => BasketFields.Of(territory, PlaceClasses.Default));
        Assert.Equal(("class-unknown", 5), (mistake.Code, mistake.At.Line));
        Assert.Contains("'patinoire'", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "x", "classes": [] }""", "property-missing")]
    [InlineData("""{ "name": "x" }""", "property-missing")]
    [InlineData("""{ "classes": ["cinema"] }""", "property-missing")]
    [InlineData("""{ "name": "x", "classes": ["cinema"], "label": "y" }""", "property-unknown")]
    [InlineData("""{ "name": "x", "classes": ["cinema"] }, { "name": "x", "classes": ["stade"] }""", "basket-duplicate")]
    public void A_basket_that_cannot_be_used_is_refused(string basket, string code) =>
        Assert.Equal(code, Assert.Throws<InputException>(() => Parse($"\"baskets\": [{basket}]")).Code);

    [Fact]
    public void Decays_of_the_territory_take_the_place_of_the_default_ones()
    {
        Assert.Equal(Decay.Defaults, Parse("\"name\": \"Ville\"", name: "").Decays);
        var territory = Parse("""
            "decays": [
              { "form": "step", "minutes": 20 },
              { "form": "linear", "minutes": 45 },
              { "form": "exponential", "minutes": 7.5 },
              { "form": "logistic", "minutes": 15, "deviationMinutes": 5 }
            ]
            """);
        Assert.Equal(["step-20", "linear-45", "exponential-7.5", "logistic-15-5"], territory.Decays.Select(decay => decay.Name));
        Assert.Equal(0.5, territory.Decays[2].Weight(450), 1e-15);
    }

    [Theory]
    [InlineData("""{ "form": "step" }""", "property-missing")]
    [InlineData("""{ "minutes": 20 }""", "property-missing")]
    [InlineData("""{ "form": "stairs", "minutes": 20 }""", "property-malformed")]
    [InlineData("""{ "form": "step", "minutes": 61 }""", "property-malformed")]
    [InlineData("""{ "form": "logistic", "minutes": 20 }""", "property-missing")]
    [InlineData("""{ "form": "step", "minutes": 20, "deviationMinutes": 5 }""", "property-unknown")]
    [InlineData("""{ "form": "step", "minutes": 20 }, { "form": "step", "minutes": 20 }""", "decay-duplicate")]
    public void A_decay_that_cannot_be_used_is_refused(string decay, string code) =>
        Assert.Equal(code, Assert.Throws<InputException>(() => Parse($"\"decays\": [{decay}]")).Code);

    [Fact]
    public void A_scheme_that_names_what_is_not_there_is_refused()
    {
        var file = JsonFile.Parse("catchments.json", """
            { "schemes": [{ "name": "x", "source": "y", "classes": ["kine"], "decays": { "walk": "nowhere" } }] }
            """u8.ToArray());
        Assert.Equal("unknown-name", Assert.Throws<InputException>(() => CatchmentFields.Read(file)).Code);
    }

    static Territory Parse(string property, string name = "\"name\": \"Ville\",") => TerritoryFile.Parse(
        "territory.json",
        Encoding.UTF8.GetBytes($$"""
            { {{name}} "osm": ["a.osm.pbf"], "districts": [{ "path": "a.geojson" }],
              "centralities": [{ "townHalls": true }],
              {{property}} }
            """),
        "/town");
}
