using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.BalanceTransactions;

/// <summary>The parameters of a list of balance transactions.</summary>
public sealed record BalanceTransactionListParams : IParams<BalanceTransactionListParams>, IListParams
{
    public required ListQuery Query { get; init; }

    public string? Type { get; init; }

    /// <summary>The charge, refund or dispute that moved the money.</summary>
    public string? Source { get; init; }

    public Currency? Currency { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    IReadOnlyList<(string Column, string? Value)> IListParams.Own => [("public_type", Type), ("source_id", Source), ("currency", Currency?.Code)];

    public static BalanceTransactionListParams Read(ParamBinder parameters)
    {
        // Nothing was paid out yet, so no payout can be named.
        if (parameters.OptionalString("payout", 255) is not null)
        {
            parameters.Refuse("payout", "resource_missing", "No such payout.");
        }

        return new BalanceTransactionListParams
        {
            Query = ListQuery.Read(parameters),
            Type = parameters.OptionalEnum("type", "adjustment", "charge", "payout", "refund"),
            Source = parameters.OptionalString("source", 255),
            Currency = parameters.OptionalCurrency("currency"),
            Expand = ListExpansion.Read(parameters),
        };
    }
}
