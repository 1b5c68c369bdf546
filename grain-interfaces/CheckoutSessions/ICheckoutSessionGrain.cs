using PayGate.PaymentIntents;

namespace PayGate.CheckoutSessions;

/// <summary>
/// One checkout session, keyed <c>cs_…</c>. Each command commits once or not at all; a session of another merchant or mode and an unknown one are refused alike as
/// resource_missing. It never waits for its payment's actor, which waits for it: what became of the payment it reads from the payment's row.
/// </summary>
[Alias("paygate.ICheckoutSessionGrain")]
public interface ICheckoutSessionGrain : IGrainWithStringKey
{
    /// <summary>The prefix of a session's id.</summary>
    const string Prefix = "cs";

    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateCheckoutSession command, CancellationToken cancellationToken);

    /// <summary>Changes the metadata, in every state. Refuses parameter_too_long for more than 50 keys.</summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdateCheckoutSession command, CancellationToken cancellationToken);

    /// <summary>Refuses checkout_session_unexpected_state unless it is open and its payment canceled.</summary>
    [Alias("expire")]
    Task<Outcome<Answer>> Expire(ExpireCheckoutSession command, CancellationToken cancellationToken);

    /// <summary>Looks at the payment: completes when it was approved, expires when it was canceled and the time is up. Harmless otherwise.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
