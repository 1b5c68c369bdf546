using PayGate.PaymentIntents;

namespace PayGate.Settlements;

/// <summary>
/// One batch, keyed <c>sb_…</c>: collects the movements of a closed day, closes with what they add up to, and books its net on the payout date. All its methods can be
/// repeated at any point, also after a crash: a movement has one batch for ever, and each step is one commit.
/// </summary>
[Alias("paygate.ISettlementBatchGrain")]
public interface ISettlementBatchGrain : IGrainWithStringKey
{
    /// <summary>
    /// Collects for a few seconds at the most, and closes the batch once nothing is left to collect. True when the batch is closed, or the day brought it nothing;
    /// false when it is to be asked again.
    /// </summary>
    [Alias("close")]
    Task<bool> Close(CloseBatch command, CancellationToken cancellationToken);

    /// <summary>Goes on with a batch that was interrupted while it collected, as it was opened; answers as <see cref="Close"/> does.</summary>
    [Alias("resume")]
    Task<bool> Resume(CancellationToken cancellationToken);

    /// <summary>Does what time asks for: on the payout date the net is booked as available.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}

/// <summary>Which day of whom; the batch's key is <see cref="SettlementBatch.IdOf"/> of it.</summary>
[GenerateSerializer, Alias("paygate.settlement-batch.close"), Immutable]
public sealed record CloseBatch
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required Currency Currency { get; init; }

    [Id(2)]
    public required DateOnly Day { get; init; }

    /// <summary>Movements from before this instant are collected, also those that a day before left behind.</summary>
    [Id(3)]
    public required DateTimeOffset DayEnd { get; init; }

    [Id(4)]
    public required DateOnly PayoutOn { get; init; }

    [Id(5)]
    public required DateTimeOffset PayoutAt { get; init; }
}
