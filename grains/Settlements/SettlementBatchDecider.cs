using System.Collections.Immutable;
using PayGate.PaymentIntents;
using PayGate.Settlements;
using static PayGate.Settlements.SettlementBatchStatus;

namespace PayGate.Grains.Settlements;

/// <summary>What a batch is asked to do.</summary>
public abstract record SettlementBatchCommand;

public sealed record OpenBatch(string Id, CloseBatch Of) : SettlementBatchCommand;

/// <param name="Totals">What its movements add up to, with none left to assign.</param>
public sealed record FinishBatch(BatchTotals Totals) : SettlementBatchCommand;

/// <summary>The payout date may have come.</summary>
public sealed record BeginBooking : SettlementBatchCommand;

/// <param name="Obstacle">A word of <see cref="BatchFailure"/>, or null where nothing stands in the way.</param>
public sealed record BookNet(string? Obstacle) : SettlementBatchCommand;

/// <summary>
/// The rules of a batch, pure: (state, command, now) to facts. Nobody is refused anything here, because nobody asks but PayGate; no facts means that nothing is left to
/// do. The table of legal moves in this folder's README is compared with it by a test.
/// </summary>
public static class SettlementBatchDecider
{
    /// <summary>How long a batch waits that could not be booked.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromHours(24);

    public static ImmutableArray<SettlementBatchEvent> Decide(SettlementBatch? state, SettlementBatchCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, OpenBatch open) => [Opened(open, now)],
        ({ Status: Collecting }, FinishBatch { Totals: { Movements: > 0 } totals }) => [new BatchClosed { Totals = totals, At = now }],
        ({ Status: Pending or Failed }, BeginBooking) when DueAt(state) <= now => [new BatchProcessing { At = now }],
        ({ Status: Processing }, BookNet { Obstacle: null }) => [new BatchSettled { At = now }],
        ({ Status: Processing }, BookNet { Obstacle: { } obstacle }) =>
            [new BatchFailed { Failure = new BatchFailure { Reason = obstacle, RetryAt = now + RetryAfter }, At = now }],
        _ => [],
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static SettlementBatch Apply(SettlementBatch? state, SettlementBatchEvent fact) => (state, fact) switch
    {
        (null, BatchOpened opened) => Opened(opened),
        ({ } batch, BatchClosed closed) => batch with { Status = Pending, Totals = closed.Totals },
        ({ } batch, BatchProcessing) => batch with { Status = Processing, Failure = null },
        ({ } batch, BatchSettled settled) => batch with { Status = Settled, SettledAt = settled.At },
        ({ } batch, BatchFailed failed) => batch with { Status = Failed, Failure = failed.Failure },
        _ => throw new InvalidOperationException($"A settlement batch's stream does not know the fact {fact.GetType().Name} here."),
    };

    /// <summary>When time alone asks for something. One that is processing was interrupted, and goes on at once; one that is collecting is asked by its schedule.</summary>
    public static DateTimeOffset? DueAt(SettlementBatch batch) => batch.Status switch
    {
        Pending or Processing => batch.PayoutAt,
        Failed => batch.Failure!.RetryAt,
        _ => null,
    };

    private static BatchOpened Opened(OpenBatch open, DateTimeOffset now) => new()
    {
        Id = open.Id,
        MerchantId = open.Of.Tenant.MerchantId,
        Livemode = open.Of.Tenant.Livemode,
        Currency = open.Of.Currency,
        Day = open.Of.Day,
        DayEnd = open.Of.DayEnd,
        PayoutOn = open.Of.PayoutOn,
        PayoutAt = open.Of.PayoutAt,
        At = now,
    };

    private static SettlementBatch Opened(BatchOpened opened) => new()
    {
        Id = opened.Id,
        Tenant = new Tenant { MerchantId = opened.MerchantId, Livemode = opened.Livemode },
        Currency = opened.Currency,
        Day = opened.Day,
        DayEnd = opened.DayEnd,
        PayoutOn = opened.PayoutOn,
        PayoutAt = opened.PayoutAt,
        Status = Collecting,
        Totals = BatchTotals.None,
        Created = opened.At,
    };
}
