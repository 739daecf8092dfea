using System.CommandLine;
using System.CommandLine.Parsing;
using GeoCohesion.Core;
using GeoCohesion.Data.Jobs;
using GeoCohesion.Data.Stores.PostGis;

namespace GeoCohesion.Cli;

/// <summary>Options about the table in PostGIS that isochrones are written to.</summary>
sealed class IsochroneTableOptions
{
    readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "Also write a table in PostGIS, such as 'Host=localhost;Database=gis;Username=me' or postgresql://me@localhost/gis; "
            + $"with --table, {PostgresOption.Variable} of the environment unless given",
        HelpName = "CONNECTION",
    };

    readonly Option<PostGisTable> _table = new("--table")
    {
        Description = $"Name of that table; {PostGisTable.Isochrones} unless given",
        HelpName = "[SCHEMA.]NAME",
        CustomParser = Parse,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_postgres);
        command.Add(_table);
    }

    /// <summary>The table, or null where none is asked for.</summary>
    /// <exception cref="InputException">A table is named, and no connection (<c>option-missing</c>).</exception>
    public IsochroneTable? Table(ParseResult parsed)
    {
        if (!IsochroneCliOptions.Is(parsed, _postgres) && !IsochroneCliOptions.Is(parsed, _table))
        {
            return null;
        }

        var connection = PostgresOption.Connection(parsed, _postgres) ?? throw new InputException(
            "option-missing", $"a table is in a database: this option, or {PostgresOption.Variable} in the environment, is expected.", new SourceLocation(_postgres.Name));
        return new IsochroneTable(connection, IsochroneCliOptions.Is(parsed, _table) ? parsed.GetValue(_table)! : PostGisTable.Isochrones);
    }

    /// <summary>Says what became of it.</summary>
    public static void Print(IsochroneTableResult? table, TextWriter error)
    {
        if (table is not null)
        {
            error.WriteLine(table.IsNew ? $"Written to {table.Name}." : $"{table.Name} is made of the same already; nothing was changed.");
        }
    }

    static PostGisTable Parse(ArgumentResult result)
    {
        if (!PostGisTable.TryParse(result.Tokens[0].Value, out var table))
        {
            result.AddError(
                $"--table: '{result.Tokens[0].Value}' is not accepted; NAME or SCHEMA.NAME of letters, digits and underscores is expected, other than those of published runs.");
        }

        return table;
    }
}
