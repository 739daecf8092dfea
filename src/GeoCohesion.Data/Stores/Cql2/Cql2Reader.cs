using System.Globalization;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores.Cql2;

/// <summary>Goes through the pieces of a CQL2 text, one at a time.</summary>
sealed class Cql2Reader(List<Cql2Token> tokens)
{
    int _at;

    /// <summary>The piece that comes next.</summary>
    public Cql2Token Next => tokens[_at];

    /// <summary>The piece after <see cref="Next"/>.</summary>
    public Cql2Token Second => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Takes the next piece; the end can be taken any number of times.</summary>
    public Cql2Token Take()
    {
        var token = tokens[_at];
        _at = Math.Min(_at + 1, tokens.Count - 1);
        return token;
    }

    /// <summary>Takes a keyword if it is next.</summary>
    public bool Accept(string keyword)
    {
        if (!Next.Is(keyword))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes a sign if it is next.</summary>
    public bool AcceptSymbol(string symbol)
    {
        if (!Next.IsSymbol(symbol))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes a keyword.</summary>
    /// <exception cref="InputException">Something else is next (<c>filter-syntax</c>).</exception>
    public void Expect(string keyword)
    {
        if (!Accept(keyword))
        {
            throw Unexpected(keyword);
        }
    }

    /// <summary>Takes a sign.</summary>
    /// <exception cref="InputException">Something else is next (<c>filter-syntax</c>).</exception>
    public void ExpectSymbol(string symbol)
    {
        if (!AcceptSymbol(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    /// <summary>Reads the number that a piece is; false where it is none, or beyond all numbers.</summary>
    public static bool TryNumber(Cql2Token token, out double number)
    {
        number = double.NaN;
        return token.Kind == Cql2TokenKind.Number
            && double.TryParse(token.Content, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>The next piece is not what is accepted.</summary>
    public InputException Unexpected(string accepted) => Unexpected(Next, accepted);

    /// <summary>A piece is not what is accepted.</summary>
    public static InputException Unexpected(Cql2Token token, string accepted) =>
        Cql2Errors.Syntax($"{token.Shown} stands where {accepted} is expected", token.Position);
}
