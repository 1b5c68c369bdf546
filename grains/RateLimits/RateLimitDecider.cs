using System.Collections.Immutable;
using PayGate.RateLimits;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.RateLimits.RateLimitEvent>>;

namespace PayGate.Grains.RateLimits;

/// <summary>
/// The rules of a rate limit, pure. A grant is part of what is left while that is much, and exactly what is needed towards the end; one that does not fit is not made,
/// and <see cref="Reclaimable"/> says what to close before that is final.
/// </summary>
public static class RateLimitDecider
{
    /// <summary>A lease is good for this long: what a process that died did not use comes back by then, if nobody needs it sooner.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>How long a lease stays with a process that may be about to use it, when another needs what it holds: many times what a commit takes.</summary>
    public static readonly TimeSpan Protection = TimeSpan.FromSeconds(1);

    /// <summary>
    /// By then no process takes a payment without knowing of a limit that was set: a snapshot is used for 15 s at most (<c>StorageLimits.SnapshotAgeMax</c>), and a call
    /// that used it ends within 30 s.
    /// </summary>
    public static readonly TimeSpan Awareness = TimeSpan.FromMinutes(1);

    /// <summary>A lease is this part of what is left, so that many processes find something.</summary>
    private const int Share = 8;

    /// <summary>Leases in the state at once: one for each process, and those with unknown outcomes, of which a bank that is away for hours makes more.</summary>
    private const int LeasesMax = 2_000;

    public static Decision Decide(RateLimitState? state, RateLimitCommand command, DateTimeOffset now) => (state, command) switch
    {
        (_, SetLimits set) when PaymentIntents.AmountLimits.Refuse(set.Key.Currency) is { } refusal => refusal,
        (_, SetLimits set) => Facts(state, [.. Turned(state, set, now), Set(state, set, now)]),
        (null or { IsLimited: false }, GrantLease) => Facts(state, []),
        ({ } known, GrantLease grant) => Granted(known, grant, now),
        _ => throw new InvalidOperationException($"A rate limit does not know the command {command.GetType().Name}."),
    };

    /// <summary>Leases that are no longer any process's: what the asking one does not keep, those that expired, and closed ones whose outcomes may be definite by now.</summary>
    public static ImmutableArray<string> Returned(RateLimitState state, AskForLease ask, DateTimeOffset now) =>
        [.. state.Leases.Where(lease => !lease.IsOpen || (lease.Holder == ask.Holder && !ask.Keeps.Contains(lease.Id)) || lease.ExpiresAt <= now).Select(lease => lease.Id)];

    /// <summary>
    /// Leases in use, to be closed when the amount does not fit: those that had their time, and those that are used up, which only the database knows.
    /// </summary>
    public static Reclaim Reclaimable(RateLimitState state, DateTimeOffset now)
    {
        var open = state.Leases.ToLookup(lease => lease.IsOpen && lease.GrantedAt + Protection <= now, lease => lease);
        return new Reclaim([.. open[true].Select(lease => lease.Id)], [.. open[false].Where(lease => lease.IsOpen).Select(lease => lease.Id)]);
    }

    /// <summary>Whether the amount would fit if nothing at all was taken from the leases that are open.</summary>
    public static bool MayFit(RateLimitState state, long need) => need <= (state with { Leases = [.. state.Leases.Where(lease => !lease.IsOpen)] }).Room;

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static RateLimitState Apply(RateLimitState? state, RateLimitEvent fact) => (state, fact) switch
    {
        (null, LimitsSet set) => Limited(set, new RateLimitState { Key = set.Key, Day = DayOf(set.Periods), Month = MonthOf(set.Periods) }),
        ({ } known, LimitsSet set) => Limited(set, known),
        ({ } known, PeriodBegun begun) => known with
        {
            Day = DayOf(begun.Periods),
            Month = known.Month.Start == begun.Periods.MonthStart ? known.Month : MonthOf(begun.Periods),
        },
        ({ } known, BeforeCounted counted) => known with
        {
            Day = known.Day with { Before = counted.Day },
            Month = known.Month with { Before = counted.Month },
            CountedUntil = counted.IsLast ? null : known.CountedUntil,
        },
        ({ } known, LeaseGranted granted) => known with { Granted = known.Granted + 1, Leases = known.Leases.Add(LeaseOf(known, granted)) },
        ({ } known, LeaseClosed closed) => Closed(known, closed),
        _ => throw new InvalidOperationException($"A rate limit's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static LimitsSet Set(RateLimitState? state, SetLimits set, DateTimeOffset now)
    {
        var (daily, monthly) = (set.Daily.ApplyTo(state?.Daily), set.Monthly.ApplyTo(state?.Monthly));
        var begins = state is not { IsLimited: true } && (daily is not null || monthly is not null);
        return new LimitsSet
        {
            Key = set.Key,
            Daily = daily,
            Monthly = monthly,
            Periods = set.Periods,
            CountedUntil = begins ? now + Awareness : state?.CountedUntil,
            Request = set.Request,
            At = now,
        };
    }

    private static Decision Granted(RateLimitState known, GrantLease grant, DateTimeOffset now)
    {
        ImmutableArray<RateLimitEvent> news = [.. Turned(known, grant, now), .. Counted(known, grant.Before, now), .. Closings(known, grant.Closed, now)];
        var next = news.Aggregate(known, Apply);
        if (grant.Ask.Need > next.Room)
        {
            return Facts(known, news);
        }

        if (next.Leases.Length >= LeasesMax)
        {
            throw new StorageUnavailableException($"{known.Key} has {LeasesMax} leases with outcomes that are not known.");
        }

        var granted = new LeaseGranted
        {
            Id = $"{known.Key}/{known.Granted + 1}",
            Holder = grant.Ask.Holder,
            Amount = Math.Max(grant.Ask.Need, next.Room / Share),
            ExpiresAt = Earlier(now + Lifetime, next.Day.End),
            At = now,
        };
        return Facts(known, [.. news, granted]);
    }

    private static IEnumerable<RateLimitEvent> Turned(RateLimitState? state, RateLimitCommand command, DateTimeOffset now) =>
        state is { } known && known.Day.Start < command.Periods.DayStart ? [new PeriodBegun { Periods = command.Periods, At = now }] : [];

    private static IEnumerable<RateLimitEvent> Counted(RateLimitState state, TakenBefore? before, DateTimeOffset now)
    {
        if (before is null)
        {
            return [];
        }

        var isLast = state.CountedUntil <= now;
        var isNew = isLast || before != new TakenBefore(state.Day.Before, state.Month.Before);
        return isNew ? [new BeforeCounted { Day = before.Day, Month = before.Month, IsLast = isLast, At = now }] : [];
    }

    /// <summary>What the database says of a lease that is closed and was counted so already is no news.</summary>
    private static IEnumerable<RateLimitEvent> Closings(RateLimitState state, ImmutableArray<LeaseUse> closed, DateTimeOffset now) => closed
        .Where(use => state.Leases.Any(lease => lease.Id == use.Id && (lease.IsOpen || use.Pending == 0 || use.Used != lease.Used)))
        .Select(use => new LeaseClosed { Id = use.Id, Used = use.Used, Pending = use.Pending, At = now });

    private static RateLimitState Limited(LimitsSet set, RateLimitState state) =>
        state with { Daily = set.Daily, Monthly = set.Monthly, CountedUntil = set.CountedUntil };

    private static Lease LeaseOf(RateLimitState state, LeaseGranted granted) => new()
    {
        Id = granted.Id,
        Holder = granted.Holder,
        Amount = granted.Amount,
        Day = state.Day.Start,
        Month = state.Month.Start,
        GrantedAt = granted.At,
        ExpiresAt = granted.ExpiresAt,
    };

    private static RateLimitState Closed(RateLimitState state, LeaseClosed closed)
    {
        var lease = state.Leases.Single(candidate => candidate.Id == closed.Id);
        return closed.Pending > 0
            ? state with { Leases = state.Leases.Replace(lease, lease with { Used = closed.Used }) }
            : state with
            {
                Leases = state.Leases.Remove(lease),
                Day = lease.Day == state.Day.Start ? state.Day with { Spent = state.Day.Spent + closed.Used } : state.Day,
                Month = lease.Month == state.Month.Start ? state.Month with { Spent = state.Month.Spent + closed.Used } : state.Month,
            };
    }

    private static Period DayOf(LocalPeriods periods) => new() { Start = periods.DayStart, End = periods.DayEnd };

    private static Period MonthOf(LocalPeriods periods) => new() { Start = periods.MonthStart, End = periods.MonthEnd };

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static Decision Facts(RateLimitState? state, ImmutableArray<RateLimitEvent> facts)
    {
        RateLimitInvariants.Assert(state, facts.Aggregate(state, (next, fact) => Apply(next, fact)));
        return facts;
    }
}

/// <summary>Leases to close, and leases to close if they are used up.</summary>
public sealed record Reclaim(ImmutableArray<string> Close, ImmutableArray<string> CloseIfUsedUp)
{
    public bool IsEmpty => Close.IsEmpty && CloseIfUsedUp.IsEmpty;
}
