using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>
/// The floating catchments that come with the program (<c>catchments.json</c>): decays, weights by age, and who they are for.
/// </summary>
static class CatchmentFields
{
    const string EmbeddedName = "GeoCohesion.Data.Sources.Access.catchments.json";
    const double MostMinutes = 120;
    const double MostAge = 130;

    /// <summary>The schemes that come with the program.</summary>
    public static IReadOnlyList<CatchmentScheme> Defaults() => Read(JsonFile.ReadEmbedded(EmbeddedName));

    /// <summary>Schemes of a file.</summary>
    /// <exception cref="InputException">The file is malformed, or a scheme names what the file does not have
    /// (<c>unknown-name</c>).</exception>
    public static IReadOnlyList<CatchmentScheme> Read(JsonFile file)
    {
        var root = file.Root;
        var ageWeights = root.Objects("ageWeights", "objects with name and groups")
            .Select(AgeWeightsOf)
            .ToDictionary(weights => weights.Name, StringComparer.Ordinal);
        var decays = root.Objects("decays", "objects with name and steps")
            .Select(StepsOf)
            .ToDictionary(decay => decay.Name, StringComparer.Ordinal);
        CatchmentScheme[] schemes = [.. root.Objects("schemes", "objects with name, classes and decays").Select(Scheme)];
        root.RefuseOthers();
        return schemes;

        CatchmentScheme Scheme(JsonFields fields)
        {
            var name = fields.Text("name", "a short name");
            var byMode = new SortedDictionary<string, Decay>(StringComparer.Ordinal);
            if (fields.Object("decays") is { } ofModes)
            {
                foreach (var mode in TerritoryFile.KnownModes)
                {
                    if (ofModes.OptionalText(mode, "the name of a decay") is { } decay)
                    {
                        byMode.Add(mode, Pick(decays, decay, ofModes.At(mode)));
                    }
                }

                ofModes.RefuseOthers();
            }

            var weightsName = fields.OptionalText("ageWeights", "the name of weights by age");
            var scheme = new CatchmentScheme(
                name,
                fields.OptionalText("fr", "a French label") ?? name,
                fields.OptionalText("en", "an English label") ?? name,
                fields.Text("source", "where its decays come from"),
                fields.Texts("classes", "names of classes"),
                weightsName is null ? null : Pick(ageWeights, weightsName, fields.At("ageWeights")),
                byMode);
            fields.RefuseOthers();
            return scheme;
        }
    }

    static AgeWeights AgeWeightsOf(JsonFields fields)
    {
        var weights = new AgeWeights(
            fields.Text("name", "a short name"),
            fields.Text("source", "where the weights come from"),
            [.. fields.Objects("groups", "objects with from and weight").Select(Group)],
            fields.WholeNumber("lastAge", 94, 81, (int)MostAge, "years"));
        fields.RefuseOthers();
        return weights;

        static AgeWeight Group(JsonFields group)
        {
            var weight = new AgeWeight(
                (int)group.RequiredNumber("from", 0, MostAge, "years"), group.RequiredNumber("weight", 0, 100, "1 is the mean"));
            group.RefuseOthers();
            return weight;
        }
    }

    static Decay StepsOf(JsonFields fields)
    {
        var name = fields.Text("name", "a short name");
        var steps = fields.Objects("steps", "objects with minutes and weight").Select(Step).ToArray();
        var decay = Decay.Steps(name, fields.OptionalText("fr", "a French label") ?? name, steps, fields.Flag("endIsWithin", true));
        fields.RefuseOthers();
        return decay;

        static DecayStep Step(JsonFields step)
        {
            var decayStep = new DecayStep(
                (int)Math.Round(60 * step.RequiredNumber("minutes", 0, MostMinutes, "minutes")),
                step.RequiredNumber("weight", 0, 1, "1 at the door"));
            step.RefuseOthers();
            return decayStep;
        }
    }

    static T Pick<T>(Dictionary<string, T> known, string name, SourceLocation at) =>
        known.TryGetValue(name, out var value)
            ? value
            : throw new InputException(
                "unknown-name", $"'{name}' is not known; use one of: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.", at);
}
