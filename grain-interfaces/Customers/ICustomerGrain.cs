using Orleans.Concurrency;
using PayGate.PaymentIntents;

namespace PayGate.Customers;

/// <summary>
/// One customer of a merchant, keyed <c>cus_…</c>. Each command commits once or not at all; every refusal is a value with a code of the error catalogue. A
/// customer of another merchant or mode, a deleted and an unknown one are refused alike as resource_missing. A command whose idempotency key is taken answers
/// <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes nothing. A storage fault throws; a repeat with the same key finds out.
/// </summary>
[Alias("paygate.ICustomerGrain")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>
    /// With a payment method, has it verified first: a decline is an answer with status 402, and no customer is made. Then commits the customer, which owes itself the
    /// method from then on, and attaches it: at once, or by due work if the process ends in between. Refuses a default payment method that is not that one
    /// (resource_missing), what <see cref="CardTokens.ICardTokenGrain.Pledge"/> refuses, and payment_method_unexpected_state when the id was created with it before.
    /// </summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateCustomer command, CancellationToken cancellationToken);

    /// <summary>
    /// Changes what the command names; without a difference nothing is written. Refuses a default payment method that is not the customer's own
    /// (resource_missing), and parameter_too_long for more than 50 metadata keys.
    /// </summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdateCustomer command, CancellationToken cancellationToken);

    /// <summary>
    /// Has the payment method's actor verify the card and attach it. Refuses resource_missing with param <c>customer</c> for a customer that is none,
    /// customer_max_payment_methods, and what <see cref="CardTokens.ICardTokenGrain.Attach"/> refuses.
    /// </summary>
    [Alias("attach")]
    Task<Outcome<Answer>> Attach(AttachPaymentMethod command, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the payment method as default, then has its actor detach it: if only the first is done, a repeat does the rest. Refuses what
    /// <see cref="CardTokens.ICardTokenGrain.Detach"/> refuses.
    /// </summary>
    [Alias("detach")]
    Task<Outcome<Answer>> Detach(DetachPaymentMethod command, CancellationToken cancellationToken);

    /// <summary>Deletes for good. What is personal leaves the state with the commit; payment methods are detached afterwards, by due work.</summary>
    [Alias("delete")]
    Task<Outcome<Answer>> Delete(DeleteCustomer command, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the customer, if it is not deleted, and orders its erasure: first on the list outside the database, then in a commit. The customer's own data are gone with
    /// that; its cards, payments, setups, sessions and refund requests follow by due work, a minute later for the last time. Repeats say how far it is. Refuses
    /// resource_missing.
    /// </summary>
    [Alias("erase")]
    Task<Outcome<Answer>> Erase(EraseCustomer command, CancellationToken cancellationToken);

    /// <summary>The last committed state; null if there is no such customer. The caller compares the tenant.</summary>
    [Alias("get"), ReadOnly, AlwaysInterleave]
    Task<Customer?> Get(CancellationToken cancellationToken);

    /// <summary>Does what became due: detaches a deleted customer's payment methods, and erases what is personal of one that is to be erased. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);
}
