namespace GeoCohesion.Core.Indicators;

/// <summary>What is known of a district's part in a flow that is counted for its commune: bounds, and an estimate between them.</summary>
/// <param name="Flow">People counted for the commune.</param>
/// <param name="Lower">Fewest of them that can be the district's.</param>
/// <param name="Estimate">As many as its share; NaN when the share is not known.</param>
/// <param name="Upper">Most of them that can be the district's.</param>
public readonly record struct FlowInterval(double Flow, double Lower, double Estimate, double Upper)
{
    /// <summary>
    /// Fréchet's bounds of one cell of a table of which the margins are known: the commune's people split by flow (this one, the others)
    /// and by place (the district, elsewhere). At most all of the flow and all of the district; at least what does not fit elsewhere.
    /// </summary>
    /// <param name="flow">People in the flow, not negative.</param>
    /// <param name="total">People of the commune in any flow of the kind; at least <paramref name="flow"/>.</param>
    /// <param name="share">Share of the commune's people who are the district's, 0 to 1.</param>
    public static FlowInterval Frechet(double flow, double total, double share)
    {
        // Where the bounds meet, rounding must not put the estimate outside them.
        var estimate = flow * share;
        var lower = Math.Max(0, flow - (total * (1 - share)));
        return new FlowInterval(flow, Math.Min(lower, estimate), estimate, Math.Max(estimate, Math.Min(flow, total * share)));
    }

    /// <summary>Nothing but the flow bounds the part; the estimate is a share of something else.</summary>
    /// <param name="flow">People in the flow, not negative.</param>
    /// <param name="share">Share, 0 to 1; NaN when there is none.</param>
    public static FlowInterval Open(double flow, double share) => new(flow, 0, flow * share, flow);

    /// <summary>The parts in two communes together.</summary>
    public static FlowInterval operator +(FlowInterval left, FlowInterval right) =>
        new(left.Flow + right.Flow, left.Lower + right.Lower, left.Estimate + right.Estimate, left.Upper + right.Upper);

    /// <summary>The parts in two communes together.</summary>
    public static FlowInterval Add(FlowInterval left, FlowInterval right) => left + right;
}
