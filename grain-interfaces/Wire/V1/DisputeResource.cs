using PayGate.Disputes;

namespace PayGate.Wire.V1;

/// <summary>Stripe's dispute: a cardholder's bank takes back a charge, or a part of it. Absent members are null, never left out.</summary>
public sealed record DisputeResource
{
    public required string Id { get; init; }

    [Words("dispute")]
    public string Object { get; init; } = "dispute";

    /// <summary>What is disputed, in the charge's currency.</summary>
    public required long Amount { get; init; }

    /// <summary>The withdrawal, and the return if the dispute is won.</summary>
    public required IReadOnlyList<BalanceTransactionResource> BalanceTransactions { get; init; }

    [Shapes(typeof(ChargeResource))]
    public required Expandable Charge { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    public IReadOnlyList<string> EnhancedEligibilityTypes { get; init; } = [];

    public required DisputeEvidenceResource Evidence { get; init; }

    public required DisputeEvidenceDetailsResource EvidenceDetails { get; init; }

    /// <summary>Always false: a refund would give the money back twice.</summary>
    public bool IsChargeRefundable { get; init; }

    public required bool Livemode { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? NetworkReasonCode { get; init; }

    [Shapes(typeof(PaymentIntentResource))]
    public required Expandable PaymentIntent { get; init; }

    [Words(
        "fraudulent", "product_not_received", "product_unacceptable", "duplicate", "credit_not_processed", "unrecognized", "general", "subscription_canceled")]
    public required string Reason { get; init; }

    [Words(typeof(DisputeStatus))]
    public required string Status { get; init; }
}

/// <summary>The merchant's words. Members that name files are always null: PayGate takes texts.</summary>
public sealed record DisputeEvidenceResource
{
    public string? AccessActivityLog { get; init; }

    public string? BillingAddress { get; init; }

    public string? CancellationPolicy { get; init; }

    public string? CancellationPolicyDisclosure { get; init; }

    public string? CancellationRebuttal { get; init; }

    public string? CustomerCommunication { get; init; }

    public string? CustomerEmailAddress { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerPurchaseIp { get; init; }

    public string? CustomerSignature { get; init; }

    public string? DuplicateChargeDocumentation { get; init; }

    public string? DuplicateChargeExplanation { get; init; }

    public string? DuplicateChargeId { get; init; }

    public string? ProductDescription { get; init; }

    public string? Receipt { get; init; }

    public string? RefundPolicy { get; init; }

    public string? RefundPolicyDisclosure { get; init; }

    public string? RefundRefusalExplanation { get; init; }

    public string? ServiceDate { get; init; }

    public string? ServiceDocumentation { get; init; }

    public string? ShippingAddress { get; init; }

    public string? ShippingCarrier { get; init; }

    public string? ShippingDate { get; init; }

    public string? ShippingDocumentation { get; init; }

    public string? ShippingTrackingNumber { get; init; }

    public string? UncategorizedFile { get; init; }

    public string? UncategorizedText { get; init; }
}

public sealed record DisputeEvidenceDetailsResource
{
    /// <summary>Evidence submitted after it is not heard.</summary>
    public required long DueBy { get; init; }

    public required bool HasEvidence { get; init; }

    /// <summary>The deadline passed without a submission.</summary>
    public required bool PastDue { get; init; }

    public required long SubmissionCount { get; init; }
}
