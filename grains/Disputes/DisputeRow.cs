using PayGate.Grains.Journal;

namespace PayGate.Grains.Disputes;

/// <summary>Head row of a dispute: typed columns for lists and constraints beside the whole state.</summary>
public sealed record DisputeRow : HeadRow
{
    public override StreamKind Kind => StreamKind.Dispute;

    public required bool Livemode { get; init; }

    public required string Status { get; init; }

    public required string PaymentIntentId { get; init; }

    public required string ChargeId { get; init; }

    public string? CustomerId { get; init; }

    public required Money Amount { get; init; }

    public required DateTimeOffset EvidenceDueBy { get; init; }

    /// <summary>The merchant's words are erased.</summary>
    public required bool Erased { get; init; }

    public required DateTimeOffset Created { get; init; }
}
