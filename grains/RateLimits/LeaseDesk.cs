using PayGate.Grains.Journal;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>
/// Hands out leases. Closing one comes before its use is counted, and both before anything is granted anew; if the process ends in between, the lease is closed and
/// counted again by whoever asks next.
/// </summary>
internal sealed class LeaseDesk(LimitKey key, StreamBook<RateLimitState, RateLimitEvent> book, IAmountLeases leases)
{
    /// <param name="ask">Who needs how much.</param>
    /// <param name="periods">The merchant's day and month.</param>
    /// <param name="now">The instant of the decision.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<LeaseOffer>> Lease(AskForLease ask, LocalPeriods periods, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (book.Current is not { IsLimited: true } state)
        {
            return LeaseOffer.Unlimited;
        }

        var before = state.CountedUntil is null ? null : await leases.CountBefore(key, periods, cancellationToken);
        if (await Grant(new Reclaim(RateLimitDecider.Returned(state, ask, now), [])) is { } offer)
        {
            return offer;
        }

        if (RateLimitDecider.Reclaimable(book.Current!, now) is { IsEmpty: false } reclaim && await Grant(reclaim) is { } reclaimed)
        {
            return reclaimed;
        }

        return RateLimitDecider.MayFit(book.Current!, ask.Need) ? LeaseOffer.Later : RateLimitRefusals.Exceeded(book.Current!, ask.Need);

        async Task<LeaseOffer?> Grant(Reclaim reclaim)
        {
            var granted = book.Current!.Granted;
            var command = new GrantLease(ask, periods, reclaim.IsEmpty ? [] : await leases.Close(reclaim, cancellationToken), before);
            var changed = await book.Change(
                key.Tenant.MerchantId, now, current => RateLimitDecider.Decide(current, command, now), _ => null, cancellationToken);
            return changed.Value!.Granted > granted && changed.Value.Leases[^1] is { } lease && lease.Holder == ask.Holder
                ? new LeaseOffer { LeaseId = lease.Id, Amount = lease.Amount, ExpiresAt = lease.ExpiresAt }
                : null;
        }
    }
}
