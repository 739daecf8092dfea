namespace GeoCohesion.Data.Build;

/// <summary>What footpaths were made of.</summary>
public sealed record FootpathReport
{
    /// <summary>Footpaths between two stops.</summary>
    public required int Footpaths { get; init; }

    /// <summary>Pairs of stops (a stop with itself included) for which <c>transfers.txt</c> states a time or forbids the change.</summary>
    public required int RulesApplied { get; init; }

    /// <summary>Recommended transfers without a way on the streets within the limit: the straight line was taken.</summary>
    public required int StraightLines { get; init; }

    /// <summary>Rules for some routes or trips only, which were not applied.</summary>
    public required int SpecificRulesIgnored { get; init; }
}
