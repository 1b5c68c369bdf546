using System.Collections.Immutable;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Payouts;

namespace PayGate.Api.Payouts;

/// <summary>The parameters of a payout.</summary>
public sealed record CreatePayoutParams : IParams<CreatePayoutParams>, IExpanding
{
    /// <summary>Stripe's limit for what a bank statement shows.</summary>
    private const int StatementDescriptorLengthMax = 22;

    public required long Amount { get; init; }

    public required Currency Currency { get; init; }

    public string? Description { get; init; }

    public string? Destination { get; init; }

    public string? StatementDescriptor { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CreatePayoutParams Read(ParamBinder parameters)
    {
        var payout = new CreatePayoutParams
        {
            Amount = parameters.RequiredInteger("amount", minimum: 1),
            Currency = parameters.RequiredCurrency("currency"),
            Description = parameters.OptionalText("description", 1000),
            Destination = parameters.OptionalString("destination", 255),
            StatementDescriptor = parameters.OptionalString("statement_descriptor", StatementDescriptorLengthMax),
            Metadata = parameters.NewMetadata(),
            Expand = parameters.Expand(),
        };
        parameters.OptionalEnum("method", "standard");
        parameters.OptionalEnum("source_type", "card");
        return payout;
    }

    public CreatePayout ToCommand(Tenant tenant, RequestInfo request) => new()
    {
        Tenant = tenant,
        Amount = new Money(Amount, Currency),
        Description = Description,
        Destination = Destination,
        StatementDescriptor = StatementDescriptor,
        Metadata = Metadata,
        Request = request,
    };
}

/// <summary>The parameters of updating a payout, and of taking one back.</summary>
public sealed record UpdatePayoutParams : IParams<UpdatePayoutParams>, IExpanding
{
    public required MetadataPatch Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdatePayoutParams Read(ParamBinder parameters) => new()
    {
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of a list of payouts.</summary>
public sealed record PayoutListParams : IParams<PayoutListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public string? Status { get; init; }

    public string? Destination { get; init; }

    public required CreatedFilter Arrival { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static PayoutListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Status = parameters.OptionalEnum("status", "pending", "in_transit", "paid", "failed", "canceled"),
        Destination = parameters.OptionalString("destination", 255),
        Arrival = CreatedFilter.Read(parameters, "arrival_date"),
        Expand = ListExpansion.Read(parameters),
    };
}
