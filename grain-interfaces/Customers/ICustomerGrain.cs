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
    /// <summary>Refuses a default payment method, which a new customer cannot have (resource_missing).</summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateCustomer command, CancellationToken cancellationToken);

    /// <summary>
    /// Changes what the command names; without a difference nothing is written. Refuses a default payment method that is not the customer's own
    /// (resource_missing), and parameter_too_long for more than 50 metadata keys.
    /// </summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdateCustomer command, CancellationToken cancellationToken);

    /// <summary>Deletes for good. What is personal leaves the state with the commit.</summary>
    [Alias("delete")]
    Task<Outcome<Answer>> Delete(DeleteCustomer command, CancellationToken cancellationToken);
}
