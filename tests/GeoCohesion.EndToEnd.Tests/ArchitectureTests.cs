using System.Reflection;
using GeoCohesion.Api;
using GeoCohesion.Cli;
using GeoCohesion.Core;
using GeoCohesion.Data;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests;

/// <summary>
/// The borders of the house: Core touches no bytes; Network, Routing, Accessibility build on each other in this order; sources and build know neither
/// stores nor formats; the API opens what was built.
/// </summary>
public sealed class ArchitectureTests
{
    static readonly Assembly s_core = typeof(InputException).Assembly;
    static readonly Assembly s_data = typeof(NoticeLog).Assembly;
    static readonly Assembly s_api = typeof(ResultService).Assembly;
    static readonly Assembly s_cli = typeof(CommandLine).Assembly;

    [Fact]
    public void Projects_reference_only_what_lies_before_them()
    {
        Assert.Equal(["NetTopologySuite"], References(s_core));
        Assert.Contains("GeoCohesion.Core", References(s_data));
        Assert.DoesNotContain(References(s_data), name => name is "GeoCohesion.Api" or "geocohesion");
        Assert.DoesNotContain("geocohesion", References(s_api));
        Assert.Contains("GeoCohesion.Api", References(s_cli));
    }

    [Theory]
    [InlineData("GeoCohesion.Core.Network", "GeoCohesion.Core.Accessibility")]
    [InlineData("GeoCohesion.Core.Routing", "GeoCohesion.Core.Accessibility")]
    [InlineData("GeoCohesion.Core.Network", "GeoCohesion.Core.Indicators")]
    [InlineData("GeoCohesion.Core.Routing", "GeoCohesion.Core.Indicators")]
    [InlineData("GeoCohesion.Core.Accessibility", "GeoCohesion.Core.Indicators")]
    [InlineData("GeoCohesion.Core.Network", "GeoCohesion.Core.Isochrones")]
    [InlineData("GeoCohesion.Core.Routing", "GeoCohesion.Core.Isochrones")]
    [InlineData("GeoCohesion.Core.Isochrones", "GeoCohesion.Core.Accessibility")]
    [InlineData("GeoCohesion.Core.Isochrones", "GeoCohesion.Core.Indicators")]
    [InlineData("GeoCohesion.Data.Sources", "GeoCohesion.Data.Build")]
    [InlineData("GeoCohesion.Data.Sources", "GeoCohesion.Data.Stores")]
    [InlineData("GeoCohesion.Data.Sources", "GeoCohesion.Data.Formats")]
    [InlineData("GeoCohesion.Data.Sources", "GeoCohesion.Data.Jobs")]
    [InlineData("GeoCohesion.Data.Build", "GeoCohesion.Data.Stores")]
    [InlineData("GeoCohesion.Data.Build", "GeoCohesion.Data.Formats")]
    [InlineData("GeoCohesion.Data.Build", "GeoCohesion.Data.Jobs")]
    [InlineData("GeoCohesion.Data.Stores", "GeoCohesion.Data.Formats")]
    [InlineData("GeoCohesion.Data.Stores", "GeoCohesion.Data.Jobs")]
    [InlineData("GeoCohesion.Data.Formats", "GeoCohesion.Data.Stores")]
    [InlineData("GeoCohesion.Data.Formats", "GeoCohesion.Data.Jobs")]
    [InlineData("GeoCohesion.Data.Formats.Pictures", "GeoCohesion.Data.Formats.Maps")]
    [InlineData("GeoCohesion.Data.Formats.Pictures", "NetTopologySuite")]
    [InlineData("GeoCohesion.Api", "GeoCohesion.Data.Sources")]
    [InlineData("GeoCohesion.Api", "GeoCohesion.Data.Build")]
    [InlineData("GeoCohesion.Api", "GeoCohesion.Data.Jobs")]
    public void A_namespace_does_not_know_what_comes_after_it(string user, string forbidden)
    {
        var types = new[] { s_core, s_data, s_api }.SelectMany(assembly => assembly.GetTypes()).Where(type => IsIn(type, user)).ToArray();
        Assert.NotEmpty(types);
        var breaches = types
            .SelectMany(type => TypeDependencies.TypesUsedBy(type).Where(used => IsIn(used, forbidden)).Select(used => $"{type.FullName} uses {used.FullName}"))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Empty(breaches);
    }

    [Fact]
    public void Routing_builds_on_the_network_and_the_network_only_on_the_units_of_time()
    {
        var breaches = s_core.GetTypes()
            .Where(type => IsIn(type, "GeoCohesion.Core.Network"))
            .SelectMany(type => TypeDependencies.TypesUsedBy(type)
                .Where(used => IsIn(used, "GeoCohesion.Core.Routing") && used.Name != "TravelTime")
                .Select(used => $"{type.FullName} uses {used.FullName}"));
        Assert.Empty(breaches);
    }

    [Fact]
    public void Core_has_no_files_no_network_no_clock_no_tasks_no_unseeded_random()
    {
        string[] forbiddenNamespaces = ["System.IO", "System.Net", "System.Text.Json", "System.Data"];
        var breaches = new List<string>();
        foreach (var type in s_core.GetTypes())
        {
            breaches.AddRange(TypeDependencies.TypesUsedBy(type)
                .Where(used => forbiddenNamespaces.Any(forbidden => IsIn(used, forbidden)) || used == typeof(Task) || used == typeof(ValueTask))
                .Select(used => $"{type.FullName} uses {used.FullName}"));
            breaches.AddRange(TypeDependencies.MembersUsedBy(type)
                .Where(member => member is MethodBase { Name: "get_Now" or "get_UtcNow" or "get_Today" } or MethodBase { Name: "get_Shared", DeclaringType.Name: "Random" }
                    || (member is ConstructorInfo constructor && constructor.DeclaringType == typeof(Random) && constructor.GetParameters().Length == 0)
                    || member.DeclaringType == typeof(System.Diagnostics.Stopwatch)

                    // The compiler itself asks for the thread in every iterator.
                    || (member.DeclaringType == typeof(Environment) && member.Name != "get_CurrentManagedThreadId"))
                .Select(member => $"{type.FullName} uses {member.DeclaringType}.{member.Name}"));
        }

        Assert.Empty(breaches.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_reader_of_dependencies_sees_through_method_bodies()
    {
        // The tests above could pass by seeing nothing; this one fails if so.
        Assert.Contains(typeof(File), TypeDependencies.TypesUsedBy(typeof(Data.Sources.InputFile)));
        Assert.Contains(TypeDependencies.MembersUsedBy(typeof(CommandLine)), member => member.Name == "Parse");
    }

    static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies()
        .Select(name => name.Name!)
        .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) && name != "netstandard")
        .Order(StringComparer.Ordinal);

    static bool IsIn(Type type, string space) =>
        type.Namespace is { } own && (own == space || own.StartsWith(space + ".", StringComparison.Ordinal));
}
