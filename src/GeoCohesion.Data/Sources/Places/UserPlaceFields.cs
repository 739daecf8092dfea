using GeoCohesion.Core;

namespace GeoCohesion.Data.Sources.Places;

/// <summary>Names under which a user's own files of places give their fields; the first is the one that messages ask for.</summary>
static class UserPlaceFields
{
    public static readonly string[] Longitude = ["lon", "longitude", "lng", "long"];
    public static readonly string[] Latitude = ["lat", "latitude"];
    public static readonly string[] X = ["x", "lambert_x", "coord_x", "coordx"];
    public static readonly string[] Y = ["y", "lambert_y", "coord_y", "coordy"];
    public static readonly string[] Id = ["id", "identifiant", "code"];
    public static readonly string[] Name = ["name", "nom", "libelle", "libellé", "label"];
    public static readonly string[] Class = ["class", "classe"];
    public static readonly string[] Capacity = ["capacity", "capacite", "capacité", "weight", "poids", "nombre"];
    public static readonly string[] Commune = ["insee_com", "code_insee", "depcom", "commune"];

    /// <summary>The class that the options state for the whole file, or null when each record must say its own.</summary>
    /// <exception cref="InputException">
    /// <c>class-unknown</c>, or <c>class-missing</c> when neither the options nor the records say it.
    /// </exception>
    public static PlaceClass? ClassOfFile(PlaceSourceOptions options, PlaceClasses classes, bool recordsSayIt)
    {
        var at = new SourceLocation(options.Path, null, "class");
        if (options.ClassName is { } name)
        {
            return classes.Pick(name, at);
        }

        return recordsSayIt ? null : throw new InputException(
            "class-missing",
            "the file does not say of which class its places are; add a field 'class' (or 'classe'), or name it with the option 'class'.",
            at);
    }

    /// <summary>Prefix of ids: the file's name without folder and extensions.</summary>
    public static string IdPrefix(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? name[..dot] : name;
    }

    /// <summary>Refuses a capacity that is not above 0.</summary>
    /// <exception cref="InputException"><c>capacity-not-positive</c>.</exception>
    public static double RequirePositive(double capacity, SourceLocation at) =>
        capacity > 0 ? capacity : throw new InputException("capacity-not-positive", $"found {capacity}; a capacity must be above 0.", at);
}
