using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>
/// The facts of a batch's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.
/// </summary>
public abstract record SettlementBatchEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>From here on movements can be assigned to the batch.</summary>
public sealed record BatchOpened : SettlementBatchEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required Currency Currency { get; init; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset DayEnd { get; init; }

    public required DateOnly PayoutOn { get; init; }

    public required DateTimeOffset PayoutAt { get; init; }
}

/// <summary>It has all its movements, and its figures are final.</summary>
public sealed record BatchClosed : SettlementBatchEvent
{
    public required BatchTotals Totals { get; init; }
}

/// <summary>Committed before its net is booked.</summary>
public sealed record BatchProcessing : SettlementBatchEvent;

/// <summary>Its net is booked.</summary>
public sealed record BatchSettled : SettlementBatchEvent;

public sealed record BatchFailed : SettlementBatchEvent
{
    public required BatchFailure Failure { get; init; }
}
