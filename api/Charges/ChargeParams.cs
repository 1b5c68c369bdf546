using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Charges;

/// <summary>The parameters of updating a charge.</summary>
public sealed record UpdateChargeParams : IParams<UpdateChargeParams>, IExpanding
{
    public Patch<string> Description { get; init; }

    public Patch<string> ReceiptEmail { get; init; }

    public required MetadataPatch Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateChargeParams Read(ParamBinder parameters) => new()
    {
        Description = parameters.PatchText("description", 1000),
        ReceiptEmail = parameters.PatchString("receipt_email", 320),
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
        Expand = parameters.Expand(),
    };

    public UpdateCharge ToCommand(Tenant tenant, string chargeId, RequestInfo request) => new()
    {
        Tenant = tenant,
        ChargeId = chargeId,
        Description = Description,
        ReceiptEmail = ReceiptEmail,
        Metadata = Metadata,
        Request = request,
    };
}

/// <summary>The parameters of capturing a charge.</summary>
public sealed record CaptureChargeParams : IParams<CaptureChargeParams>, IExpanding
{
    /// <summary>Minor units; null captures all that is authorized.</summary>
    public long? Amount { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CaptureChargeParams Read(ParamBinder parameters) =>
        new() { Amount = parameters.OptionalInteger("amount", minimum: 1), Expand = parameters.Expand() };
}

/// <summary>The parameters of a list of charges.</summary>
public sealed record ChargeListParams : IParams<ChargeListParams>, IListParams
{
    public required ListQuery Query { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public string? PaymentIntent { get; init; }

    public string? Customer { get; init; }

    public static ChargeListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        PaymentIntent = parameters.OptionalString("payment_intent", 255),
        Customer = parameters.OptionalString("customer", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
