using System.Collections.Immutable;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.Payouts;
using PayGate.PaymentIntents;
using PayGate.Payouts;
using PayGate.Settlements;
using PayGate.Wire.V1;

namespace PayGate.Grains.Settlements;

/// <summary>A merchant's settlement in one mode: has the batches of a day closed one after the other, then commits that the day is.</summary>
public sealed class SettlementScheduleGrain(
    IJournal journal, ISettlementMovements movements, IPayableBalances balances, IMerchantTerms terms, IFailpoints failpoints, TimeProvider clock)
    : Grain, ISettlementScheduleGrain
{
    /// <summary>A sweep waits for all whom it wakes.</summary>
    private static readonly TimeSpan WakeMax = TimeSpan.FromSeconds(2);

    /// <summary>With what one step may take, and a step before it that may be under way, well under the 30 s of a call.</summary>
    private static readonly TimeSpan RunMax = TimeSpan.FromSeconds(10);

    /// <summary>From a Monday back to the Friday before.</summary>
    private const int WeekendReach = 3;

    private StreamBook<SettlementSchedule, SettlementScheduleEvent> _book = null!;

    /// <summary>Goes on with what a wake left; one, however often the schedule is woken meanwhile.</summary>
    private IGrainTimer? _rest;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<SettlementSchedule, SettlementScheduleEvent>(Id, new SettlementScheduleStream(), journal);
        return Task.CompletedTask;
    }

    public Task<SettlementSchedule> Open(Tenant tenant, CancellationToken cancellationToken) => Guarded(() => Opened(tenant, cancellationToken));

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is null)
        {
            return true;
        }

        if (await CloseEnded(SettlementScheduleDecider.Grace, WakeMax, cancellationToken))
        {
            await PayOut(cancellationToken);
        }
        else
        {
            // The rest in turns of its own: those who wait for the sweep go on.
            _rest ??= this.RegisterGrainTimer(Wake, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
            _rest.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return true;
    });

    public Task<Outcome<Answer>> Run(RunSettlement command, CancellationToken cancellationToken) => Guarded<Outcome<Answer>>(async () =>
    {
        await Opened(command.Tenant, cancellationToken);
        if (!await CloseEnded(TimeSpan.Zero, RunMax, cancellationToken))
        {
            return SettlementRefusals.Running;
        }

        var ran = await Change(
            new RecordRun(command.Request), next => IdempotencyWrites.Done(command.Request, Id, next.ToAnswer(), clock), cancellationToken);
        return ran.IsSuccess ? ran.Value.ToAnswer() : ran.Refusal;
    });

    private async Task<SettlementSchedule> Opened(Tenant tenant, CancellationToken cancellationToken)
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is { } known)
        {
            return known;
        }

        var oldest = await movements.OldestOpen(tenant, DateTimeOffset.MaxValue, cancellationToken);
        return (await Change(new OpenSchedule(Id, tenant, oldest), _ => null, cancellationToken)).Value!;
    }

    /// <summary>Finishes what was interrupted, then closes day after day; false when the time is up first. The running day is never among them.</summary>
    private async Task<bool> CloseEnded(TimeSpan grace, TimeSpan timeMax, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        bool IsTimeUp() => TimeProvider.System.GetElapsedTime(started) > timeMax;

        var (tenant, zone) = (_book.Current!.Tenant, terms.ZoneOf(_book.Current.Tenant.MerchantId));
        foreach (var interrupted in await movements.Interrupted(tenant, cancellationToken))
        {
            if (!await Closed(interrupted, batch => batch.Resume(cancellationToken), IsTimeUp))
            {
                return false;
            }
        }

        var last = SettlementScheduleDecider.LastEnded(clock.GetUtcNow() - grace, zone);
        var lastEnd = LocalDay.StartOf(last.AddDays(1), zone);
        while (SettlementScheduleDecider.NextDay(
            _book.Current!, last, await movements.OldestOpen(tenant, lastEnd, cancellationToken), zone) is { } day)
        {
            if (IsTimeUp() || await CloseBatches(day, zone, IsTimeUp, cancellationToken) is not { } batches)
            {
                return false;
            }

            await Change(new CloseDays(day, batches, zone) { PayoutsOn = PayoutsOn(last.AddDays(1)) }, _ => null, cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// The running day, if the merchant's balance goes out on it. A merchant that is not active keeps its money, and the day is made up for later. A schedule of
    /// an older release makes up for a weekend at first.
    /// </summary>
    private DateOnly? PayoutsOn(DateOnly running)
    {
        var (merchantId, through) = (_book.Current!.Tenant.MerchantId, _book.Current.PaidOutThrough ?? running.AddDays(-WeekendReach));
        return terms.IsActive(merchantId) && terms.PayoutScheduleOf(merchantId).PaysOn(running, through) ? running : null;
    }

    /// <summary>Has all paid out that is available, once every batch whose time has come is settled; until then it stays due.</summary>
    private async Task PayOut(CancellationToken cancellationToken)
    {
        var (tenant, on) = (_book.Current!.Tenant, _book.Current.PayoutsOn);
        if (on is not { } day || await balances.HasUnsettled(tenant, clock.GetUtcNow(), cancellationToken))
        {
            return;
        }

        var made = ImmutableArray.CreateBuilder<string>();
        foreach (var payable in (await balances.Payable(tenant, cancellationToken)).Where(payable => payable.IsPositive && terms.IsActive(tenant.MerchantId)))
        {
            var id = Payout.AutomaticIdOf(tenant, payable.Currency, day);
            if (await GrainFactory.GetGrain<IPayoutGrain>(id).CreateAutomatic(new CreateAutomaticPayout { Tenant = tenant, Amount = payable }, cancellationToken))
            {
                made.Add(id);
            }
        }

        if (made.Count > 0)
        {
            await failpoints.Reach(Failpoint.MidSettlement);
        }

        await Change(new FinishPayouts(day, made.ToImmutable()), _ => null, cancellationToken);
    }

    /// <summary>The ids of the day's batches, all closed; null when the time is up first.</summary>
    private async Task<ImmutableArray<string>?> CloseBatches(DateOnly day, TimeZoneInfo zone, Func<bool> isTimeUp, CancellationToken cancellationToken)
    {
        var tenant = _book.Current!.Tenant;
        var payoutOn = terms.PayoutDay(tenant.MerchantId, day);
        var (dayEnd, payoutAt) = (LocalDay.StartOf(day.AddDays(1), zone), LocalDay.StartOf(payoutOn, zone));
        var closed = ImmutableArray.CreateBuilder<string>();
        foreach (var currency in await movements.OpenCurrencies(tenant, dayEnd, cancellationToken))
        {
            var command = new CloseBatch { Tenant = tenant, Currency = currency, Day = day, DayEnd = dayEnd, PayoutOn = payoutOn, PayoutAt = payoutAt };
            closed.Add(SettlementBatch.IdOf(tenant, currency, day));
            if (!await Closed(closed[^1], batch => batch.Close(command, cancellationToken), isTimeUp))
            {
                return null;
            }
        }

        return closed.ToImmutable();
    }

    /// <summary>Asks a batch until it is closed; false when the time is up first.</summary>
    private async Task<bool> Closed(string batchId, Func<ISettlementBatchGrain, Task<bool>> step, Func<bool> isTimeUp)
    {
        var batch = GrainFactory.GetGrain<ISettlementBatchGrain>(batchId);
        while (!await step(batch))
        {
            if (isTimeUp())
            {
                return false;
            }
        }

        return true;
    }

    private Task<Outcome<SettlementSchedule>> Change(
        SettlementScheduleCommand command, Func<SettlementSchedule, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Outcome<ImmutableArray<SettlementScheduleEvent>> Decide(SettlementSchedule? state) => SettlementScheduleDecider.Decide(state, command, now);
        var merchantId = command is OpenSchedule open ? open.Tenant.MerchantId : _book.Current!.Tenant.MerchantId;
        return _book.Change(merchantId, now, Decide, idempotency, cancellationToken);
    }

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is not null);
}
