namespace PayGate.Api.Search;

public enum SearchOperator
{
    /// <summary><c>:</c> the same, ignoring case; for numbers also <c>=</c>.</summary>
    Equal,

    /// <summary><c>~</c> contains, ignoring case.</summary>
    Contains,

    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// <summary>One condition of a query.</summary>
public sealed record SearchClause
{
    /// <summary>For example <c>status</c> or <c>payment_method_details.card.last4</c>; <c>metadata</c> with a key.</summary>
    public required string Field { get; init; }

    /// <summary>The key in <c>metadata["key"]</c>.</summary>
    public string? Key { get; init; }

    public required SearchOperator Operator { get; init; }

    /// <summary>Null asks for what has no value.</summary>
    public required string? Value { get; init; }

    public bool IsNegated { get; init; }
}

/// <summary>A query in Stripe's search language: clauses that must all hold, or of which one must.</summary>
public sealed record SearchQuery(IReadOnlyList<SearchClause> Clauses, bool IsAny)
{
    public const int LengthMax = 500;
    public const int ClausesMax = 10;

    /// <summary>Reads a query; the refusal says at which character it stops being one.</summary>
    public static Outcome<SearchQuery> Parse(string text) => new SearchParser(text).Parse();
}
