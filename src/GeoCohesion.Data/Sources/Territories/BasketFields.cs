using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Sources.Places;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Baskets: those that come with the program (<c>baskets.json</c>) and those of <c>territory.json</c>, in the same form.</summary>
static class BasketFields
{
    const string EmbeddedName = "GeoCohesion.Data.Sources.Access.baskets.json";
    const string Property = "baskets";

    /// <summary>The baskets that come with the program.</summary>
    public static IReadOnlyList<Basket> Defaults()
    {
        var root = JsonFile.ReadEmbedded(EmbeddedName).Root;
        var baskets = Read(root);
        root.RefuseOthers();
        return baskets;
    }

    /// <summary>Baskets written into an object; none where it has none.</summary>
    /// <exception cref="InputException">A basket is malformed, empty, or has a name that another has (<c>basket-duplicate</c>).</exception>
    public static IReadOnlyList<Basket> Read(JsonFields root)
    {
        var baskets = new List<Basket>();
        foreach (var fields in root.Objects(Property, "objects with name and classes"))
        {
            var name = fields.Text("name", "a short name");
            var classes = fields.Texts("classes", "names of classes");
            if (classes.Count == 0)
            {
                throw new InputException(
                    "property-missing",
                    "'classes' is missing or empty; the names of the classes of the basket are expected.",
                    fields.At("classes"));
            }

            if (baskets.Any(other => other.Name == name))
            {
                throw new InputException("basket-duplicate", $"the basket '{name}' is there twice; names must differ.", fields.At("name"));
            }

            var french = fields.OptionalText("fr", "a French label") ?? name;
            var english = fields.OptionalText("en", "an English label") ?? french;
            baskets.Add(new Basket(name, french, english, [.. classes.Distinct(StringComparer.Ordinal)]));
            fields.RefuseOthers();
        }

        return baskets;
    }

    /// <summary>
    /// The baskets of a run: those of the program, with the territory's added or, where the name is the same, put in their place.
    /// </summary>
    /// <exception cref="InputException">A class is not known (<c>class-unknown</c>).</exception>
    public static IReadOnlyList<Basket> Of(Territory territory, PlaceClasses classes)
    {
        var baskets = Defaults().ToList();
        foreach (var (i, basket) in territory.Baskets.Index())
        {
            foreach (var name in basket.Classes)
            {
                classes.Pick(name, territory.At(FormattableString.Invariant($"{Property}[{i}].classes")));
            }

            var known = baskets.FindIndex(other => other.Name == basket.Name);
            if (known >= 0)
            {
                baskets[known] = basket;
            }
            else
            {
                baskets.Add(basket);
            }
        }

        return baskets;
    }
}
