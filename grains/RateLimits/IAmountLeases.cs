using System.Collections.Immutable;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>What the committed payments have taken: the truth that leases are settled by.</summary>
public interface IAmountLeases
{
    /// <summary>
    /// Closes leases: a payment that would take from one of them afterwards is refused by the database, whoever holds it. Closing a closed one is harmless.
    /// </summary>
    /// <param name="reclaim">Which, and which only if all of it is taken.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that are closed now.</returns>
    Task<ImmutableArray<LeaseUse>> Close(Reclaim reclaim, CancellationToken cancellationToken);

    /// <summary>What is taken from leases now, open or not.</summary>
    Task<ImmutableArray<LeaseUse>> Find(IReadOnlyCollection<string> leaseIds, CancellationToken cancellationToken);

    /// <summary>Counts what payments took without a lease, by the payments themselves.</summary>
    Task<TakenBefore> CountBefore(LimitKey key, LocalPeriods periods, CancellationToken cancellationToken);
}
