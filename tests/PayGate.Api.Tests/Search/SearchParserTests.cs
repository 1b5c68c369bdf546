using PayGate.Api.Search;

namespace PayGate.Api.Tests.Search;

public sealed class SearchParserTests
{
    [Theory]
    [InlineData("status:\"succeeded\"", "status Equal succeeded")]
    [InlineData("status:'succeeded'", "status Equal succeeded")]
    [InlineData("amount>1000", "amount Greater 1000")]
    [InlineData("amount>=1000 amount<=2000", "amount GreaterOrEqual 1000 & amount LessOrEqual 2000")]
    [InlineData("created<1 AND -currency:\"usd\"", "created Less 1 & !currency Equal usd")]
    [InlineData("a:\"1\" OR b:\"2\" OR c~\"three\"", "a Equal 1 | b Equal 2 | c Contains three")]
    [InlineData("metadata[\"order id\"]:\"7\"", "metadata[order id] Equal 7")]
    [InlineData("metadata['k']:null", "metadata[k] Equal (none)")]
    [InlineData("refunded:true", "refunded Equal true")]
    [InlineData("description:\"a \\\"b\\\" AND c\"", "description Equal a \"b\" AND c")]
    [InlineData("  status:\"x\"  ", "status Equal x")]
    public void Parse_OfAQuery_ReadsItsClauses(string text, string expected)
    {
        var query = SearchQuery.Parse(text).Value!;

        Assert.Equal(expected, string.Join(query.IsAny ? " | " : " & ", query.Clauses.Select(Show)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("status")]
    [InlineData("status:")]
    [InlineData("status:succeeded")]
    [InlineData("status:\"open")]
    [InlineData(":\"x\"")]
    [InlineData("metadata[k]:\"x\"")]
    [InlineData("metadata[\"k\":\"x\"")]
    [InlineData("a:\"1\" AND")]
    [InlineData("a:\"1\" AND b:\"2\" OR c:\"3\"")]
    [InlineData("a:\"1\" OR b:\"2\" c:\"3\"")]
    [InlineData("(a:\"1\")")]
    [InlineData("a:1.5")]
    [InlineData("a:-1")]
    [InlineData("a:١")]
    [InlineData("a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1")]
    [InlineData("a:\"1\"; drop table paygate.merchants")]
    public void Parse_OfAnythingElse_IsRefused(string text)
    {
        var refusal = SearchQuery.Parse(text).Refusal!;

        Assert.Equal(("parameter_invalid_string", "query"), (refusal.Code, refusal.Param));
    }

    private static string Show(SearchClause clause) =>
        $"{(clause.IsNegated ? "!" : "")}{clause.Field}{(clause.Key is null ? "" : $"[{clause.Key}]")} {clause.Operator} {clause.Value ?? "(none)"}";
}
