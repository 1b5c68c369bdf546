using PayGate.PaymentIntents;

namespace PayGate.Disputes;

/// <summary>
/// One dispute, keyed <c>dp_…</c>: evidence, deadline and outcome. Each command commits once or not at all; every refusal is a value with a code of the error catalogue. A
/// dispute of another merchant or mode and an unknown one are refused alike as resource_missing. A command whose idempotency key is taken answers
/// <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes nothing. A storage fault throws; a repeat with the same key finds out.
/// </summary>
[Alias("paygate.IDisputeGrain")]
public interface IDisputeGrain : IGrainWithStringKey
{
    /// <summary>From the payment, which has withdrawn the money. Harmless when the dispute is there.</summary>
    [Alias("open")]
    Task Open(OpenDisputeCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Changes evidence before it is submitted, and metadata at any time. Evidence goes to the issuer once: what it brings is <c>under_review</c> in the answer, and the
    /// issuer's ruling follows. Refuses dispute_unexpected_state, parameter_missing (nothing to submit) and parameter_too_long.
    /// </summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdateDispute command, CancellationToken cancellationToken);

    /// <summary>Accepts the dispute as lost, at any point before its end. Refuses dispute_unexpected_state.</summary>
    [Alias("close")]
    Task<Outcome<Answer>> Close(CloseDispute command, CancellationToken cancellationToken);

    /// <summary>The issuer rules as it is ordered, at any point before the end. Of the sandbox only. Refuses dispute_unexpected_state.</summary>
    [Alias("decide")]
    Task<Outcome<Answer>> Decide(DecideDispute command, CancellationToken cancellationToken);

    /// <summary>Does what became due: the deadline, the issuer's ruling, the end that the payment does not know. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
