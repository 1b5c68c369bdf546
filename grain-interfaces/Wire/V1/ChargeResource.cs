namespace PayGate.Wire.V1;

/// <summary>Stripe's charge: one attempt of a payment intent that reached the bank.</summary>
public sealed record ChargeResource
{
    public required string Id { get; init; }

    [Words("charge")]
    public string Object { get; init; } = "charge";

    public required long Amount { get; init; }

    public required long AmountCaptured { get; init; }

    public required long AmountRefunded { get; init; }

    public object? Application { get; init; }

    public string? ApplicationFee { get; init; }

    public long? ApplicationFeeAmount { get; init; }

    [Shapes(typeof(BalanceTransactionResource))]
    public Expandable BalanceTransaction { get; init; }

    public required BillingDetailsResource BillingDetails { get; init; }

    public string? CalculatedStatementDescriptor { get; init; }

    public required bool Captured { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    public string? Description { get; init; }

    /// <summary>The latest dispute, <c>dp_…</c>.</summary>
    public string? Dispute { get; init; }

    /// <summary>Whether it was ever disputed, whatever the end.</summary>
    public bool Disputed { get; init; }

    public string? FailureBalanceTransaction { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public IReadOnlyDictionary<string, string> FraudDetails { get; init; } = new Dictionary<string, string>();

    public required bool Livemode { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? OnBehalfOf { get; init; }

    public ChargeOutcomeResource? Outcome { get; init; }

    public required bool Paid { get; init; }

    [Shapes(typeof(PaymentIntentResource))]
    public Expandable PaymentIntent { get; init; }

    public string? PaymentMethod { get; init; }

    public required PaymentMethodDetailsResource PaymentMethodDetails { get; init; }

    public string? ReceiptEmail { get; init; }

    public string? ReceiptNumber { get; init; }

    public string? ReceiptUrl { get; init; }

    public required bool Refunded { get; init; }

    public Expandable Review { get; init; }

    public ShippingResource? Shipping { get; init; }

    public object? Source { get; init; }

    public string? SourceTransfer { get; init; }

    public string? StatementDescriptor { get; init; }

    public string? StatementDescriptorSuffix { get; init; }

    [Words("pending", "succeeded", "failed")]
    public required string Status { get; init; }

    public object? TransferData { get; init; }

    public string? TransferGroup { get; init; }
}

public sealed record BillingDetailsResource
{
    public AddressResource? Address { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }

    public string? TaxId { get; init; }
}

public sealed record ChargeOutcomeResource
{
    public string? AdviceCode { get; init; }

    public string? NetworkAdviceCode { get; init; }

    public string? NetworkDeclineCode { get; init; }

    [Words("approved_by_network", "declined_by_network", "not_sent_to_network", "reversed_after_approval")]
    public required string NetworkStatus { get; init; }

    public string? Reason { get; init; }

    [Words("normal")]
    public string RiskLevel { get; init; } = "normal";

    public required string SellerMessage { get; init; }

    [Words("authorized", "issuer_declined", "invalid")]
    public required string Type { get; init; }
}

public sealed record PaymentMethodDetailsResource
{
    public required ChargedCardResource Card { get; init; }

    [Words("card")]
    public string Type { get; init; } = "card";
}

/// <summary>payment_method_details.card: the card as charged, with the bank's own codes beside Stripe's words.</summary>
public sealed record ChargedCardResource
{
    public long? AmountAuthorized { get; init; }

    public string? AuthorizationCode { get; init; }

    public required string Brand { get; init; }

    public long? CaptureBefore { get; init; }

    public required CardChecksResource Checks { get; init; }

    public string? Country { get; init; }

    public required int ExpMonth { get; init; }

    public required int ExpYear { get; init; }

    public string? Fingerprint { get; init; }

    [Words("credit", "debit", "prepaid", "unknown")]
    public required string Funding { get; init; }

    public object? Installments { get; init; }

    public required string Last4 { get; init; }

    public object? Mandate { get; init; }

    public required string Network { get; init; }

    /// <summary>The ISO 8583 response code as the network spelt it.</summary>
    public string? NetworkResponseCode { get; init; }

    public object? NetworkToken { get; init; }

    public string? NetworkTransactionId { get; init; }

    public ThreeDSecureResource? ThreeDSecure { get; init; }

    public object? Wallet { get; init; }
}

/// <summary>How the cardholder was authenticated, with PayGate's word on whose risk a later denial is.</summary>
public sealed record ThreeDSecureResource
{
    [Words("challenge", "frictionless")]
    public required string AuthenticationFlow { get; init; }

    public string? ElectronicCommerceIndicator { get; init; }

    public string? ExemptionIndicator { get; init; }

    public required bool LiabilityShifted { get; init; }

    [Words("attempt_acknowledged", "authenticated", "not_supported")]
    public required string Result { get; init; }

    public string? ResultReason { get; init; }

    public string? TransactionId { get; init; }

    public string Version { get; init; } = "2.2.0";
}

public sealed record CardChecksResource
{
    public string? AddressLine1Check { get; init; }

    public string? AddressPostalCodeCheck { get; init; }

    [Words("pass", "fail", "unchecked", "unavailable")]
    public string? CvcCheck { get; init; }
}
