using System.Collections.Immutable;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>Limits as their merchant sees them: by what was taken, not by what leases hold.</summary>
internal static class AmountLimitViews
{
    public static AmountLimitView Unlimited(LimitKey key, LocalPeriods periods) => new()
    {
        Key = key,
        Daily = new PeriodView { ResetsAt = periods.DayEnd },
        Monthly = new PeriodView { ResetsAt = periods.MonthEnd },
    };

    /// <param name="state">The state; its day may be over.</param>
    /// <param name="periods">The day and month that are running.</param>
    /// <param name="uses">What is taken from its leases.</param>
    /// <param name="before">What was taken without a lease; null where the state has it.</param>
    public static AmountLimitView Of(RateLimitState state, LocalPeriods periods, ImmutableArray<LeaseUse> uses, TakenBefore? before)
    {
        if (!state.IsLimited)
        {
            return Unlimited(state.Key, periods);
        }

        var used = uses.ToDictionary(use => use.Id, use => use.Used);
        return new AmountLimitView
        {
            Key = state.Key,
            Daily = Period(state.Daily, state.Day, periods.DayStart, periods.DayEnd, before?.Day, lease => lease.Day),
            Monthly = Period(state.Monthly, state.Month, periods.MonthStart, periods.MonthEnd, before?.Month, lease => lease.Month),
        };

        PeriodView Period(long? limit, Period known, DateTimeOffset start, DateTimeOffset end, long? taken, Func<Lease, DateTimeOffset> of)
        {
            var (beforehand, spent) = known.Start == start ? (known.Before, known.Spent) : (0, 0);
            return new PeriodView
            {
                Amount = limit,
                Used = (taken ?? beforehand) + spent + state.Leases.Where(lease => of(lease) == start).Sum(lease => used.GetValueOrDefault(lease.Id, lease.Reserved)),
                ResetsAt = end,
            };
        }
    }
}
