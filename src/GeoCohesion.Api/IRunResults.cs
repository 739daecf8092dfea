using GeoCohesion.Data.Stores;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api;

/// <summary>Where the service finds a run: its layers as a store, and the files that the manifest lists, whole.</summary>
public interface IRunResults
{
    /// <summary>Opens the store; the service disposes of it.</summary>
    IPublishedStore OpenStore();

    /// <summary>Files by name; no other is ever served.</summary>
    IReadOnlyDictionary<string, ResultFile> FilesFor(HttpContext context);

    /// <summary>Sends the manifest.</summary>
    IResult SendManifest(HttpContext context);

    /// <summary>Sends a file, one of <see cref="FilesFor"/> of the same request.</summary>
    IResult Send(HttpContext context, ResultFile file);
}
