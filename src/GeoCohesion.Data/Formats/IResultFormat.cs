using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Data.Formats;

/// <summary>A text format that a result table is written in; adding one is adding one file.</summary>
public interface IResultFormat : INamed
{
    /// <summary>With its dot, e.g. <c>.geojson</c>.</summary>
    string FileExtension { get; }

    /// <summary>E.g. <c>application/geo+json</c>.</summary>
    string MediaType { get; }

    /// <summary>Writes a table; same table, same bytes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="provenanceJson">How the run was computed, as a JSON object; formats without a place for it leave it to the manifest.</param>
    /// <param name="stream">Left open.</param>
    void Write(ResultTable table, ReadOnlyMemory<byte> provenanceJson, Stream stream);
}
