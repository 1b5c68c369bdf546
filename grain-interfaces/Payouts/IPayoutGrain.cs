using PayGate.PaymentIntents;

namespace PayGate.Payouts;

/// <summary>
/// One payout, keyed <c>po_…</c>. Each command commits once or not at all, and takes or gives back the money in that commit. A payout of another merchant or mode and an
/// unknown one are refused alike as resource_missing. A command whose idempotency key is taken answers <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes
/// nothing. A storage fault throws; a repeat with the same key finds out.
/// </summary>
[Alias("paygate.IPayoutGrain")]
public interface IPayoutGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the amount from the available balance. Refuses balance_insufficient where less is available than this and what open refund requests hold back,
    /// payouts_not_allowed without a bank account in this currency, and resource_missing for another destination.
    /// </summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreatePayout command, CancellationToken cancellationToken);

    /// <summary>The same for the schedule, once for each id. False when nothing was made because the balance does not allow it, or there is no account.</summary>
    [Alias("create-automatic")]
    Task<bool> CreateAutomatic(CreateAutomaticPayout command, CancellationToken cancellationToken);

    /// <summary>Changes its metadata, in any state.</summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdatePayout command, CancellationToken cancellationToken);

    /// <summary>Gives the money back before the bank is told. Refuses payout_unexpected_state.</summary>
    [Alias("cancel")]
    Task<Outcome<Answer>> Cancel(CancelPayout command, CancellationToken cancellationToken);

    /// <summary>Does what became due: tells the bank, asks it again while it keeps silent, notes the arrival. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
