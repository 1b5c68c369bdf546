using PayGate.Grains.Journal;

namespace PayGate.Grains.Payouts;

/// <summary>Head row of a payout: typed columns for lists, constraints and audit beside the whole state.</summary>
public sealed record PayoutRow : HeadRow
{
    public override StreamKind Kind => StreamKind.Payout;

    public required bool Livemode { get; init; }

    public required string Status { get; init; }

    public required Money Amount { get; init; }

    public required bool Automatic { get; init; }

    public required string Destination { get; init; }

    public required DateTimeOffset ArrivalAt { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>One movement of the merchant's balance by a payout: negative when it leaves, positive when it comes back.</summary>
public sealed record PayoutTransactionRow : IndexRow
{
    public required string PayoutId { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>payout, payout_failure or payout_cancel.</summary>
    public required string Type { get; init; }

    public required Money Amount { get; init; }

    public required DateTimeOffset Created { get; init; }
}
