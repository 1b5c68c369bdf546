namespace PayGate.PaymentIntents;

/// <summary>
/// One payment, keyed <c>pi_…</c>. Each command commits once or not at all; every refusal is a value with a code of the error catalogue. A command with an
/// idempotency claim whose key is already taken answers the refusal <see cref="RequestSeenBefore"/> and changes nothing: the caller then shows the recorded
/// answer. A storage fault throws; its outcome may be unknown, and a repeat with the same key finds out.
/// </summary>
[Alias("paygate.IPaymentIntentGrain")]
public interface IPaymentIntentGrain : IGrainWithStringKey
{
    /// <summary>Code of the refusal that says: this idempotency key is taken, look at its record.</summary>
    const string RequestSeenBefore = "idempotency_key_taken";

    /// <summary>Code of the refusal that says: the merchant's own limit of the day or month has no room for the amount. The bank was not asked, and it is no attempt.</summary>
    const string AmountLimitExceeded = "amount_limit_exceeded";

    /// <summary>What a customer is told of <see cref="AmountLimitExceeded"/>: the merchant's limits are no business of his.</summary>
    const string AmountLimitForBrowser = "The merchant cannot accept this payment at the moment. Try again later.";

    /// <summary>Opens the intent; with Confirm it also starts the first attempt. Refusals as for <see cref="Confirm"/>.</summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreatePaymentIntent command, CancellationToken cancellationToken);

    /// <summary>
    /// Authorizes at the bank, with automatic capture in the same bank call. A decline is an answer with status 402, an outcome that the bank did not tell
    /// within its deadline an answer with status <c>processing</c>. Refuses resource_missing, payment_intent_unexpected_state,
    /// payment_attempts_exceeded, parameter_missing (no payment method), <see cref="AmountLimitExceeded"/>, and what the card token refuses.
    /// </summary>
    [Alias("confirm")]
    Task<Outcome<Answer>> Confirm(ConfirmPaymentIntent command, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the issuer's word on the challenge that is open: the attempt goes to the bank, or fails. Answers with the payment. Refuses resource_missing
    /// unless the transaction is the one that was opened last, and payment_intent_unexpected_state when it is over.
    /// </summary>
    [Alias("answer-challenge")]
    Task<Outcome<Answer>> AnswerChallenge(AnswerChallenge command, CancellationToken cancellationToken);

    /// <summary>
    /// Changes amount, words and payment method while no money is held. Refuses payment_intent_unexpected_state, the amount's limits, resource_missing (payment
    /// method) and parameter_too_long (metadata).
    /// </summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdatePaymentIntent command, CancellationToken cancellationToken);

    /// <summary>
    /// Raises an uncaptured authorization to a new total. A refusal of the bank is an answer with status 402 that leaves the payment as it was. Refuses
    /// payment_intent_unexpected_state, amount_too_small, amount_too_large.
    /// </summary>
    [Alias("increment")]
    Task<Outcome<Answer>> Increment(IncrementAuthorization command, CancellationToken cancellationToken);

    /// <summary>Changes the words of one charge, in any state of the payment. Refuses resource_missing and parameter_too_long (metadata).</summary>
    [Alias("update-charge")]
    Task<Outcome<Answer>> UpdateCharge(UpdateCharge command, CancellationToken cancellationToken);

    /// <summary>Captures an authorized payment once, whole or in part. Refuses amount_too_large and payment_intent_unexpected_state.</summary>
    [Alias("capture")]
    Task<Outcome<Answer>> Capture(CapturePayment command, CancellationToken cancellationToken);

    /// <summary>Cancels before capture; what the bank holds is reversed afterwards. Refuses payment_intent_unexpected_state.</summary>
    [Alias("cancel")]
    Task<Outcome<Answer>> Cancel(CancelPaymentIntent command, CancellationToken cancellationToken);

    /// <summary>
    /// Refunds up to what was captured, repeatedly; a refund that there is already under the command's id is answered as it stands. Refuses
    /// charge_already_refunded, charge_disputed, amount_too_large and payment_intent_unexpected_state.
    /// </summary>
    [Alias("refund")]
    Task<Outcome<Answer>> Refund(RefundPayment command, CancellationToken cancellationToken);

    /// <summary>Withdraws a refund that waits for a further try. Refuses refund_unexpected_state: decided, or its outcome is not known.</summary>
    [Alias("cancel-refund")]
    Task<Outcome<Answer>> CancelRefund(CancelRefundCommand command, CancellationToken cancellationToken);

    /// <summary>Changes a refund's metadata, whatever its status. Refuses parameter_too_long.</summary>
    [Alias("update-refund")]
    Task<Outcome<Answer>> UpdateRefund(UpdateRefundCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Withdraws what the cardholder disputes, with the fee, and answers with the dispute. Refuses payment_intent_unexpected_state, charge_disputed (one is open, or all was
    /// lost), charge_already_refunded, amount_too_large and, without a current rate for the fee, rate_unavailable.
    /// </summary>
    [Alias("dispute")]
    Task<Outcome<Answer>> Dispute(DisputePayment command, CancellationToken cancellationToken);

    /// <summary>Takes the end of a dispute from its actor, once: one that is won brings back exactly what was withdrawn, and never the fee.</summary>
    [Alias("end-dispute")]
    Task<Outcome<Answer>> EndDispute(EndPaymentDispute command, CancellationToken cancellationToken);

    /// <summary>Does what became due: expiry, void of an old authorization, reversals, and questions to the bank about unknown outcomes. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
