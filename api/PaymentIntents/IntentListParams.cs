using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>The parameters of a list of payment intents.</summary>
public sealed record IntentListParams : IParams<IntentListParams>, IListParams
{
    public required ListQuery Query { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public string? Customer { get; init; }

    public static IntentListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Customer = parameters.OptionalString("customer", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
