using System.Text;
using GeoCohesion.Core;

namespace GeoCohesion.Data.Stores.Cql2;

/// <summary>Cuts a CQL2 text (OGC 21-065r2, annex B) into pieces.</summary>
static class Cql2Lexer
{
    /// <summary>All pieces, the last of kind <see cref="Cql2TokenKind.End"/>.</summary>
    /// <exception cref="InputException">A character means nothing here, or a quote is not closed (<c>filter-syntax</c>).</exception>
    public static List<Cql2Token> Read(string text)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
        {
            throw Cql2Errors.Syntax("the character NUL means nothing", nul + 1);
        }

        var tokens = new List<Cql2Token>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            var first = text[at];
            if (char.IsWhiteSpace(first))
            {
                at++;
            }
            else if (first is '\'')
            {
                var content = Quoted(text, ref at);
                tokens.Add(new Cql2Token(Cql2TokenKind.Text, content, start + 1));
            }
            else if (first is '"')
            {
                var end = text.IndexOf('"', start + 1);
                at = end < 0 ? throw Unclosed(start) : end + 1;
                tokens.Add(new Cql2Token(Cql2TokenKind.QuotedName, text[(start + 1)..end], start + 1));
            }
            else if (char.IsLetter(first) || first is '_')
            {
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.' or ':'))
                {
                    at++;
                }

                tokens.Add(new Cql2Token(Cql2TokenKind.Word, text[start..at], start + 1));
            }
            else if (char.IsAsciiDigit(first) || first is '.' or '+' or '-')
            {
                at += NumberLength(text.AsSpan(at));
                tokens.Add(new Cql2Token(Cql2TokenKind.Number, text[start..at], start + 1));
            }
            else
            {
                var isPair = at + 1 < text.Length && text.Substring(at, 2) is "<>" or "<=" or ">=";
                if (!isPair && first is not ('(' or ')' or ',' or '=' or '<' or '>'))
                {
                    throw Cql2Errors.Syntax($"'{first}' means nothing here", start + 1);
                }

                at += isPair ? 2 : 1;
                tokens.Add(new Cql2Token(Cql2TokenKind.Symbol, text[start..at], start + 1));
            }
        }

        tokens.Add(new Cql2Token(Cql2TokenKind.End, "", text.Length + 1));
        return tokens;
    }

    // A quote within a text is doubled, or stands after a backslash.
    static string Quoted(string text, ref int at)
    {
        var start = at;
        var content = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            var isEscaped = at + 1 < text.Length && (text[at] is '\'' or '\\') && text[at + 1] is '\'';
            if (isEscaped)
            {
                at++;
            }
            else if (text[at] is '\'')
            {
                at++;
                return content.ToString();
            }

            content.Append(text[at]);
        }

        throw Unclosed(start);
    }

    static int NumberLength(ReadOnlySpan<char> text)
    {
        var at = text[0] is '+' or '-' ? 1 : 0;
        at += Digits(text[at..]);
        if (at < text.Length && text[at] is '.')
        {
            at++;
            at += Digits(text[at..]);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1;
            exponent += exponent < text.Length && text[exponent] is '+' or '-' ? 1 : 0;
            var digits = Digits(text[exponent..]);
            at = digits > 0 ? exponent + digits : at;
        }

        return at;
    }

    static int Digits(ReadOnlySpan<char> text)
    {
        var count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }

    static InputException Unclosed(int start) => Cql2Errors.Syntax("a quote is not closed", start + 1);
}
