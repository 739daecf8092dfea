namespace GeoCohesion.Api.Features;

/// <summary>Under which terms the data are given.</summary>
static class Licences
{
    /// <summary>The licences of the sources, as links.</summary>
    public static IReadOnlyList<Link> Links { get; } =
    [
        new("https://opendatacommons.org/licenses/odbl/1-0/", "license", Features.Links.Html, "Open Database License 1.0 (OpenStreetMap)"),
        new("https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "license", Features.Links.Html,
            "Licence Ouverte / Open Licence 2.0"),
    ];
}
