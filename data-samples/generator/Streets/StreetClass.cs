namespace GeoCohesion.SampleCity.Streets;

/// <summary>What a street is for; written as the OSM <c>highway</c> value.</summary>
public enum StreetClass
{
    Trunk,
    TrunkLink,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    LivingStreet,
    Pedestrian,
    Service,
    Track,
    Cycleway,
    Footway,
    Path,
    Steps,
}

public static class StreetClasses
{
    public static string HighwayTag(this StreetClass kind) => kind switch
    {
        StreetClass.TrunkLink => "trunk_link",
        StreetClass.LivingStreet => "living_street",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Open to cars in general.</summary>
    public static bool TakesCars(this StreetClass kind) => kind <= StreetClass.LivingStreet || kind == StreetClass.Service;

    /// <summary>Open to people on foot.</summary>
    public static bool TakesWalkers(this StreetClass kind) => kind > StreetClass.TrunkLink;

    /// <summary>Part of the skeleton that local streets lean on.</summary>
    public static bool IsAxis(this StreetClass kind) => kind is >= StreetClass.Primary and <= StreetClass.Tertiary;
}
