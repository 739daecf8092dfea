namespace GeoCohesion.Data.Stores.Cql2;

/// <summary>Kinds of the smallest pieces of a CQL2 text.</summary>
enum Cql2TokenKind
{
    /// <summary>A word without quotes: keyword, function or property.</summary>
    Word,

    /// <summary>A property in double quotes.</summary>
    QuotedName,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A parenthesis, a comma, or a comparison.</summary>
    Symbol,

    /// <summary>After the last piece.</summary>
    End,
}

/// <summary>A piece of a CQL2 text.</summary>
/// <param name="Kind">Kind of piece.</param>
/// <param name="Content">What it says, without quotes.</param>
/// <param name="Position">Its first character in the text, from 1.</param>
readonly record struct Cql2Token(Cql2TokenKind Kind, string Content, int Position)
{
    /// <summary>Whether it is a keyword, in capitals or not.</summary>
    public bool Is(string keyword) => Kind == Cql2TokenKind.Word && Content.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a sign.</summary>
    public bool IsSymbol(string symbol) => Kind == Cql2TokenKind.Symbol && Content == symbol;

    /// <summary>For messages.</summary>
    public string Shown => Kind switch
    {
        Cql2TokenKind.End => "the end",
        Cql2TokenKind.Text => "a text in quotes",
        _ => $"'{Content}'",
    };
}
