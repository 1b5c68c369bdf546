using System.Text;

namespace PayGate.Api.Search;

/// <summary>
/// Reads <c>status:"succeeded" AND amount&gt;1000 AND -metadata["order"]:"7"</c>. Clauses are joined by AND, by OR, or by nothing, which means AND; the two
/// do not mix, as there are no parentheses.
/// </summary>
internal sealed class SearchParser(string text)
{
    private readonly List<SearchClause> _clauses = [];
    private int _at;
    private bool? _isAny;

    private char Next => _at < text.Length ? text[_at] : '\0';

    public Outcome<SearchQuery> Parse()
    {
        while (_clauses.Count == 0 || _at < text.Length)
        {
            if (_clauses.Count == SearchQuery.ClausesMax)
            {
                return Refuse($"has at most {SearchQuery.ClausesMax} clauses");
            }

            SkipSpaces();
            if (ReadClause() is not { } clause)
            {
                return Refuse($"is not understood at character {_at + 1}");
            }

            _clauses.Add(clause);
            SkipSpaces();
            if (!ReadConnector())
            {
                return Refuse("joins its clauses with AND or with OR, not with both");
            }
        }

        return new SearchQuery(_clauses, _isAny ?? false);
    }

    private static Refusal Refuse(string problem) => new("parameter_invalid_string", $"The query {problem}.", "query");

    private SearchClause? ReadClause()
    {
        var isNegated = Take("-");
        var field = ReadWhile(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol is '_' or '.');
        string? key = null;
        if (field.Length == 0 || (Take("[") && ((key = ReadQuoted()) is null || !Take("]"))))
        {
            return null;
        }

        return ReadOperator() is { } operation && ReadValue() is { IsRead: true } value
            ? new SearchClause { Field = field, Key = key, Operator = operation, Value = value.Text, IsNegated = isNegated }
            : null;
    }

    private SearchOperator? ReadOperator() =>
        Take(":") || Take("=") ? SearchOperator.Equal
        : Take("~") ? SearchOperator.Contains
        : Take(">=") ? SearchOperator.GreaterOrEqual
        : Take("<=") ? SearchOperator.LessOrEqual
        : Take(">") ? SearchOperator.Greater
        : Take("<") ? SearchOperator.Less
        : null;

    private (bool IsRead, string? Text) ReadValue()
    {
        if (Next is '"' or '\'')
        {
            return ReadQuoted() is { } quoted ? (true, quoted) : (false, null);
        }

        var word = ReadWhile(char.IsAsciiLetterOrDigit);
        return word switch
        {
            "null" => (true, null),
            "true" or "false" => (true, word),
            { Length: > 0 } when word.All(char.IsAsciiDigit) => (true, word),
            _ => (false, null),
        };
    }

    private string? ReadQuoted()
    {
        var quote = Next;
        if (quote is not ('"' or '\''))
        {
            return null;
        }

        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != quote; _at++)
        {
            _at += text[_at] == '\\' && _at + 1 < text.Length ? 1 : 0;
            value.Append(text[_at]);
        }

        return Take(quote.ToString()) ? value.ToString() : null;
    }

    /// <summary>False when it is the other one than before.</summary>
    private bool ReadConnector()
    {
        if (_at == text.Length)
        {
            return true;
        }

        var isAny = Take("OR ");
        if (!isAny)
        {
            Take("AND ");
        }

        _isAny ??= isAny;
        return _isAny == isAny;
    }

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private bool Take(string expected)
    {
        var isThere = text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal);
        _at += isThere ? expected.Length : 0;
        return isThere;
    }

    private void SkipSpaces() => ReadWhile(symbol => symbol == ' ');
}
