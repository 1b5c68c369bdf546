namespace PayGate.Grains.Erasure;

/// <summary>Finds what names a customer.</summary>
public interface ICustomerTraces
{
    /// <summary>
    /// Ids of cards, payments, setups, sessions, refund requests and disputes that name the customer and are not erased, at most <paramref name="limit"/> of each kind.
    /// </summary>
    Task<IReadOnlyList<string>> Find(string merchantId, string customerId, int limit, CancellationToken cancellationToken);

    /// <summary>Ids of cards that were used up by one of these: a payment, a setup, or a payment method made from a token. Without those that are erased.</summary>
    Task<IReadOnlyList<string>> UsedUpBy(string merchantId, IReadOnlyCollection<string> consumers, CancellationToken cancellationToken);
}
