namespace PayGate.Grains.Erasure;

/// <summary>Finds what names a customer.</summary>
public interface ICustomerTraces
{
    /// <summary>
    /// Ids of cards, payments, setups, sessions and refund requests that name the customer and are not erased, at most <paramref name="limit"/> of each kind.
    /// </summary>
    Task<IReadOnlyList<string>> Find(string merchantId, string customerId, int limit, CancellationToken cancellationToken);
}
