using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.RefundRequests;

namespace PayGate.Api.RefundRequests;

/// <summary>The parameters of asking for a refund on behalf of a customer.</summary>
public sealed record CreateRefundRequestParams : IParams<CreateRefundRequestParams>, IExpanding
{
    /// <summary>Of what customers and merchants say to each other.</summary>
    public const int ReasonLengthMax = 1000;

    public required string Customer { get; init; }

    public required string PaymentIntent { get; init; }

    /// <summary>Minor units; null asks for all that is left.</summary>
    public long? Amount { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CreateRefundRequestParams Read(ParamBinder parameters) => new()
    {
        Customer = parameters.RequiredString("customer", 255),
        PaymentIntent = parameters.RequiredString("payment_intent", 255),
        Amount = parameters.OptionalInteger("amount", minimum: 1),
        Reason = parameters.RequiredText("reason", ReasonLengthMax),
        Expand = parameters.Expand(),
    };

    public CreateRefundRequest ToCommand(Tenant tenant, RequestInfo request) => new()
    {
        Tenant = tenant,
        Customer = Customer,
        PaymentIntent = PaymentIntent,
        Amount = Amount,
        Reason = Reason,
        Request = request,
    };
}

/// <summary>The parameters of rejecting a refund request.</summary>
public sealed record RejectRefundRequestParams : IParams<RejectRefundRequestParams>, IExpanding
{
    public required string Reason { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static RejectRefundRequestParams Read(ParamBinder parameters) => new()
    {
        Reason = parameters.RequiredText("reason", CreateRefundRequestParams.ReasonLengthMax),
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of a list of refund requests.</summary>
public sealed record RefundRequestListParams : IParams<RefundRequestListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public string? Status { get; init; }

    public string? Customer { get; init; }

    public string? PaymentIntent { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static RefundRequestListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Status = parameters.OptionalEnum("status", "pending", "approved", "completed", "failed", "rejected"),
        Customer = parameters.OptionalString("customer", 255),
        PaymentIntent = parameters.OptionalString("payment_intent", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
