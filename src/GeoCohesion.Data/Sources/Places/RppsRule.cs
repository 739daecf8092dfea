namespace GeoCohesion.Data.Sources.Places;

/// <summary>Rows of the health directory (RPPS) that belong to a class.</summary>
/// <param name="Profession">Code of the profession, e.g. <c>10</c> for physicians.</param>
/// <param name="SkillCodes">Codes of the <i>savoir-faire</i>, e.g. <c>SM54</c>.</param>
/// <param name="SkillLabels">Beginnings of the label of the <i>savoir-faire</i>, e.g. <c>Cardiologie</c>; case does not matter.</param>
public sealed record RppsRule(string Profession, IReadOnlyList<string> SkillCodes, IReadOnlyList<string> SkillLabels)
{
    /// <summary>Whether a row belongs to the class: right profession and, where the rule names skills, one of them.</summary>
    public bool Matches(string profession, string skillCode, string skillLabel) =>
        string.Equals(profession, Profession, StringComparison.Ordinal)
        && ((SkillCodes.Count == 0 && SkillLabels.Count == 0)
            || SkillCodes.Contains(skillCode, StringComparer.Ordinal)
            || SkillLabels.Any(label => skillLabel.StartsWith(label, StringComparison.OrdinalIgnoreCase)));
}
