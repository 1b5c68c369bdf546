using PayGate.PaymentIntents;

namespace PayGate.Grains.Payouts;

/// <summary>
/// What merchants have available and may be paid. The rule of the table decides between two payouts at the same time; asking first keeps the database from having to refuse
/// a batch.
/// </summary>
public interface IPayableBalances
{
    /// <summary>In each currency what is available less what open refund requests hold back; may be negative.</summary>
    Task<IReadOnlyList<Money>> Payable(Tenant tenant, CancellationToken cancellationToken);

    /// <summary>Whether a batch's net should be available by now and is not yet.</summary>
    Task<bool> HasUnsettled(Tenant tenant, DateTimeOffset now, CancellationToken cancellationToken);
}
