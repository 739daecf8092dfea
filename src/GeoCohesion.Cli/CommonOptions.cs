using System.CommandLine;

namespace GeoCohesion.Cli;

/// <summary>Options that several commands share.</summary>
static class CommonOptions
{
    /// <summary>Worker threads.</summary>
    public static Option<int> Threads() => new("--threads")
    {
        Description = "Worker threads; the results do not depend on it",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => Number(result, 1, 1024),
    };

    /// <summary>TCP port of the service.</summary>
    public static Option<int> Port(string description) => new("--port")
    {
        Description = description,
        DefaultValueFactory = _ => 5080,
        CustomParser = result => Number(result, 0, 65535),
    };

    /// <summary>Path of <c>territory.json</c>.</summary>
    public static Argument<string> Territory() => new("territory.json") { Description = "Inputs and parameters; its JSON Schema is docs/territory.schema.json" };

    /// <summary>Notices of severity error end the run.</summary>
    public static Option<bool> Strict() => new("--strict") { Description = "Treat flaws in the data that lose something as errors (exit code 2)" };

    /// <summary>Parses a whole number, or says what is accepted.</summary>
    public static int Number(System.CommandLine.Parsing.ArgumentResult result, int least, int most)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{OptionName(result)}: '{text}' is not accepted; a whole number from {least} to {most} is expected.");
        return least;
    }

    /// <summary>Parses whole numbers separated by commas, or says what is accepted.</summary>
    public static int[] Numbers(System.CommandLine.Parsing.ArgumentResult result, int least, int most)
    {
        var text = result.Tokens[0].Value;
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            {
                result.AddError($"{OptionName(result)}: '{text}' is not accepted; whole numbers from {least} to {most} separated by commas are expected.");
                return [];
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Parses a number with a decimal point, or says what is accepted.</summary>
    public static double Decimal(System.CommandLine.Parsing.ArgumentResult result, double least, double most)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{OptionName(result)}: '{text}' is not accepted; a number from {least} to {most} with a decimal point is expected.");
        return least;
    }

    /// <summary>Takes one of a few names, or says which are accepted.</summary>
    public static string Choice(System.CommandLine.Parsing.ArgumentResult result, params ReadOnlySpan<string> names)
    {
        var text = result.Tokens[0].Value;
        if (!names.Contains(text))
        {
            result.AddError($"{OptionName(result)}: '{text}' is not accepted; one of {string.Join(", ", names)} is expected.");
        }

        return text;
    }

    static string OptionName(System.CommandLine.Parsing.ArgumentResult result) =>
        result.Parent is System.CommandLine.Parsing.OptionResult option ? option.Option.Name : result.Argument.Name;
}
