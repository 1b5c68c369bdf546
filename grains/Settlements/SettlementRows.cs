using PayGate.Grains.Journal;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>Head row of a batch: typed columns for lists, constraints and audit beside the whole state.</summary>
public sealed record SettlementBatchRow : HeadRow
{
    public override StreamKind Kind => StreamKind.SettlementBatch;

    public required bool Livemode { get; init; }

    public required Currency Currency { get; init; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset DayEnd { get; init; }

    public required DateOnly PayoutOn { get; init; }

    public required string Status { get; init; }

    public required BatchTotals Totals { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>Head row of a schedule.</summary>
public sealed record SettlementScheduleRow : HeadRow
{
    public override StreamKind Kind => StreamKind.SettlementSchedule;

    public required bool Livemode { get; init; }

    public required DateOnly ClosedThrough { get; init; }
}
