using System.Collections.Immutable;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.RateLimits;
using PayGate.Wire.V1;

namespace PayGate.Grains.RateLimits;

/// <summary>One merchant's budget in one mode and currency: finds out what was taken, decides, commits once, then answers.</summary>
public sealed class RateLimitGrain(IJournal journal, IAmountLeases leases, IAmountBudgets budgets, IMerchantTerms terms, TimeProvider clock)
    : Grain, IRateLimitGrain
{
    private StreamBook<RateLimitState, RateLimitEvent> _book = null!;
    private LeaseDesk _desk = null!;
    private LimitKey _key;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = LimitKey.Parse(this.GetPrimaryKeyString());
        _book = new StreamBook<RateLimitState, RateLimitEvent>(this.GetPrimaryKeyString(), new RateLimitStream(), journal);
        _desk = new LeaseDesk(_key, _book, leases);
        return Task.CompletedTask;
    }

    public Task<Outcome<Answer>> Set(SetAmountLimits command, CancellationToken cancellationToken) => Loaded<Outcome<Answer>>(async now =>
    {
        var periods = Periods(now);
        // What was taken while there was no limit counts from the answer on, and is counted again at each grant until all processes know of the limit.
        var (uses, before) = await Taken(periods, countBefore: _book.Current is not { IsLimited: true, CountedUntil: null }, cancellationToken);
        var set = new SetLimits(_key, command.Daily, command.Monthly, periods, command.Request);
        var changed = await _book.Change(
            _key.Tenant.MerchantId,
            now,
            state => RateLimitDecider.Decide(state, set, now),
            next => IdempotencyWrites.Done(command.Request, this.GetPrimaryKeyString(), AmountLimitViews.Of(next, periods, uses, before).ToAnswer(), clock),
            cancellationToken);
        if (!changed.IsSuccess)
        {
            return changed.Refusal;
        }

        await budgets.Refresh(cancellationToken);
        return AmountLimitViews.Of(changed.Value, periods, uses, before).ToAnswer();
    }, cancellationToken);

    public Task<AmountLimitView> Show(CancellationToken cancellationToken) => Loaded(async now =>
    {
        var periods = Periods(now);
        if (_book.Current is not { IsLimited: true } state)
        {
            return AmountLimitViews.Unlimited(_key, periods);
        }

        var (uses, before) = await Taken(periods, state.CountedUntil is not null, cancellationToken);
        return AmountLimitViews.Of(state, periods, uses, before);
    }, cancellationToken);

    public Task<Outcome<LeaseOffer>> Lease(AskForLease command, CancellationToken cancellationToken) =>
        Loaded(now => _desk.Lease(command, Periods(now), now, cancellationToken), cancellationToken);

    private async Task<(ImmutableArray<LeaseUse> Uses, TakenBefore? Before)> Taken(
        LocalPeriods periods, bool countBefore, CancellationToken cancellationToken)
    {
        var known = _book.Current is { Leases: { IsEmpty: false } open } ? await leases.Find([.. open.Select(lease => lease.Id)], cancellationToken) : [];
        return (known, countBefore ? await leases.CountBefore(_key, periods, cancellationToken) : null);
    }

    private LocalPeriods Periods(DateTimeOffset now) => LocalDay.PeriodsAt(now, terms.ZoneOf(_key.Tenant.MerchantId));

    private Task<T> Loaded<T>(Func<DateTimeOffset, Task<T>> turn, CancellationToken cancellationToken) => this.Turn(
        async () =>
        {
            await _book.EnsureLoaded(cancellationToken);
            return await turn(clock.GetUtcNow());
        },
        () => _book.Current is not null);
}
