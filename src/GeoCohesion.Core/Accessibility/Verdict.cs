namespace GeoCohesion.Core.Accessibility;

/// <summary>Whether a district is within the half hour.</summary>
public enum Verdict
{
    /// <summary>The required share of residents is within the limit.</summary>
    Conforming,

    /// <summary>Some residents are within the limit, fewer than required.</summary>
    Partly,

    /// <summary>No resident is within the limit.</summary>
    NotConforming,

    /// <summary>There is nothing to judge on; a reason goes with it.</summary>
    NotComputable,
}

/// <summary>Names of verdicts, in results and for people.</summary>
public static class VerdictNames
{
    /// <summary>Stable name in result files: <c>conforming</c>, <c>partly</c>, <c>not_conforming</c>, <c>not_computable</c>.</summary>
    public static string Code(this Verdict verdict) => verdict switch
    {
        Verdict.Conforming => "conforming",
        Verdict.Partly => "partly",
        Verdict.NotConforming => "not_conforming",
        _ => "not_computable",
    };

    /// <summary>French label.</summary>
    public static string French(this Verdict verdict) => verdict switch
    {
        Verdict.Conforming => "conforme",
        Verdict.Partly => "partiellement",
        Verdict.NotConforming => "non conforme",
        _ => "non calculable",
    };
}
