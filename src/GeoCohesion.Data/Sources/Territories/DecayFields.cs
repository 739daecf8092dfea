using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Decays of cumulative opportunities in <c>territory.json</c>.</summary>
static class DecayFields
{
    const int MostMinutes = Decay.CutSeconds / 60;

    static readonly SortedDictionary<string, Func<JsonFields, Decay>> s_forms = new(StringComparer.Ordinal)
    {
        ["exponential"] = fields => Decay.Exponential(Seconds(fields)),
        ["linear"] = fields => Decay.Linear(Seconds(fields)),
        ["logistic"] = fields => Decay.Logistic(
            Seconds(fields), 60 * fields.RequiredNumber("deviationMinutes", 0.1, MostMinutes, "minutes")),
        ["step"] = fields => Decay.Step(Seconds(fields)),
    };

    /// <summary>Decays of an object; the defaults where it names none.</summary>
    /// <exception cref="InputException">A decay is malformed, or there twice (<c>decay-duplicate</c>).</exception>
    public static IReadOnlyList<Decay> Read(JsonFields root)
    {
        var decays = new List<Decay>();
        foreach (var fields in root.Objects("decays", "objects with form and minutes"))
        {
            _ = fields.Text("form", $"one of {string.Join(", ", s_forms.Keys)}");
            var decay = fields.Choice("form", s_forms["step"], s_forms)(fields);
            fields.RefuseOthers();
            decays.Add(decays.All(other => other.Name != decay.Name)
                ? decay
                : throw new InputException("decay-duplicate", $"the decay '{decay.Name}' is there twice.", fields.At()));
        }

        return decays.Count > 0 ? decays : Decay.Defaults;
    }

    static int Seconds(JsonFields fields) => (int)Math.Round(60 * fields.RequiredNumber("minutes", 1, MostMinutes, "minutes"));
}
