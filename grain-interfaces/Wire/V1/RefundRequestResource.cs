using PayGate.RefundRequests;

namespace PayGate.Wire.V1;

/// <summary>A customer's request for a refund, with the merchant's decision. Absent members are null, never left out.</summary>
public sealed record RefundRequestResource
{
    public required string Id { get; init; }

    [Words("refund_request")]
    public string Object { get; init; } = "refund_request";

    /// <summary>What is asked back, in the payment's currency.</summary>
    public required long Amount { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public required Expandable Customer { get; init; }

    /// <summary>When the merchant approved or rejected it.</summary>
    public long? DecidedAt { get; init; }

    /// <summary>
    /// Why no money came back after all: the bank's reason, `canceled` for a refund that was withdrawn, `not_refundable` when the payment no longer held the money.
    /// </summary>
    [Words(
        "declined", "expired_or_canceled_card", "insufficient_funds", "lost_or_stolen_card", "unknown",
        RefundRequestFailure.Canceled, RefundRequestFailure.NotRefundable)]
    public string? FailureReason { get; init; }

    public required bool Livemode { get; init; }

    [Shapes(typeof(PaymentIntentResource))]
    public required Expandable PaymentIntent { get; init; }

    /// <summary>The customer's words.</summary>
    public required string Reason { get; init; }

    /// <summary>The refund that the approval led to; null before, and when none could be made.</summary>
    [Shapes(typeof(RefundResource))]
    public Expandable Refund { get; init; }

    /// <summary>The merchant's words.</summary>
    public string? RejectionReason { get; init; }

    [Words(typeof(RefundRequestStatus))]
    public required string Status { get; init; }
}
