namespace GeoCohesion.Benchmarks.Region;

/// <summary>How large a generated region is.</summary>
/// <param name="Scale">1 is the full size: a million inhabitants. Areas and counts go with it, densities do not.</param>
/// <param name="Seed">Another number gives another region.</param>
/// <param name="DistrictShare">Share of the districts of that scale.</param>
/// <param name="LineShare">Share of its lines of public transport, and with them of its stops and stop times.</param>
/// <param name="PlaceShare">Share of its places.</param>
readonly record struct RegionSize(double Scale, ulong Seed, double DistrictShare = 1, double LineShare = 1, double PlaceShare = 1)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"at scale {Scale} (districts x {DistrictShare}, lines x {LineShare}, places x {PlaceShare}), seed {Seed}");
}
