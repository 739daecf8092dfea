using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Jobs;

/// <summary>Points snapped to the streets of one mode, and a list of those that did not.</summary>
static class SnappedPoints
{
    // How far a point that did not snap is looked for, only to tell the user its distance.
    const int ReportRadiusMillimeters = 20_000_000;

    /// <summary>Snaps points given as (id, longitude, latitude); each that fails is added to <paramref name="leftOut"/>.</summary>
    public static StreetPosition[] Snap(
        StreetIndex index,
        string mode,
        string kind,
        IEnumerable<(string Id, double Longitude, double Latitude)> points,
        int radiusMillimeters,
        List<LeftOut> leftOut)
    {
        var positions = new List<StreetPosition>();
        foreach (var (id, longitude, latitude) in points)
        {
            var position = index.Snap(longitude, latitude, radiusMillimeters);
            positions.Add(position);
            if (!position.IsSnapped)
            {
                var nearest = index.Snap(longitude, latitude, ReportRadiusMillimeters);
                leftOut.Add(new LeftOut(kind, id, mode, "not-snapped", nearest.IsSnapped ? nearest.ConnectorMillimeters / 1000.0 : double.NaN));
            }
        }

        return [.. positions];
    }
}
