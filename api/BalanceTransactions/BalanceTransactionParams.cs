using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.BalanceTransactions;

/// <summary>The parameters of a list of balance transactions.</summary>
public sealed record BalanceTransactionListParams : IParams<BalanceTransactionListParams>, IListParams
{
    public required ListQuery Query { get; init; }

    public string? Type { get; init; }

    /// <summary>The charge, refund, dispute or payout that moved the money.</summary>
    public string? Source { get; init; }

    public Currency? Currency { get; init; }

    /// <summary>Narrows the list to what this payout paid out, and to the payout itself.</summary>
    public string? Payout { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static BalanceTransactionListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Type = parameters.OptionalEnum("type", "adjustment", "charge", "payout", "payout_cancel", "payout_failure", "refund"),
        Source = parameters.OptionalString("source", 255),
        Currency = parameters.OptionalCurrency("currency"),
        Payout = parameters.OptionalString("payout", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
