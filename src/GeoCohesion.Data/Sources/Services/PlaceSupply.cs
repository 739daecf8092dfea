using GeoCohesion.Core;
using GeoCohesion.Core.Indicators;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Sources.Services;

/// <summary>Which inputs would list a class of places if there were one: what keeps "absent" apart from "unknown".</summary>
public static class PlaceSupply
{
    /// <summary>
    /// Per class, the names of the files that list it, in the order of <c>territory.json</c>; a class that none lists has no entry.
    /// </summary>
    /// <param name="territory">Its places: those of format <c>osm</c> go by <see cref="ServiceChecklist.OpenStreetMap"/>.</param>
    /// <param name="classes">Classes of the run.</param>
    /// <param name="places">Every place that was read from its inputs, of whatever class.</param>
    /// <exception cref="InputException">A file cannot be read again, or its format is not known (<c>unknown-name</c>).</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(Territory territory, PlaceClasses classes, IReadOnlyList<Place> places)
    {
        var catalog = Catalog.Of<IPlaceSource>();
        var namesByClass = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var placesByPath = places.ToLookup(place => place.Source, StringComparer.Ordinal);
        foreach (var (index, options) in territory.Places.Index())
        {
            var isOsm = options.Format == TerritoryFile.OsmFormat;
            var supplied = isOsm
                ? classes.All.Where(placeClass => placeClass.OsmPatterns.Count > 0).Select(placeClass => placeClass.Name)
                : catalog.Pick(options.Format, territory.At(FormattableString.Invariant($"places[{index}].format")))
                    .Supplies(options, classes, [.. placesByPath[options.Path]]);
            var name = isOsm ? ServiceChecklist.OpenStreetMap : Path.GetFileName(options.Path);
            foreach (var className in supplied)
            {
                if (!namesByClass.TryGetValue(className, out var names))
                {
                    namesByClass.Add(className, names = []);
                }

                if (!names.Contains(name))
                {
                    names.Add(name);
                }
            }
        }

        return namesByClass.ToDictionary(pair => pair.Key, IReadOnlyList<string> (pair) => pair.Value, StringComparer.Ordinal);
    }
}
