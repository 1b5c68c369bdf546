using System.Collections.Immutable;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;

namespace PayGate.Api.Refunds;

/// <summary>The parameters of a refund: of a payment, or of the payment of a charge.</summary>
public sealed record RefundParams : IParams<RefundParams>, IExpanding
{
    public string? PaymentIntent { get; init; }

    public string? Charge { get; init; }

    /// <summary>Minor units; null refunds all that is left.</summary>
    public long? Amount { get; init; }

    public string? Reason { get; init; }

    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static RefundParams Read(ParamBinder parameters)
    {
        var refund = new RefundParams
        {
            PaymentIntent = parameters.OptionalString("payment_intent", 255),
            Charge = parameters.OptionalString("charge", 255),
            Amount = parameters.OptionalInteger("amount", minimum: 1),
            Reason = parameters.OptionalEnum("reason", "duplicate", "fraudulent", "requested_by_customer"),
            Metadata = parameters.NewMetadata(),
            Expand = parameters.Expand(),
        };
        parameters.ExactlyOne("parameter_missing", "Give either payment_intent or charge.", "payment_intent", "charge");
        return refund;
    }

    public RefundPayment ToCommand(Tenant tenant, string refundId, RequestInfo request) => new()
    {
        Tenant = tenant,
        RefundId = refundId,
        Amount = Amount,
        Reason = Reason,
        Metadata = Metadata,
        Request = request,
    };
}

/// <summary>The parameters of updating a refund.</summary>
public sealed record UpdateRefundParams : IParams<UpdateRefundParams>, IExpanding
{
    public required MetadataPatch Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateRefundParams Read(ParamBinder parameters) => new()
    {
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of a list of refunds.</summary>
public sealed record RefundListParams : IParams<RefundListParams>, IListParams
{
    public required ListQuery Query { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public string? PaymentIntent { get; init; }

    public string? Charge { get; init; }

    public static RefundListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        PaymentIntent = parameters.OptionalString("payment_intent", 255),
        Charge = parameters.OptionalString("charge", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
