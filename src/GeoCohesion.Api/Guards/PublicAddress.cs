using System.Net;
using Microsoft.AspNetCore.Http;

namespace GeoCohesion.Api.Guards;

/// <summary>Makes sure that links begin with an address that is the service's own, not with whatever a request claims.</summary>
/// <param name="url">Address of the service as clients reach it, or null: then that of the request, if it is one of this machine.</param>
/// <param name="next">What comes after.</param>
sealed class PublicAddress(Uri? url, RequestDelegate next)
{
    /// <summary>Handles a request.</summary>
    public Task Invoke(HttpContext http)
    {
        var request = http.Request;
        if (url is not null)
        {
            request.Scheme = url.Scheme;
            request.Host = new HostString(url.Authority);
            request.PathBase = url.AbsolutePath.TrimEnd('/');
        }
        else if (request.Host.HasValue && !IsOfThisMachine(request.Host.Host))
        {
            // A page elsewhere whose name was made to lead here (DNS rebinding) ends here too.
            throw new RequestRefusedException(
                StatusCodes.Status421MisdirectedRequest,
                "host-unknown",
                "this service is not known under that name; use its IP address, or start it with --public-url and the address of its proxy.");
        }

        return next(http);
    }

    static bool IsOfThisMachine(string name) =>
        IPAddress.TryParse(name, out _)
        || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || name.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);
}
