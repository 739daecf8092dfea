using GeoCohesion.Core;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Jobs;

/// <summary>Snaps points to the streets of one mode.</summary>
static class SnappedPoints
{
    // How far a point that did not snap is looked for, only to tell the user its distance.
    const int ReportRadiusMillimeters = 20_000_000;

    /// <summary>Snaps points given as (id, longitude, latitude); each that fails is added to <paramref name="leftOut"/>, in their order.</summary>
    public static StreetPosition[] Snap(
        StreetIndex index,
        string mode,
        string kind,
        IEnumerable<(string Id, double Longitude, double Latitude)> points,
        int radiusMillimeters,
        List<LeftOut> leftOut,
        int threads)
    {
        var all = points.ToArray();
        var (positions, nearest) = (new StreetPosition[all.Length], new StreetPosition[all.Length]);
        Parallel.For(0, all.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            positions[i] = index.Snap(all[i].Longitude, all[i].Latitude, radiusMillimeters);
            nearest[i] = positions[i].IsSnapped ? positions[i] : index.Snap(all[i].Longitude, all[i].Latitude, ReportRadiusMillimeters);
        });
        for (var i = 0; i < all.Length; i++)
        {
            if (!positions[i].IsSnapped)
            {
                var meters = nearest[i].IsSnapped ? nearest[i].ConnectorMillimeters / 1000.0 : double.NaN;
                leftOut.Add(new LeftOut(kind, all[i].Id, mode, "not-snapped", meters));
            }
        }

        return positions;
    }

    /// <summary>Snaps a point without which there is nothing to compute.</summary>
    /// <param name="index">Streets of the mode.</param>
    /// <param name="point">WGS84.</param>
    /// <param name="radiusMeters">How far the street may be.</param>
    /// <param name="option">Option that named the point.</param>
    /// <exception cref="InputException">There is no street that near (<c>point-not-snapped</c>).</exception>
    public static StreetPosition Require(StreetIndex index, (double Longitude, double Latitude) point, int radiusMeters, string option)
    {
        var position = index.Snap(point.Longitude, point.Latitude, radiusMeters * 1000);
        return position.IsSnapped
            ? position
            : throw new InputException(
                "point-not-snapped",
                FormattableString.Invariant($"there is no street within {radiusMeters} m of {point.Longitude},{point.Latitude}."),
                new SourceLocation(option));
    }
}
