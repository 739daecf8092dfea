using GeoCohesion.Core.Network;

namespace GeoCohesion.Core.Indicators;

/// <summary>Levels to which results are rolled up, smallest first.</summary>
public enum AreaLevel
{
    /// <summary>Commune.</summary>
    Commune,

    /// <summary>Intercommunality.</summary>
    Epci,

    /// <summary>Department.</summary>
    Department,

    /// <summary>Region.</summary>
    Region,

    /// <summary>Every district of the run.</summary>
    Nation,
}

/// <summary>How it is known that residents belong to an area.</summary>
[Flags]
public enum AreaKnowledge
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>They live inside the outline of a commune that names the area.</summary>
    Geometry = 1,

    /// <summary>The properties, or the code, of their district name it.</summary>
    DistrictField = 2,
}

/// <summary>What a level says of one place: the area's code, empty where it is not known, its name, and how that is known.</summary>
/// <param name="Code">INSEE or SIREN code, or empty.</param>
/// <param name="Label">Name, or empty.</param>
/// <param name="Knowledge">How it is known.</param>
public readonly record struct AreaName(string Code, string Label, AreaKnowledge Knowledge);

/// <summary>An area and what of the study lies in it.</summary>
/// <param name="Level">Level.</param>
/// <param name="Generation">
/// Generation of the perimeters that are rolled up here; those of 2015 and 2024 overlap and are never added up.
/// </param>
/// <param name="Code">INSEE or SIREN code; empty for residents whose area is not known.</param>
/// <param name="Label">Name.</param>
/// <param name="Knowledge">How it is known that its residents belong to it.</param>
/// <param name="Origins">Indices of the origins in it.</param>
/// <param name="Districts">Indices of the districts most of whose residents are in it: each district is in one area of a level.</param>
/// <param name="TouchingDistricts">How many districts have a resident in it, or are counted in it.</param>
/// <param name="Communes">Indices of the study's communes that it is made of.</param>
public sealed record StudyArea(
    AreaLevel Level,
    string Generation,
    string Code,
    string Label,
    AreaKnowledge Knowledge,
    IReadOnlyList<int> Origins,
    IReadOnlyList<int> Districts,
    int TouchingDistricts,
    IReadOnlyList<int> Communes);

/// <summary>Finds the areas that the residents and districts of a study belong to.</summary>
/// <remarks>
/// An origin belongs to the commune it lies in, and to the areas whose codes that commune gives. What the communes do not say is taken from
/// the properties of the origin's district: of several codes in one property the first, and the department also from a QPV's own code.
/// </remarks>
public static class StudyAreas
{
    /// <summary>Code of the one area of level nation.</summary>
    public const string NationCode = "nation";

    // Spellings in the perimeters of 2024 first, then those of 2015 and of copies of either.
    static readonly string[][] s_codeFields =
    [
        ["insee_com", "code_insee", "code_commune"],
        ["siren_epci", "code_epci"],
        ["insee_dep", "code_dep", "code_departement"],
        ["insee_reg", "code_reg", "code_region"],
    ];

    static readonly string[][] s_labelFields =
    [
        ["lib_com", "nom_com", "commune_qp", "noms_des_communes_concernees"],
        ["lib_epci", "nom_epci"],
        ["lib_dep", "nom_dep", "departement"],
        ["lib_reg", "nom_reg"],
    ];

    /// <summary>
    /// Areas with a district in them, by level, generation and code in ordinal order, those whose code is not known last; nations always.
    /// </summary>
    public static IReadOnlyList<StudyArea> Find(Study study)
    {
        var originsByDistrict = study.OriginsByDistrict();
        var generations = study.Districts
            .Select(district => district.Generation)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .DefaultIfEmpty("")
            .ToArray();
        var areas = new List<StudyArea>();
        foreach (var level in Enum.GetValues<AreaLevel>())
        {
            var communes = Enumerable.Range(0, study.Communes.Count)
                .ToLookup(commune => OfCommune(study.Communes[commune], level).Code, StringComparer.Ordinal);
            foreach (var generation in generations)
            {
                var drafts = new SortedDictionary<string, Draft>(CodeOrder);
                if (level == AreaLevel.Nation)
                {
                    drafts.Add(NationCode, new Draft());
                }

                for (var district = 0; district < study.Districts.Count; district++)
                {
                    if (study.Districts[district].Generation == generation)
                    {
                        Count(study, district, originsByDistrict[district], level, drafts);
                    }
                }

                areas.AddRange(drafts.Select(pair => new StudyArea(
                    level,
                    generation,
                    pair.Key,
                    pair.Value.Label.Length > 0 ? pair.Value.Label : pair.Key,
                    pair.Value.Knowledge,
                    pair.Value.Origins,
                    pair.Value.Districts,
                    pair.Value.Touching,
                    pair.Key.Length > 0 ? [.. communes[pair.Key]] : [])));
            }
        }

        return areas;
    }

    /// <summary>The area of a level that an origin belongs to.</summary>
    /// <param name="study">The study.</param>
    /// <param name="origin">Index of an origin of a district.</param>
    /// <param name="level">Level.</param>
    public static AreaName OfOrigin(Study study, int origin, AreaLevel level) =>
        Of(
            study.CommuneOfPoint.Count > 0 ? study.CommuneOfPoint[origin] : -1,
            study.Districts[study.Points[origin].District],
            study,
            level);

    /// <summary>
    /// The area of a level that most residents of a district belong to; of equal ones the first code. Without residents, by a point inside.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="district">Index of the district.</param>
    /// <param name="originsOfDistrict">Its origins.</param>
    /// <param name="level">Level.</param>
    public static AreaName OfDistrict(Study study, int district, IReadOnlyList<int> originsOfDistrict, AreaLevel level)
    {
        if (originsOfDistrict.Count == 0)
        {
            var inside = study.Districts[district].Perimeter.InteriorPoint;
            var commune = -1;
            for (var i = study.Communes.Count - 1; i >= 0; i--)
            {
                var shape = study.Communes[i].Shape;
                commune = shape.EnvelopeInternal.Covers(inside.Coordinate) && shape.Covers(inside) ? i : commune;
            }

            return Of(commune, study.Districts[district], study, level);
        }

        return originsOfDistrict
            .GroupBy(origin => OfOrigin(study, origin, level).Code, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(origin => study.Points[origin].Residents))
            .ThenBy(group => group.Key, CodeOrder)
            .Select(group => OfOrigin(study, group.First(), level))
            .First();
    }

    /// <summary>Codes in ordinal order, the empty one last.</summary>
    static Comparer<string> CodeOrder { get; } = Comparer<string>.Create((left, right) =>
        left.Length == 0 || right.Length == 0 ? right.Length.CompareTo(left.Length) : string.CompareOrdinal(left, right));

    static void Count(Study study, int district, IReadOnlyList<int> origins, AreaLevel level, SortedDictionary<string, Draft> drafts)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var origin in origins)
        {
            var name = OfOrigin(study, origin, level);
            DraftOf(name).Origins.Add(origin);
            touched.Add(name.Code);
        }

        var counted = OfDistrict(study, district, origins, level);
        DraftOf(counted).Districts.Add(district);
        touched.Add(counted.Code);
        foreach (var code in touched)
        {
            drafts[code].Touching++;
        }

        Draft DraftOf(AreaName name)
        {
            if (!drafts.TryGetValue(name.Code, out var draft))
            {
                drafts.Add(name.Code, draft = new Draft());
            }

            draft.Label = draft.Label.Length > 0 ? draft.Label : name.Label;
            draft.Knowledge |= name.Knowledge;
            return draft;
        }
    }

    static AreaName Of(int commune, District district, Study study, AreaLevel level)
    {
        var byGeometry = commune < 0 ? default : OfCommune(study.Communes[commune], level);
        if (byGeometry is { Code.Length: > 0, Label.Length: > 0 })
        {
            return byGeometry;
        }

        var byField = OfFields(district, level);
        return byGeometry.Code is not { Length: > 0 } ? byField
            : byField.Code == byGeometry.Code ? byGeometry with { Label = byField.Label }
            : byGeometry;
    }

    static AreaName OfCommune(Commune commune, AreaLevel level)
    {
        var (code, label) = level switch
        {
            AreaLevel.Commune => (commune.Code, commune.Label),
            AreaLevel.Epci => (commune.EpciCode, commune.EpciLabel),
            AreaLevel.Department => (commune.DepartmentCode, commune.DepartmentLabel),
            AreaLevel.Region => (commune.RegionCode, commune.RegionLabel),
            _ => (NationCode, ""),
        };
        return new AreaName(code, label, AreaKnowledge.Geometry);
    }

    static AreaName OfFields(District district, AreaLevel level)
    {
        if (level == AreaLevel.Nation)
        {
            return new AreaName(NationCode, "", AreaKnowledge.None);
        }

        var codes = Property(district, s_codeFields[(int)level]).Split(';', ',');
        var label = Property(district, s_labelFields[(int)level]);
        var code = codes[0].Trim();
        code = code.Length == 0 && level == AreaLevel.Department ? DepartmentOfQpv(district.Code) : code;
        return code.Length == 0 ? new AreaName("", "", AreaKnowledge.None)
            : new AreaName(code, codes.Length > 1 ? label.Split(';', ',')[0].Trim() : label, AreaKnowledge.DistrictField);
    }

    static string Property(District district, string[] names)
    {
        foreach (var name in names)
        {
            foreach (var (key, value) in district.Properties)
            {
                if (value.Length > 0 && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        return "";
    }

    /// <summary>Department in <c>QP093001</c> or <c>QN02A02I</c>: three characters, the first a zero but overseas.</summary>
    static string DepartmentOfQpv(string code) => code is ['Q', 'P' or 'N', var first, _, _, _, _, _]
        ? first == '0' ? code[3..5] : code[2..5]
        : "";

    sealed class Draft
    {
        public string Label = "";
        public AreaKnowledge Knowledge;
        public readonly List<int> Origins = [];
        public readonly List<int> Districts = [];
        public int Touching;
    }
}
