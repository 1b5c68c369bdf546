using PayGate.Payouts;

namespace PayGate.Wire.V1;

/// <summary>Stripe's payout: money on its way from the available balance to the account's bank account. Absent members are null, never left out.</summary>
public sealed record PayoutResource
{
    public required string Id { get; init; }

    [Words("payout")]
    public string Object { get; init; } = "payout";

    public required long Amount { get; init; }

    public string? ApplicationFee { get; init; }

    public long? ApplicationFeeAmount { get; init; }

    /// <summary>The beginning of the business day on which it arrives, in the account's time zone.</summary>
    public required long ArrivalDate { get; init; }

    /// <summary>Made by the account's schedule.</summary>
    public required bool Automatic { get; init; }

    /// <summary>The movement of the balance that took the money.</summary>
    [Shapes(typeof(BalanceTransactionResource))]
    public required Expandable BalanceTransaction { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    public string? Description { get; init; }

    [Shapes(typeof(BankAccountResource))]
    public required Expandable Destination { get; init; }

    /// <summary>The movement that brought the money back, when it failed or was canceled.</summary>
    [Shapes(typeof(BalanceTransactionResource))]
    public Expandable FailureBalanceTransaction { get; init; }

    /// <summary>The bank's word, such as `account_closed` or `no_account`.</summary>
    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public required bool Livemode { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    [Words("standard")]
    public string Method { get; init; } = "standard";

    public string? OriginalPayout { get; init; }

    public string? PayoutMethod { get; init; }

    /// <summary>Where it comes from can be told of every payout at once; Stripe knows that of automatic ones only.</summary>
    [Words("completed", "in_progress", "not_applicable")]
    public required string ReconciliationStatus { get; init; }

    public string? ReversedBy { get; init; }

    [Words("card")]
    public string SourceType { get; init; } = "card";

    public string? StatementDescriptor { get; init; }

    [Words(typeof(PayoutStatus))]
    public required string Status { get; init; }

    public required PayoutTraceResource TraceId { get; init; }

    [Words("bank_account")]
    public string Type { get; init; } = "bank_account";
}

/// <summary>The bank's own number of the transfer.</summary>
public sealed record PayoutTraceResource
{
    [Words("pending", "supported", "unsupported")]
    public required string Status { get; init; }

    public string? Value { get; init; }
}

/// <summary>An account at a bank. Of its number the last four characters are shown.</summary>
public sealed record BankAccountResource
{
    public required string Id { get; init; }

    [Words("bank_account")]
    public string Object { get; init; } = "bank_account";

    public string? AccountHolderName { get; init; }

    public string? AccountHolderType { get; init; }

    public string? AccountType { get; init; }

    public required string BankName { get; init; }

    public required string Country { get; init; }

    public required string Currency { get; init; }

    public string? Fingerprint { get; init; }

    public required string Last4 { get; init; }

    public string? RoutingNumber { get; init; }

    [Words("new")]
    public string Status { get; init; } = "new";
}

/// <summary>Why a payout is what it is: `carried_over`, plus the amounts of all lines, less `left.amount`, is `amount`.</summary>
public sealed record PayoutBreakdownResource
{
    [Words("payout_breakdown")]
    public string Object { get; init; } = "payout_breakdown";

    public required long Amount { get; init; }

    /// <summary>What the payout before it had left.</summary>
    public required CarriedOverResource CarriedOver { get; init; }

    public required string Currency { get; init; }

    /// <summary>What left this one.</summary>
    public required LeftOverResource Left { get; init; }

    /// <summary>What moved the available balance between the payout before it and this one, in order.</summary>
    public required IReadOnlyList<PayoutBreakdownLineResource> Lines { get; init; }

    public required bool Livemode { get; init; }

    public required string Payout { get; init; }
}

/// <summary>What a payout found that an earlier one had left.</summary>
public sealed record CarriedOverResource
{
    public required long Amount { get; init; }

    /// <summary>That earlier payout, whose own breakdown goes on; null for the first one.</summary>
    public string? Payout { get; init; }
}

/// <summary>What stayed available.</summary>
public sealed record LeftOverResource
{
    public required long Amount { get; init; }

    /// <summary>Of it, what open refund requests held back at that moment.</summary>
    public required long Held { get; init; }
}

/// <summary>A movement of the available balance.</summary>
public sealed record PayoutBreakdownLineResource
{
    /// <summary>What it adds.</summary>
    public required long Amount { get; init; }

    /// <summary>When it was booked.</summary>
    public required long At { get; init; }

    public required long Disputes { get; init; }

    public required long Fees { get; init; }

    public required long Gross { get; init; }

    public required long Refunds { get; init; }

    /// <summary>The settlement, whose lines tell each capture, fee, rate and rounding; or the payout whose money came back.</summary>
    public required string Source { get; init; }

    [Words("settlement", "payout_failed", "payout_canceled")]
    public required string Type { get; init; }
}
