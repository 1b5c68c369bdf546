using PayGate.PaymentIntents;

namespace PayGate.SetupIntents;

/// <summary>
/// One card being made ready for later payments, keyed <c>seti_…</c>. Each command commits once or not at all; every refusal is a value with a code of the error
/// catalogue. A setup of another merchant or mode and an unknown one are refused alike as resource_missing. A command whose idempotency key is taken answers
/// <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes nothing. A storage fault throws; a repeat with the same key finds out.
/// </summary>
[Alias("paygate.ISetupIntentGrain")]
public interface ISetupIntentGrain : IGrainWithStringKey
{
    /// <summary>Opens the setup; with Confirm it also starts the first verification. Refusals as for <see cref="Update"/> and <see cref="Confirm"/>.</summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateSetupIntent command, CancellationToken cancellationToken);

    /// <summary>
    /// Before it has come to its end. Refuses setup_intent_unexpected_state, resource_missing (customer, payment_method), parameter_too_long for more than 50
    /// metadata keys.
    /// </summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdateSetupIntent command, CancellationToken cancellationToken);

    /// <summary>
    /// Verifies the card at the bank with an authorization of 0, then has the customer take it, if there is one. Where the issuer wants to ask the cardholder first,
    /// the answer is <c>requires_action</c> and <see cref="AnswerChallenge"/> goes on. A decline is an answer with status 402, an outcome
    /// that the bank did not tell within its deadline an answer with status <c>processing</c>. Refuses setup_intent_unexpected_state, parameter_missing (no payment
    /// method), payment_method_unexpected_state, and what the card token refuses.
    /// </summary>
    [Alias("confirm")]
    Task<Outcome<Answer>> Confirm(ConfirmSetupIntent command, CancellationToken cancellationToken);

    /// <summary>What the cardholder did at the issuer's page. Refuses resource_missing for another challenge, setup_intent_unexpected_state once it is over.</summary>
    [Alias("answer-challenge")]
    Task<Outcome<Answer>> AnswerChallenge(AnswerChallenge command, CancellationToken cancellationToken);

    /// <summary>Before it has come to its end, and not while the bank is asked. Refuses setup_intent_unexpected_state.</summary>
    [Alias("cancel")]
    Task<Outcome<Answer>> Cancel(CancelSetupIntent command, CancellationToken cancellationToken);

    /// <summary>Does what became due: asks the bank about a verification whose outcome is unknown. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
