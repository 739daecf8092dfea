using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Population;

/// <summary>Gathers the cells of one file that are near a district, and judges in the end whether the file is the right one.</summary>
sealed class PopulationCollector(string source, IReadOnlyList<Envelope> boxesWgs84, NoticeLog notices)
{
    readonly AreaOfInterest _area = new(boxesWgs84);
    readonly List<PopulationCell> _cells = [];
    readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    readonly SortedDictionary<int, Envelope> _extentByCrs = [];

    /// <summary>Notes that something is there in the file; tells whether it is near a district.</summary>
    public bool IsNear(int crs, Envelope box)
    {
        if (!_extentByCrs.TryGetValue(crs, out var extent))
        {
            _extentByCrs.Add(crs, extent = new Envelope());
        }

        extent.ExpandToInclude(box);
        return _area.Touches(crs, box);
    }

    /// <summary>Whether a weight is that of an inhabited place; what is none is counted, zero is not.</summary>
    public bool IsInhabited(double? residents, SourceLocation at)
    {
        if (residents is null)
        {
            notices.Add(
                "population-weight-missing",
                NoticeSeverity.Warning,
                at,
                "the number of inhabitants is empty; the place was left out.");
        }
        else if (residents < 0 || !double.IsFinite(residents.Value))
        {
            notices.Add(
                "population-weight-negative",
                NoticeSeverity.Error,
                at,
                string.Create(CultureInfo.InvariantCulture, $"{residents} is not a number of inhabitants; the place was left out."));
        }

        return residents is > 0 and < double.PositiveInfinity;
    }

    public void Add(PopulationCell cell, SourceLocation at)
    {
        if (!_ids.Add(cell.Id))
        {
            throw new InputException(
                "population-id-duplicate",
                $"the id '{cell.Id}' is there more than once; its inhabitants would count twice.",
                at);
        }

        _cells.Add(cell);
    }

    /// <summary>The cells in the order of the file.</summary>
    /// <exception cref="InputException">Nothing in the file is near a district (<c>population-elsewhere</c>), or its coordinates cannot
    /// be.</exception>
    public IReadOnlyList<PopulationCell> Finish()
    {
        if (_cells.Count > 0)
        {
            return _cells;
        }

        if (_extentByCrs.Count == 0)
        {
            throw new InputException("population-empty", "the file holds no population.", new SourceLocation(source));
        }

        var extent = new Envelope();
        foreach (var (crs, box) in _extentByCrs)
        {
            CoordinateCheck.Refuse(box, crs, new SourceLocation(source));
            extent.ExpandToInclude(CrsTransform.ToWgs84(crs).Apply(box));
        }

        var asked = new Envelope();
        foreach (var box in boxesWgs84)
        {
            asked.ExpandToInclude(box);
        }

        var sentence = $"no inhabited place of the file is near a district: the file covers {Describe(extent)}, the districts "
            + $"{Describe(asked)}.";
        if (!extent.Intersects(asked))
        {
            throw new InputException(
                "population-elsewhere",
                sentence + " Give the file of the districts' region.",
                new SourceLocation(source));
        }

        notices.Add("population-elsewhere", NoticeSeverity.Error, new SourceLocation(source), sentence);
        return _cells;
    }

    static string Describe(Envelope box) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"longitudes {box.MinX:0.###} to {box.MaxX:0.###} and latitudes {box.MinY:0.###} to {box.MaxY:0.###}");
}
