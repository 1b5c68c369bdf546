using PayGate.PaymentIntents;

namespace PayGate.Grains.RateLimits;

/// <summary>
/// This process's leases. A merchant without limits, which a snapshot of at most a second tells, costs a look into memory; one with limits takes from the lease in
/// memory, and only when that is used up or old its actor is asked for another.
/// </summary>
public interface IAmountBudgets
{
    /// <summary>Takes an amount before the bank is asked for it; null where no limit is in force. Refuses amount_limit_exceeded.</summary>
    ValueTask<Outcome<AmountTake?>> Take(Tenant tenant, Money amount, CancellationToken cancellationToken);

    /// <summary>Learns of limits that were just set.</summary>
    Task Refresh(CancellationToken cancellationToken);
}

/// <summary>An amount taken from a lease in memory, until the commit that takes it for good.</summary>
/// <param name="leaseId">Named by that commit.</param>
/// <param name="ended">Told once how it ended.</param>
public sealed class AmountTake(string leaseId, Action<TakeEnd> ended)
{
    private bool _hasEnded;

    public string LeaseId => leaseId;

    /// <summary>Only the first word counts, so that a caller may say "kept" whatever happened before.</summary>
    public void End(TakeEnd end)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            ended(end);
        }
    }
}

/// <summary>What became of an amount that was taken in memory.</summary>
public enum TakeEnd
{
    /// <summary>Committed, or nobody knows: then it comes back when the lease is closed.</summary>
    Kept,

    /// <summary>Certainly not committed.</summary>
    GivenBack,

    /// <summary>The lease was closed meanwhile: nothing can be taken from it any more.</summary>
    LeaseLost,
}
