using GeoCohesion.Core;
using GeoCohesion.Core.Network;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>A format of files of places: to add one, add one file.</summary>
public interface IPlaceSource : INamed
{
    /// <summary>Reads the places of a file that lie in the area of interest, in the order of the file.</summary>
    /// <param name="options">The file and how to read it.</param>
    /// <param name="classes">Which codes belong to which class.</param>
    /// <param name="notices">Receives everything that was left out, counted.</param>
    /// <returns>Places with ids that are unique within the file and do not depend on the area of interest.</returns>
    /// <exception cref="InputException">The file cannot be used as a whole: see <c>docs/errors.md</c>.</exception>
    IReadOnlyList<Place> Read(PlaceSourceOptions options, PlaceClasses classes, NoticeLog notices);

    /// <summary>
    /// Names of the classes that the file would list a place of if there were one: that it has none of another class says nothing about it.
    /// </summary>
    /// <param name="options">The file and how to read it.</param>
    /// <param name="classes">Which codes belong to which class.</param>
    /// <param name="places">What <see cref="Read"/> gave.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    IEnumerable<string> Supplies(PlaceSourceOptions options, PlaceClasses classes, IReadOnlyList<Place> places);
}
