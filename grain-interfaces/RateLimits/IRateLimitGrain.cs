using PayGate.PaymentIntents;

namespace PayGate.RateLimits;

/// <summary>
/// What one merchant may approve per day and month in one mode and currency, keyed by <see cref="LimitKey"/>: the limits, and leases of what is left to the processes
/// that take payments. A storage fault throws; a lease that was granted and not received expires.
/// </summary>
[Alias("paygate.IRateLimitGrain")]
public interface IRateLimitGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sets or takes away limits and answers with them. Refuses currency_not_supported. A taken idempotency key answers
    /// <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes nothing.
    /// </summary>
    [Alias("set")]
    Task<Outcome<Answer>> Set(SetAmountLimits command, CancellationToken cancellationToken);

    /// <summary>The limits and what is used of them; without figures of use where no limit is in force.</summary>
    [Alias("show")]
    Task<AmountLimitView> Show(CancellationToken cancellationToken);

    /// <summary>
    /// Part of what is left, at least what is needed. Closes whatever the holder was granted before and does not keep. Refuses amount_limit_exceeded only when the amount does not fit
    /// with every other lease counted by what was taken from it.
    /// </summary>
    [Alias("lease")]
    Task<Outcome<LeaseOffer>> Lease(AskForLease command, CancellationToken cancellationToken);
}
