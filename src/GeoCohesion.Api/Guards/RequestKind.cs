namespace GeoCohesion.Api.Guards;

/// <summary>What a request costs, and so which limits hold for it.</summary>
enum RequestKind
{
    /// <summary>Reads from the store.</summary>
    Reading,

    /// <summary>Computes: takes a core for as long as it takes.</summary>
    Analysis,

    /// <summary>Sends a file, which may take a slow line long.</summary>
    File,

    /// <summary>Asks how the service is: always answered, and without a key.</summary>
    Health,
}

/// <summary>Says of an endpoint which limits hold for it.</summary>
sealed record GuardedAs(RequestKind Kind);
