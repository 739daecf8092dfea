using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GeoCohesion.Core;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Stores;

/// <summary>What is to be known of a run beside its tables.</summary>
/// <param name="Version">Changes whenever the run's results do; letters and digits.</param>
/// <param name="TerritoryName">Name of the territory.</param>
/// <param name="ProgramVersion">Version of the program that computed it.</param>
/// <param name="ServiceDate">Day whose public transport the results describe; null where there is none in the run.</param>
/// <param name="Attribution">Whom the data are owed to, one line each.</param>
/// <param name="LegalCrs">The territory's legal coordinate system in metres; null where the run has no place on Earth.</param>
/// <param name="PublishedUtc">When the results were written.</param>
public sealed record RunDescription(
    string Version,
    string TerritoryName,
    string ProgramVersion,
    DateOnly? ServiceDate,
    IReadOnlyList<string> Attribution,
    ServedCrs? LegalCrs,
    DateTimeOffset PublishedUtc)
{
    /// <summary>Version of the run that a manifest describes: the manifest has the hash of every result.</summary>
    public static string VersionOf(ReadOnlySpan<byte> manifest) => Convert.ToHexStringLower(SHA256.HashData(manifest))[..16];

    /// <summary>Reads a description from a manifest.</summary>
    /// <param name="manifest">Root of the manifest.</param>
    /// <param name="collections">
    /// Layers of the run; the first that lies on Earth says which legal system holds where the manifest names none.
    /// </param>
    /// <param name="version">See <see cref="Version"/>.</param>
    /// <param name="publishedUtc">See <see cref="PublishedUtc"/>.</param>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member is of another kind.</exception>
    /// <exception cref="FormatException">A date is none.</exception>
    /// <exception cref="InputException">The program does not know the coordinate system.</exception>
    public static RunDescription Of(
        JsonElement manifest, IReadOnlyList<FeatureCollectionInfo> collections, string version, DateTimeOffset publishedUtc)
    {
        var territory = manifest.GetProperty("territory");
        DateOnly? serviceDate = manifest.GetProperty("parameters").TryGetProperty("transit", out var transit)
            && transit.TryGetProperty("date", out var date)
            ? DateOnly.ParseExact(date.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
        var extent = collections.Select(collection => collection.Extent).OfType<Envelope>().FirstOrDefault();
        var legal = territory.TryGetProperty("crs", out var crs)
            ? ServedCrs.Parse(crs.GetString()!, new SourceLocation("territory", Field: "crs"))
            : extent is null ? null : ServedCrs.LegalAt(extent.Centre.X, extent.Centre.Y);
        return new RunDescription(
            version,
            territory.GetProperty("name").GetString()!,
            manifest.GetProperty("program").GetProperty("version").GetString()!,
            serviceDate,
            [.. manifest.GetProperty("attribution").EnumerateArray().Select(line => line.GetString()!)],
            legal,
            publishedUtc);
    }
}
