using PayGate.Settlements;

namespace PayGate.Wire.V1;

/// <summary>All movements of a merchant's balance in one currency that one closed day brought. Amounts are in that currency's smallest unit. Absent members are null.</summary>
public sealed record SettlementResource
{
    public required string Id { get; init; }

    [Words("settlement")]
    public string Object { get; init; } = "settlement";

    public required long Created { get; init; }

    /// <summary>The account's settlement currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The closed day in the account's time zone, YYYY-MM-DD.</summary>
    public required string Day { get; init; }

    /// <summary>Disputed amounts, less those that were won back.</summary>
    public required long Disputes { get; init; }

    /// <summary>Why the net could not be booked yet.</summary>
    [Words(BatchFailure.MerchantSuspended)]
    public string? FailureReason { get; init; }

    /// <summary>The fees of all lines.</summary>
    public required long Fees { get; init; }

    /// <summary>All captures.</summary>
    public required long Gross { get; init; }

    /// <summary>How many lines it has.</summary>
    public required long LineCount { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>Gross less refunds, fees and disputes; negative where more went back than came in.</summary>
    public required long Net { get; init; }

    /// <summary>The day on which the net becomes available, YYYY-MM-DD: two business days after the closed day.</summary>
    public required string PayoutDate { get; init; }

    /// <summary>All refunds.</summary>
    public required long Refunds { get; init; }

    /// <summary>When the net was booked as available.</summary>
    public long? SettledAt { get; init; }

    [Words("pending", "processing", "settled", "failed")]
    public required string Status { get; init; }
}

/// <summary>One movement of a batch, with all that its net comes from.</summary>
public sealed record SettlementLineResource
{
    /// <summary>The balance transaction.</summary>
    public required string Id { get; init; }

    [Words("settlement_line")]
    public string Object { get; init; } = "settlement_line";

    public required long Created { get; init; }

    public required string Currency { get; init; }

    /// <summary>Units of the batch's currency for one unit of the payment's, with up to 8 decimals, as fixed at the authorization; null where they are the same.</summary>
    public decimal? ExchangeRate { get; init; }

    public required long Fee { get; init; }

    /// <summary>The percentage and the fixed part of the fee.</summary>
    public required IReadOnlyList<FeeDetailResource> FeeDetails { get; init; }

    /// <summary>The movement in the batch's currency: the payment's amount at the rate, truncated; negative for what goes back.</summary>
    public required long Gross { get; init; }

    /// <summary>Gross less fee.</summary>
    public required long Net { get; init; }

    /// <summary>The merchant's own number of the payment.</summary>
    public string? OrderId { get; init; }

    /// <summary>The movement in the payment's currency.</summary>
    public required long PaymentAmount { get; init; }

    public required string PaymentCurrency { get; init; }

    public required string PaymentIntent { get; init; }

    /// <summary>The charge or refund.</summary>
    public required string Source { get; init; }

    [Words("adjustment", "charge", "refund")]
    public required string Type { get; init; }
}

/// <summary>Which days of the account are closed.</summary>
public sealed record SettlementScheduleResource
{
    public required string Id { get; init; }

    [Words("settlement_schedule")]
    public string Object { get; init; } = "settlement_schedule";

    /// <summary>The latest closed day in the account's time zone, YYYY-MM-DD.</summary>
    public required string ClosedThrough { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>When the next day is closed by itself.</summary>
    public required long NextAt { get; init; }
}
