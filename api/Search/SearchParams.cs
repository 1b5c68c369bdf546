using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Search;

/// <summary>The parameters of a search.</summary>
public sealed record SearchParams : IParams<SearchParams>, IExpanding
{
    private const string TotalCount = "total_count";

    public required string Query { get; init; }

    /// <summary>What the page before named as the next one.</summary>
    public string? Page { get; init; }

    public required int Limit { get; init; }

    public required bool CountsAll { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static SearchParams Read(ParamBinder parameters)
    {
        var expand = parameters.Expand();
        return new SearchParams
        {
            Query = parameters.RequiredString("query", SearchQuery.LengthMax),
            Page = parameters.OptionalString("page", 255),
            Limit = (int)(parameters.OptionalInteger("limit", 1, ListQuery.LimitMax) ?? ListQuery.LimitDefault),
            CountsAll = expand.Contains(TotalCount),
            Expand = ListExpansion.Below(expand),
        };
    }
}
