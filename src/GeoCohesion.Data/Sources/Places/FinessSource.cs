using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Sources.Crs;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>Establishments of the FINESS register, by category.</summary>
/// <remarks>Ids are <c>finess:</c> and the FINESS number of the site.</remarks>
public sealed class FinessSource : IPlaceSource
{
    /// <inheritdoc/>
    public string Name => "finess";

    /// <inheritdoc/>
    public IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices)
    {
        var file = FinessFile.Read(options.Path, notices);
        var collector = new PlaceCollector(options, notices, isUserFile: false);
        foreach (var site in file.Sites)
        {
            var at = new SourceLocation(options.Path, site.Line, "categetab");
            var siteClasses = classes.OfFinessCategory(site.Category);
            if (!file.TryPosition(site.Number, out var position))
            {
                if (siteClasses.Count > 0)
                {
                    collector.AddUnplaced(at, $"the establishment {site.Number} ({site.Name})");
                }

                continue;
            }

            var toWgs84 = CrsTransform.ToWgs84(position.Epsg);
            var positionAt = new SourceLocation(options.Path, position.Line);
            if (!collector.TryPosition(position.X, position.Y, toWgs84, positionAt, out var longitude, out var latitude))
            {
                continue;
            }

            if (siteClasses.Count == 0)
            {
                collector.AddUnknownCode(site.Category, at);
                continue;
            }

            collector.Add(
                new Place
                {
                    Id = $"finess:{site.Number}",
                    ClassName = "",
                    SourceCode = site.Category,
                    Name = site.Name,
                    Longitude = longitude,
                    Latitude = latitude,
                    Source = options.Path,
                    Edition = options.Edition ?? file.Edition,
                    CommuneCode = site.CommuneCode,
                },
                siteClasses,
                at);
        }

        return collector.Finish(file.Sites.Count);
    }

    /// <inheritdoc/>
    /// <remarks>A file without any establishment within reach is one of another region.</remarks>
    public IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places) =>
        places.Count == 0 ? [] : classes.All.Where(placeClass => placeClass.FinessCategories.Count > 0).Select(placeClass => placeClass.Name);
}
