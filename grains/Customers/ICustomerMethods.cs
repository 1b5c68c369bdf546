namespace PayGate.Grains.Customers;

/// <summary>Which payment methods name a customer as theirs. They are written on the methods, in the commit that attaches or detaches.</summary>
public interface ICustomerMethods
{
    /// <summary>Ids, the oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<string>> Find(string merchantId, string customerId, int limit, CancellationToken cancellationToken);
}
