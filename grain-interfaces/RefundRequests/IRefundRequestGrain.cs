using PayGate.PaymentIntents;

namespace PayGate.RefundRequests;

/// <summary>
/// A customer's request for a refund, keyed <c>rr_…</c>. Each command commits once or not at all; every refusal is a value with a code of the error catalogue. A
/// request of another merchant or mode and an unknown one are refused alike as resource_missing. A command whose idempotency key is taken answers
/// <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes nothing. A storage fault throws; a repeat with the same key finds out.
/// </summary>
[Alias("paygate.IRefundRequestGrain")]
public interface IRefundRequestGrain : IGrainWithStringKey
{
    /// <summary>
    /// Refuses resource_missing (customer, or a payment that is not the customer's), payment_intent_unexpected_state for one that was not paid,
    /// charge_already_refunded, amount_too_large, and refund_request_open while the payment has another request that is not at its end.
    /// </summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateRefundRequest command, CancellationToken cancellationToken);

    /// <summary>
    /// Commits the decision with the id of the refund, then has the payment make that refund, and follows it: a refund whose outcome is not known, or that waits
    /// for its issuer, is an answer with status <c>approved</c>. Refuses refund_request_unexpected_state.
    /// </summary>
    [Alias("approve")]
    Task<Outcome<Answer>> Approve(ApproveRefundRequest command, CancellationToken cancellationToken);

    /// <summary>Before it is decided. Refuses refund_request_unexpected_state.</summary>
    [Alias("reject")]
    Task<Outcome<Answer>> Reject(RejectRefundRequest command, CancellationToken cancellationToken);

    /// <summary>Does what became due: makes the approved refund if that was not done, and looks what became of it. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
