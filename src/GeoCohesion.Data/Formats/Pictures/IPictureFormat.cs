using GeoCohesion.Core;

namespace GeoCohesion.Data.Formats.Pictures;

/// <summary>A format that a picture is written in; adding one is adding one file.</summary>
public interface IPictureFormat : INamed
{
    /// <summary>With its dot, e.g. <c>.svg</c>.</summary>
    string FileExtension { get; }

    /// <summary>E.g. <c>image/svg+xml</c>.</summary>
    string MediaType { get; }

    /// <summary>Writes a picture; same picture, same bytes.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="stream">Left open.</param>
    void Write(Picture picture, Stream stream);
}
