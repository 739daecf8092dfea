using System.Globalization;
using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>Keeps the places of one file that lie in the area of interest, and counts all others.</summary>
/// <param name="options">The file and the area.</param>
/// <param name="notices">Receives the counts.</param>
/// <param name="isUserFile">Whether an impossible position is the user's mistake (refused) or a flaw of a published file (counted).</param>
sealed class PlaceCollector(PlaceSourceOptions options, NoticeLog notices, bool isUserFile)
{
    readonly List<Place> _places = [];
    readonly Dictionary<int, Envelope> _areaByCrs = [];
    readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, (long Count, SourceLocation First)> _unknownCodes = new(StringComparer.Ordinal);
    long _positions;
    long _plausible;
    long _plausibleSwapped;
    long _outside;

    /// <summary>
    /// Transforms a position and tells whether it lies in the area of interest. Call it once per row that has a position.
    /// </summary>
    /// <exception cref="InputException">
    /// The position is impossible and the file the user's own (<c>coordinates-out-of-range</c>).
    /// </exception>
    public bool TryPosition(double x, double y, CrsTransform toWgs84, SourceLocation at, out double longitude, out double latitude)
    {
        _positions++;
        if (IsClearlyOutside(x, y, toWgs84))
        {
            _outside++;
            longitude = latitude = double.NaN;
            return false;
        }

        (longitude, latitude) = toWgs84.Apply(x, y);
        var isPossible = IsPossible(longitude, latitude);
        if (isPossible && IsPlausible(longitude, latitude))
        {
            _plausible++;
            return true;
        }

        var isPlausibleSwapped = false;
        if (_plausible == 0)
        {
            var (a, b) = toWgs84.Apply(y, x);
            isPlausibleSwapped = IsPossible(a, b) && IsPlausible(a, b);
            _plausibleSwapped += isPlausibleSwapped ? 1 : 0;
        }

        if (!isPossible)
        {
            var crs = CrsNames.Describe(toWgs84.Epsg);
            var found = string.Create(CultureInfo.InvariantCulture, $"the position ({x}, {y}) does not exist in {crs}");
            if (isUserFile && !isPlausibleSwapped)
            {
                throw new InputException(
                    "coordinates-out-of-range",
                    $"{found}; longitudes are within -180 and 180, latitudes within -90 and 90.",
                    at);
            }

            notices.Add("place-position-impossible", NoticeSeverity.Warning, at, $"{found}; the place is left out.");
            return false;
        }

        if (options.AreaOfInterestWgs84 is null)
        {
            return true;
        }

        _outside++;
        return false;
    }

    /// <summary>Counts a row without a position.</summary>
    public void AddUnplaced(SourceLocation at, string what) =>
        notices.Add("place-without-position", NoticeSeverity.Warning, at, $"{what} has no coordinates and is left out.");

    /// <summary>Counts a row of the area whose code belongs to no class.</summary>
    public void AddUnknownCode(string code, SourceLocation at) =>
        _unknownCodes[code] = _unknownCodes.TryGetValue(code, out var seen) ? (seen.Count + 1, seen.First) : (1, at);

    /// <summary>Keeps a place, once per class, unless its position is too poor to walk to.</summary>
    /// <param name="place">Its class name is replaced; its id gets the class as a suffix when there are several.</param>
    /// <param name="classes">At least one.</param>
    /// <param name="at">The row.</param>
    public void Add(Place place, IReadOnlyList<PlaceClass> classes, SourceLocation at)
    {
        if (place.Quality == PositionQuality.Poor && !options.KeepPoorPositions)
        {
            notices.Add(
                "place-position-poor",
                NoticeSeverity.Warning,
                at,
                $"the position of '{place.Id}' was drawn at random in its commune; it is left out (keepPoorPositions keeps it).");
            return;
        }

        var id = place.Id;
        if (!_ids.Add(id))
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{id}:L{at.Line}");
            notices.Add(
                "place-id-duplicate",
                NoticeSeverity.Information,
                at,
                $"the id '{place.Id}' is used before; this place is called '{id}'.");
            _ids.Add(id);
        }

        foreach (var placeClass in classes)
        {
            _places.Add(place with { Id = classes.Count == 1 ? id : $"{id}:{placeClass.Name}", ClassName = placeClass.Name });
        }
    }

    /// <summary>Reports the counts and hands the places over.</summary>
    /// <param name="rows">How many records the file has.</param>
    /// <exception cref="InputException">
    /// The file has no record (<c>places-empty</c>), or its coordinates are swapped (<c>coordinates-swapped</c>).
    /// </exception>
    public IReadOnlyList<Place> Finish(long rows)
    {
        var at = new SourceLocation(options.Path);
        if (rows == 0)
        {
            throw new InputException("places-empty", "the file has no place at all, only a header; at least one record is expected.", at);
        }

        if (_plausible == 0 && _plausibleSwapped * 2 > _positions)
        {
            var where = options.AreaOfInterestWgs84 is null ? "a French territory" : "the area of interest";
            throw new InputException(
                "coordinates-swapped",
                $"no place lies in {where}, but {_plausibleSwapped} of {_positions} would if the two coordinates were swapped; "
                + "x is the longitude or easting, y the latitude or northing.",
                at);
        }

        foreach (var (code, (count, first)) in _unknownCodes)
        {
            notices.Add(
                "place-code-unclassed",
                NoticeSeverity.Information,
                first,
                $"the code '{code}' belongs to no class; {count} rows of the area are left out.",
                count);
        }

        if (_outside > 0)
        {
            notices.Add(
                "place-outside-area",
                NoticeSeverity.Information,
                at,
                $"{_outside} places outside the area of interest are left out.",
                _outside);
        }

        if (_places.Count == 0)
        {
            notices.Add(
                "places-none-kept",
                NoticeSeverity.Warning,
                at,
                $"of {rows} records none is a usable place in the area of interest.");
        }

        return _places;
    }

    /// <summary>
    /// Compares in the file's own system, as given and swapped, with a box that is a little too large: a national file has millions of
    /// rows, nearly all outside, and to unproject one costs more than to read it (measured: 1.5 of 2.9 s for a million rows).
    /// </summary>
    bool IsClearlyOutside(double x, double y, CrsTransform toWgs84)
    {
        const double MarginMeters = 5000;
        if (isUserFile || toWgs84.IsDegrees || options.AreaOfInterestWgs84 is not { } area)
        {
            return false;
        }

        if (!_areaByCrs.TryGetValue(toWgs84.Epsg, out var box))
        {
            box = CrsTransform.FromWgs84(toWgs84.Epsg).Apply(area);
            box.ExpandBy(MarginMeters);
            _areaByCrs.Add(toWgs84.Epsg, box);
        }

        return !box.Contains(x, y) && !box.Contains(y, x);
    }

    static bool IsPossible(double longitude, double latitude) => Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90;

    bool IsPlausible(double longitude, double latitude) =>
        options.AreaOfInterestWgs84?.Contains(longitude, latitude) ?? CrsCatalog.IsInFrance(longitude, latitude);
}
