using System.CommandLine;
using System.CommandLine.Help;
using GeoCohesion.Core;

namespace GeoCohesion.Cli;

/// <summary>Parses the command line, runs a command, and turns every failure into a sentence and an exit code.</summary>
public static class CommandLine
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>Something in the input or the options has to be mended by the user.</summary>
    public const int InputError = 2;

    /// <summary>A mistake of the program.</summary>
    public const int Bug = 70;

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">Arguments without the program's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(
            "GeoCohesion: is any popular district more than half an hour from its town centre, its doctors, its schools?\n\n"
            + "Examples:\n"
            + "  geocohesion demo                              compute the sample city and look at it\n"
            + "  geocohesion check territory.json              read every input, compute nothing\n"
            + "  geocohesion run territory.json --out results  compute a territory\n"
            + "  geocohesion serve results                     look at the results in a browser");
        foreach (var command in Catalog.Of<ICliCommand>().Values.OrderBy(command => command.Order))
        {
            root.Add(command.Build());
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show help, with examples";
        }

        try
        {
            if (arguments.Contains(""))
            {
                error.WriteLine("An empty value was given, perhaps by an unset variable of the shell; give a name, or leave the option out.");
                return InputError;
            }

            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                foreach (var problem in Problems(parsed))
                {
                    error.WriteLine(problem);
                }

                error.WriteLine($"See 'geocohesion {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help'.");
                return InputError;
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (InputException e)
        {
            error.WriteLine(e.Message);
            return InputError;
        }
#pragma warning disable CA1031 // The last resort of the program: whatever it is becomes exit code 70, never a silent end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            error.WriteLine("This is a mistake of GeoCohesion, not of your files; please report it with the lines below.");
            error.WriteLine(e);
            return Bug;
        }
    }

    /// <summary>What is wrong with a command line.</summary>
    /// <remarks>What is there too much goes before what is missing, since the one often explains the other.</remarks>
    static IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var values = command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? []).Select(token => token.Value);
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var strange = values.FirstOrDefault(value => value.StartsWith('-')) ?? parsed.UnmatchedTokens[0];
            var known = command is RootCommand
                ? $"use one of {string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name))}"
                : $"the options of '{command.Name}' are {string.Join(", ", command.Options.Select(option => option.Name))}";
            return [$"'{strange}' is not known here; {known}."];
        }

        var missing = command.Arguments.FirstOrDefault(
            argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 });
        return missing is not null
            ? [$"{missing.Name} is missing: 'geocohesion {command.Name} {missing.Name}' is expected."]
            : parsed.Errors.Select(problem => problem.Message);
    }
}
