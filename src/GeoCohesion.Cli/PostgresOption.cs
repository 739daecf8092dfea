using System.CommandLine;
using System.CommandLine.Parsing;

namespace GeoCohesion.Cli;

/// <summary>Connection to PostGIS, from the command line or the environment.</summary>
/// <remarks>On the command line other users of the machine can read it; in the environment they cannot.</remarks>
static class PostgresOption
{
    /// <summary>Variable of the environment that holds the connection where the option is not given.</summary>
    public const string Variable = "GEOCOHESION_POSTGRES";

    /// <summary>The option.</summary>
    public static Option<string?> Make() => new("--postgres")
    {
        Description = "PostGIS, such as 'Host=localhost;Database=gis;Username=me' or postgresql://me@localhost/gis; "
            + $"{Variable} of the environment unless given",
        HelpName = "CONNECTION",
    };

    /// <summary>The connection, or null where there is none.</summary>
    public static string? Connection(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) ?? FromEnvironment;

    /// <summary>The connection of the environment, or null.</summary>
    public static string? FromEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } connection ? connection : null;

    /// <summary>Whether the option is given.</summary>
    public static bool IsGiven(SymbolResult result, Option<string?> option) => result.GetResult(option) is { Implicit: false };
}
