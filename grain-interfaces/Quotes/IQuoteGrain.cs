using PayGate.PaymentIntents;

namespace PayGate.Quotes;

/// <summary>
/// One quote, keyed <c>qt_…</c>. Its one command commits once or not at all; one whose idempotency key is taken answers
/// <see cref="IPaymentIntentGrain.RequestSeenBefore"/>. A storage fault throws; a repeat with the same key finds out.
/// </summary>
[Alias("paygate.IQuoteGrain")]
public interface IQuoteGrain : IGrainWithStringKey
{
    /// <summary>
    /// Promises the rates and the plan that are in force. Refuses amount_too_small and amount_too_large, currency_not_supported without a rate, and rate_unavailable where the last good
    /// one is too old.
    /// </summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateQuote command, CancellationToken cancellationToken);
}
