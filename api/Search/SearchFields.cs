using System.Globalization;
using PayGate.Api.Queries;

namespace PayGate.Api.Search;

internal enum SearchKind
{
    /// <summary>Compared ignoring case; may be asked for a part.</summary>
    Text,

    /// <summary>A whole number; may be compared by size.</summary>
    Number,

    /// <summary>Unix seconds.</summary>
    Time,

    Boolean,
}

/// <param name="Sql">The field of the row that is looked at.</param>
/// <param name="Kind">What may be asked of it.</param>
internal sealed record SearchField(string Sql, SearchKind Kind);

/// <summary>What can be searched of one kind of object, and how that is said in SQL.</summary>
/// <param name="fields">By their names in queries.</param>
/// <param name="metadata">The object's metadata as JSON.</param>
internal sealed class SearchFields(IReadOnlyDictionary<string, SearchField> fields, string metadata)
{
    /// <summary>Adds the query's conditions, or says what is wrong with it.</summary>
    public Refusal? AddTo(SqlText sql, SearchQuery query)
    {
        var conditions = new List<string>();
        foreach (var clause in query.Clauses)
        {
            var condition = Condition(sql, clause);
            if (!condition.IsSuccess)
            {
                return condition.Refusal;
            }

            conditions.Add(clause.IsNegated ? $"(({condition.Value}) is not true)" : $"(({condition.Value}) is true)");
        }

        sql.Add($" and ({string.Join(query.IsAny ? " or " : " and ", conditions)})");
        return null;
    }

    private Outcome<string> Condition(SqlText sql, SearchClause clause)
    {
        var field = clause.Key is { } key
            ? clause.Field == "metadata" ? new SearchField($"{metadata} ->> {sql.Bind(key)}", SearchKind.Text) : null
            : fields.GetValueOrDefault(clause.Field);
        return (field, clause.Value) switch
        {
            (null, _) => Refuse($"The field {clause.Field} cannot be searched; these can: {string.Join(", ", fields.Keys)}, metadata[\"key\"]."),
            (_, null) => clause.Operator == SearchOperator.Equal ? $"{field.Sql} is null" : Refuse("Only : can be followed by null."),
            ({ Kind: SearchKind.Text }, { } value) => OfText(sql, field, clause.Operator, value),
            ({ Kind: SearchKind.Boolean }, { } value) => clause.Operator == SearchOperator.Equal && value is "true" or "false"
                ? $"{field.Sql} = {value}"
                : Refuse($"{clause.Field} is true or false."),
            (_, { } value) => OfNumber(sql, field, clause, value),
        };
    }

    private static Outcome<string> OfText(SqlText sql, SearchField field, SearchOperator operation, string value) => operation switch
    {
        SearchOperator.Equal => $"lower({field.Sql}) = lower({sql.Bind(value)})",
        SearchOperator.Contains when value.Length >= 3 => $"position(lower({sql.Bind(value)}) in lower({field.Sql})) > 0",
        SearchOperator.Contains => Refuse("A part to look for has at least 3 characters."),
        _ => Refuse("Texts are compared with : or ~."),
    };

    private static Outcome<string> OfNumber(SqlText sql, SearchField field, SearchClause clause, string value)
    {
        if (clause.Operator == SearchOperator.Contains || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Refuse($"{clause.Field} is compared with a whole number.");
        }

        var sign = clause.Operator switch
        {
            SearchOperator.Greater => ">",
            SearchOperator.GreaterOrEqual => ">=",
            SearchOperator.Less => "<",
            SearchOperator.LessOrEqual => "<=",
            _ => "=",
        };
        var side = field.Kind == SearchKind.Time ? $"floor(extract(epoch from {field.Sql}))" : field.Sql;
        return $"{side} {sign} {sql.Bind(number)}";
    }

    private static Refusal Refuse(string message) => new("parameter_invalid_string", message, "query");
}
