namespace PayGate.Wire.V1;

/// <summary>Stripe's refund.</summary>
public sealed record RefundResource
{
    public required string Id { get; init; }

    public string Object { get; init; } = "refund";

    public required long Amount { get; init; }

    public Expandable BalanceTransaction { get; init; }

    public Expandable Charge { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    public Expandable Customer { get; init; }

    public string? CustomerAccount { get; init; }

    public string? FailureReason { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public Expandable PaymentIntent { get; init; }

    public string? PaymentMethod { get; init; }

    public string? Reason { get; init; }

    public string? ReceiptNumber { get; init; }

    public string? SourceTransferReversal { get; init; }

    public required string Status { get; init; }

    public string? TransferReversal { get; init; }
}

/// <summary>Stripe's balance_transaction, in the merchant's settlement currency.</summary>
public sealed record BalanceTransactionResource
{
    public required string Id { get; init; }

    public string Object { get; init; } = "balance_transaction";

    public required long Amount { get; init; }

    public required long AvailableOn { get; init; }

    public string BalanceType { get; init; } = "payments";

    public required long Created { get; init; }

    public required string Currency { get; init; }

    public string? Description { get; init; }

    /// <summary>Settlement units for one unit of the payment's currency, where they differ.</summary>
    public decimal? ExchangeRate { get; init; }

    public required long Fee { get; init; }

    public required IReadOnlyList<FeeDetailResource> FeeDetails { get; init; }

    public required long Net { get; init; }

    public required string ReportingCategory { get; init; }

    public Expandable Source { get; init; }

    public required string Status { get; init; }

    public required string Type { get; init; }
}

public sealed record FeeDetailResource
{
    public required long Amount { get; init; }

    public object? Application { get; init; }

    public required string Currency { get; init; }

    public string? Description { get; init; }

    public required string Type { get; init; }
}
