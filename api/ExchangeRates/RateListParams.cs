using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.ExchangeRates;

/// <summary>The parameters of listing exchange rates: cursors are currencies, and rates are of now.</summary>
public sealed record RateListParams : IParams<RateListParams>
{
    private const int CodeLength = 3;

    public required ListQuery Query { get; init; }

    public static RateListParams Read(ParamBinder parameters)
    {
        var query = new ListQuery
        {
            Limit = (int)(parameters.OptionalInteger("limit", 1, ListQuery.LimitMax) ?? ListQuery.LimitDefault),
            StartingAfter = parameters.OptionalString("starting_after", CodeLength),
            EndingBefore = parameters.OptionalString("ending_before", CodeLength),
            Created = new CreatedFilter(),
        };
        parameters.NotBoth("starting_after", "ending_before");
        return new RateListParams { Query = query };
    }
}
