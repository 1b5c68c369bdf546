using System.Collections.Immutable;
using PayGate.PaymentIntents;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>What a schedule is asked to do.</summary>
public abstract record SettlementScheduleCommand;

/// <param name="Id">The schedule's.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="OldestOpen">When the merchant's oldest movement without a batch happened, if there is one.</param>
public sealed record OpenSchedule(string Id, Tenant Tenant, DateTimeOffset? OldestOpen) : SettlementScheduleCommand;

/// <param name="Through">The day, all of whose batches are closed.</param>
/// <param name="Batches">Their ids.</param>
/// <param name="Zone">The merchant's.</param>
public sealed record CloseDays(DateOnly Through, ImmutableArray<string> Batches, TimeZoneInfo Zone) : SettlementScheduleCommand
{
    /// <summary>The running day, if the merchant's balance goes out on it.</summary>
    public DateOnly? PayoutsOn { get; init; }
}

/// <param name="On">The day whose payouts are made.</param>
/// <param name="Payouts">Their ids.</param>
public sealed record FinishPayouts(DateOnly On, ImmutableArray<string> Payouts) : SettlementScheduleCommand;

public sealed record RecordRun(RequestInfo Request) : SettlementScheduleCommand;

/// <summary>The rules of a schedule, pure: (state, command, now) to facts; no facts means that nothing is left to do.</summary>
public static class SettlementScheduleDecider
{
    /// <summary>How long a day is over before it is closed by itself: what was decided in its last second is committed by then.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public static ImmutableArray<SettlementScheduleEvent> Decide(
        SettlementSchedule? state, SettlementScheduleCommand command, DateTimeOffset now) => (state, command) switch
        {
            (null, OpenSchedule open) => [Opened(open, now)],
            ({ } schedule, CloseDays close) when close.Through > schedule.ClosedThrough =>
                [new DaysClosed { Through = close.Through, Batches = close.Batches, NextAt = NextAt(close), PayoutsOn = close.PayoutsOn, At = now }],
            ({ PayoutsOn: { } day }, FinishPayouts finish) when finish.On == day => [new PaidOut { On = day, Payouts = finish.Payouts, At = now }],
            ({ }, RecordRun run) => [new RunOrdered { Request = run.Request, At = now }],
            _ => [],
        };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static SettlementSchedule Apply(SettlementSchedule? state, SettlementScheduleEvent fact) => (state, fact) switch
    {
        (null, ScheduleOpened opened) => new SettlementSchedule
        {
            Id = opened.Id,
            Tenant = new Tenant { MerchantId = opened.MerchantId, Livemode = opened.Livemode },
            ClosedThrough = opened.ClosedThrough,
            NextAt = opened.NextAt,
            PaidOutThrough = opened.ClosedThrough,
        },
        ({ } schedule, DaysClosed closed) => schedule with
        {
            ClosedThrough = closed.Through,
            NextAt = closed.NextAt,
            PayoutsOn = closed.PayoutsOn,
            PayoutsDueAt = closed.PayoutsOn is null ? null : closed.At,
        },
        ({ } schedule, PaidOut paid) => schedule with { PayoutsOn = null, PayoutsDueAt = null, PaidOutThrough = paid.On },
        ({ } schedule, RunOrdered) => schedule,
        _ => throw new InvalidOperationException($"A settlement schedule's stream does not know the fact {fact.GetType().Name} here."),
    };

    /// <summary>
    /// The day to close next, or null when all that have ended are closed. Days without movements are passed over; a movement that was committed after its own day was
    /// closed belongs to the next one that is.
    /// </summary>
    /// <param name="schedule">The state.</param>
    /// <param name="lastEnded">The latest day that may be closed.</param>
    /// <param name="oldestOpen">The oldest movement without a batch from before the end of <paramref name="lastEnded"/>.</param>
    /// <param name="zone">The merchant's.</param>
    public static DateOnly? NextDay(SettlementSchedule schedule, DateOnly lastEnded, DateTimeOffset? oldestOpen, TimeZoneInfo zone)
    {
        var first = schedule.ClosedThrough.AddDays(1);
        if (first > lastEnded)
        {
            return null;
        }

        var wanted = oldestOpen is { } oldest ? LocalDay.Of(oldest, zone) : lastEnded;
        return wanted > first ? wanted : first;
    }

    /// <summary>The latest day that had ended at an instant.</summary>
    public static DateOnly LastEnded(DateTimeOffset instant, TimeZoneInfo zone) => LocalDay.Of(instant, zone).AddDays(-1);

    /// <summary>It begins two days before, which is a closed day in every time zone: nothing has to be known of the merchant's to open it.</summary>
    private static ScheduleOpened Opened(OpenSchedule open, DateTimeOffset now) => new()
    {
        Id = open.Id,
        MerchantId = open.Tenant.MerchantId,
        Livemode = open.Tenant.Livemode,
        ClosedThrough = DateOnly.FromDateTime((open.OldestOpen is { } oldest && oldest < now ? oldest : now).UtcDateTime).AddDays(-2),
        NextAt = now,
        At = now,
    };

    private static DateTimeOffset NextAt(CloseDays close) => LocalDay.StartOf(close.Through.AddDays(2), close.Zone) + Grace;
}
