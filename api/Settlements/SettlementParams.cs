using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Settlements;

/// <summary>The parameters of a list of settlements.</summary>
public sealed record SettlementListParams : IParams<SettlementListParams>
{
    public required ListQuery Query { get; init; }

    public string? Status { get; init; }

    public Currency? Currency { get; init; }

    public static SettlementListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Status = parameters.OptionalEnum("status", "pending", "processing", "settled", "failed"),
        Currency = parameters.OptionalCurrency("currency"),
    };
}

/// <summary>The parameters of a list of a settlement's lines.</summary>
public sealed record SettlementLineListParams : IParams<SettlementLineListParams>
{
    public required ListQuery Query { get; init; }

    public static SettlementLineListParams Read(ParamBinder parameters) => new() { Query = ListQuery.Read(parameters) };
}
