using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Data.Stores;

/// <summary>The collection of the runs that a store holds: one feature per version, without geometry.</summary>
public static class RunsCollection
{
    /// <summary>Id of the collection.</summary>
    public const string Id = "runs";

    /// <summary>How instants are written: ISO 8601, whole seconds, UTC.</summary>
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>How days are written.</summary>
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>Describes it.</summary>
    public static FeatureCollectionInfo Info { get; } = new()
    {
        Id = Id,
        Title = "Calculs publiés",
        GeometryType = null,
        Extent = null,
        Properties =
        [
            new("version", ColumnKind.Text, "", "Version of the run: another one whenever its results are others"),
            new("published_at", ColumnKind.Text, "", "When the run was published, UTC"),
            new("territory", ColumnKind.Text, "", "Name of the territory"),
            new("program_version", ColumnKind.Text, "", "Version of the program that computed it"),
            new("service_date", ColumnKind.Text, "", "Day whose public transport it describes"),
            new("is_current", ColumnKind.Flag, "", "Whether requests are answered by this run"),
        ],
        FirstPropertyIsId = true,
    };
}
