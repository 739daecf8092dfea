using GeoCohesion.SampleCity.Streets;

namespace GeoCohesion.SampleCity.Plan;

/// <summary>How local streets look in one kind of neighbourhood: a bent lattice of which some streets are left out.</summary>
/// <param name="Main">Class of the streets.</param>
/// <param name="AlongMeters">Distance between lattice points along the zone's orientation.</param>
/// <param name="AcrossMeters">Distance between lattice points across it.</param>
/// <param name="JitterMeters">How far each point is moved at random.</param>
/// <param name="LoopShare">Share of streets kept beyond those that hold the zone together: 1 is a full grid, 0 a tree of
/// culs-de-sac.</param>
/// <param name="LinkShare">Share of the streets left out that remain as footpaths.</param>
/// <param name="ReachShare">Share of the edge's streets that reach out to the streets around.</param>
/// <param name="DiagonalShare">Share of blocks crossed by a diagonal footpath.</param>
/// <param name="OneWayShare">Share of streets that are one-way.</param>
/// <param name="PeoplePerKm2">Usual density.</param>
/// <param name="StreetName">What its streets are called.</param>
/// <param name="ImpasseName">What its culs-de-sac are called.</param>
public sealed record Fabric(
    StreetClass Main, double AlongMeters, double AcrossMeters, double JitterMeters, double LoopShare, double LinkShare, double ReachShare,
    double DiagonalShare, double OneWayShare, int PeoplePerKm2, string StreetName, string ImpasseName)
{
    public static readonly Fabric OldTown = new(StreetClass.LivingStreet, 66, 58, 10, 0.72, 0.25, 0.9, 0, 0.3, 9500, "Rue", "Passage");
    public static readonly Fabric Faubourg = new(StreetClass.Residential, 98, 118, 6, 0.86, 0.1, 0.9, 0, 0.28, 7600, "Rue", "Impasse");
    public static readonly Fabric Estate = new(StreetClass.Residential, 112, 96, 5, 0.12, 0.85, 0.6, 0.45, 0.04, 10500, "Allée", "Square");
    public static readonly Fabric Lotissement = new(StreetClass.Residential, 92, 104, 9, 0.22, 0.3, 0.4, 0, 0.03, 2700, "Rue", "Impasse");
    public static readonly Fabric Village = new(StreetClass.Residential, 88, 96, 12, 0.6, 0.15, 0.8, 0, 0.1, 3800, "Rue", "Venelle");
    public static readonly Fabric Business = new(StreetClass.Unclassified, 190, 170, 8, 0.5, 0, 0.5, 0, 0, 25, "Rue", "Impasse");
    public static readonly Fabric Campus = new(StreetClass.Footway, 80, 75, 8, 0.7, 0, 1, 0.3, 0, 900, "Allée", "Allée");
    public static readonly Fabric Park = new(StreetClass.Path, 110, 90, 18, 0.5, 0, 0.7, 0, 0, 0, "Allée", "Allée");
    public static readonly Fabric Fields = new(StreetClass.Track, 520, 560, 120, 0.15, 0, 0.5, 0, 0, 6, "Chemin", "Chemin");

    /// <summary>Nothing may be drawn here.</summary>
    public static readonly Fabric Closed = new(StreetClass.Service, 100, 100, 0, 0, 0, 0, 0, 0, 0, "", "");
}
