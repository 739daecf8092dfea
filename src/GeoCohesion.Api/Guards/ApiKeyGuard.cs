using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GeoCohesion.Api.Guards;

/// <summary>Lets those in who have a key, and takes the key out of the address, so that no link and no later step has it.</summary>
sealed class ApiKeyGuard(ApiKeys keys, RequestDelegate next)
{
    /// <summary>Header of the key.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>Parameter of the key.</summary>
    public const string Parameter = "apikey";

    static readonly object s_name = new();

    /// <summary>Name of the key's owner; null where no key was needed.</summary>
    public static string? OwnerOf(HttpContext http) => http.Items.TryGetValue(s_name, out var name) ? (string?)name : null;

    /// <summary>Handles a request.</summary>
    public Task Invoke(HttpContext http)
    {
        var request = http.Request;
        string? key = request.Headers[Header];
        if (request.Query.ContainsKey(Parameter))
        {
            key = key is null && request.Query[Parameter].Count == 1 ? request.Query[Parameter].ToString() : key;
            request.QueryString = QueryString.Create(request.Query.Where(parameter => parameter.Key != Parameter));
        }

        if (GuardedEndpoints.Kind(http) != RequestKind.Health)
        {
            if (key is null || keys.NameOf(key) is not { } owner)
            {
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.WWWAuthenticate = "ApiKey realm=\"GeoCohesion\"";
                    return Task.CompletedTask;
                });
                throw new RequestRefusedException(
                    StatusCodes.Status401Unauthorized,
                    key is null ? "api-key-missing" : "api-key-unknown",
                    $"{(key is null ? "a key is needed" : "this key is not known")}; send yours in the header {Header} or the parameter {Parameter}.");
            }

            http.Items[s_name] = owner;
            http.Response.OnStarting(() =>
            {
                // What is for owners of keys is not for caches that many share.
                if (http.Response.Headers.CacheControl.ToString() is { Length: > 0 } control)
                {
                    http.Response.Headers.CacheControl = control.Replace("public", "private", StringComparison.Ordinal);
                }

                http.Response.Headers.Append(HeaderNames.Vary, Header);
                return Task.CompletedTask;
            });
        }

        return next(http);
    }
}
