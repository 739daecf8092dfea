using System.CommandLine;
using GeoCohesion.Core;

namespace GeoCohesion.Cli;

/// <summary>A command of the program; adding one is adding one file.</summary>
public interface ICliCommand : INamed
{
    /// <summary>Its place in <c>--help</c>, ascending.</summary>
    int Order { get; }

    /// <summary>Options, arguments, description with examples, and what it does; the action returns the exit code.</summary>
    Command Build();
}
