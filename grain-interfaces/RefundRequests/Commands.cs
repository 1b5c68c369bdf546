using PayGate.PaymentIntents;

namespace PayGate.RefundRequests;

/// <summary>Asks for money back under the id that is the grain's key.</summary>
[GenerateSerializer, Alias("paygate.refund-request.create"), Immutable]
public sealed record CreateRefundRequest
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string Customer { get; init; }

    [Id(2)]
    public required string PaymentIntent { get; init; }

    /// <summary>Minor units; null asks for all that is left.</summary>
    [Id(3)]
    public long? Amount { get; init; }

    [Id(4)]
    public required string Reason { get; init; }

    [Id(5)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.refund-request.approve"), Immutable]
public sealed record ApproveRefundRequest
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.refund-request.reject"), Immutable]
public sealed record RejectRefundRequest
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string Reason { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}
