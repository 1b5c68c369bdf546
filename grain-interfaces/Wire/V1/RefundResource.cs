using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>Stripe's refund.</summary>
public sealed record RefundResource
{
    public required string Id { get; init; }

    [Words("refund")]
    public string Object { get; init; } = "refund";

    public required long Amount { get; init; }

    [Shapes(typeof(BalanceTransactionResource))]
    public Expandable BalanceTransaction { get; init; }

    [Shapes(typeof(ChargeResource))]
    public Expandable Charge { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    public string? CustomerAccount { get; init; }

    /// <summary>Why a failed refund failed.</summary>
    [Words("declined", "expired_or_canceled_card", "insufficient_funds", "lost_or_stolen_card", "unknown")]
    public string? FailureReason { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    [Shapes(typeof(PaymentIntentResource))]
    public Expandable PaymentIntent { get; init; }

    public string? PaymentMethod { get; init; }

    [Words("duplicate", "fraudulent", "requested_by_customer")]
    public string? Reason { get; init; }

    public string? ReceiptNumber { get; init; }

    public string? SourceTransferReversal { get; init; }

    [Words(typeof(RefundStatus))]
    public required string Status { get; init; }

    public string? TransferReversal { get; init; }
}

/// <summary>Stripe's balance_transaction, in the merchant's settlement currency.</summary>
public sealed record BalanceTransactionResource
{
    public required string Id { get; init; }

    [Words("balance_transaction")]
    public string Object { get; init; } = "balance_transaction";

    public required long Amount { get; init; }

    public required long AvailableOn { get; init; }

    [Words("payments")]
    public string BalanceType { get; init; } = "payments";

    public required long Created { get; init; }

    public required string Currency { get; init; }

    public string? Description { get; init; }

    /// <summary>Settlement units for one unit of the payment's currency, where they differ.</summary>
    public decimal? ExchangeRate { get; init; }

    public required long Fee { get; init; }

    public required IReadOnlyList<FeeDetailResource> FeeDetails { get; init; }

    public required long Net { get; init; }

    [Words("charge", "dispute", "dispute_reversal", "refund", "payout", "payout_reversal")]
    public required string ReportingCategory { get; init; }

    /// <summary>The charge, refund, dispute or payout that moved the money.</summary>
    [Shapes(typeof(ChargeResource), typeof(RefundResource), typeof(DisputeResource), typeof(PayoutResource))]
    public Expandable Source { get; init; }

    [Words("pending", "available")]
    public required string Status { get; init; }

    [Words("adjustment", "charge", "refund", "payout", "payout_failure", "payout_cancel")]
    public required string Type { get; init; }
}

public sealed record FeeDetailResource
{
    public required long Amount { get; init; }

    public object? Application { get; init; }

    public required string Currency { get; init; }

    public string? Description { get; init; }

    [Words("stripe_fee")]
    public required string Type { get; init; }
}
