using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.RateLimits;

/// <summary>Commits that take an amount from a lease.</summary>
internal static class TakenCommits
{
    /// <summary>A lease that is lost is followed by another; one process loses this many in a row only when something is broken.</summary>
    private const int LossesMax = 20;

    /// <summary>
    /// Commits under the lease that the amount was taken from. Where the lease was closed in between, nothing is committed: the amount is taken again, from another
    /// one, and the commit repeated.
    /// </summary>
    /// <param name="budgets">Where to take the amount again.</param>
    /// <param name="tenant">Whose payment it is.</param>
    /// <param name="amount">As taken.</param>
    /// <param name="take">Null for no limit.</param>
    /// <param name="commit">Given the lease's id; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Outcome<T>> Commit<T>(
        this IAmountBudgets budgets,
        Tenant tenant,
        Money amount,
        AmountTake? take,
        Func<string?, Task<Outcome<T>>> commit,
        CancellationToken cancellationToken)
    {
        for (var losses = 0; losses < LossesMax; losses++)
        {
            try
            {
                var committed = await commit(take?.LeaseId);
                if (committed.Refusal?.Code != JournalRefusals.LeaseLost.Code)
                {
                    take?.End(committed.IsSuccess ? TakeEnd.Kept : TakeEnd.GivenBack);
                    return committed;
                }

                take?.End(TakeEnd.LeaseLost);
            }
            finally
            {
                take?.End(TakeEnd.Kept);
            }

            var again = await budgets.Take(tenant, amount, cancellationToken);
            if (!again.IsSuccess)
            {
                return again.Refusal;
            }

            take = again.Value;
        }

        throw new StorageUnavailableException($"{LossesMax} leases in a row were closed before a payment of {tenant.MerchantId} could take from them.");
    }
}
