using System.Collections.Immutable;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.RateLimits;
using PayGate.PaymentIntents;
using PayGate.RateLimits;

namespace PayGate.Domain.Tests.RateLimits;

/// <summary>Rate limits in states that matter, made by the commands that lead there.</summary>
internal static class GivenLimit
{
    public static readonly LimitKey Key = new(Given.Tenant, Currency.Usd);

    public static readonly RequestInfo Request = new() { RequestId = "req_1" };

    /// <summary>Long enough after the limit was set for every process to know of it.</summary>
    public static readonly DateTimeOffset Start = Given.Start + RateLimitDecider.Awareness;

    public static LocalPeriods PeriodsAt(DateTimeOffset now) => LocalDay.PeriodsAt(now, TimeZoneInfo.Utc);

    public static SetLimits Set(long? daily, long? monthly, DateTimeOffset? at = null) =>
        new(Key, new IntegerPatch(daily), new IntegerPatch(monthly), PeriodsAt(at ?? Given.Start), Request);

    public static GrantLease Grant(string holder, long need, params LeaseUse[] closed) => GrantAt(Start, holder, need, closed);

    public static GrantLease GrantAt(DateTimeOffset now, string holder, long need, params LeaseUse[] closed) =>
        new(Ask(holder, need), PeriodsAt(now), [.. closed], null);

    public static AskForLease Ask(string holder, long need, params string[] keeps) => new() { Holder = holder, Need = need, Keeps = [.. keeps] };

    /// <summary>Limits that all processes know of, with nothing taken.</summary>
    public static RateLimitState Limited(long? daily, long? monthly) =>
        ((RateLimitState?)null).Then(Set(daily, monthly), Given.Start)
        .Then(new GrantLease(Ask("a", long.MaxValue), PeriodsAt(Start), [], new TakenBefore(0, 0)), Start);

    public static ImmutableArray<RateLimitEvent> FactsOf(RateLimitState? state, RateLimitCommand command, DateTimeOffset? now = null)
    {
        var decision = RateLimitDecider.Decide(state, command, now ?? Start);
        Assert.True(decision.IsSuccess, $"{command.GetType().Name} was refused: {decision.Refusal?.Code}");
        return decision.Value;
    }

    public static RateLimitState Then(this RateLimitState? state, RateLimitCommand command, DateTimeOffset? now = null) =>
        FactsOf(state, command, now).Aggregate(state, RateLimitDecider.Apply)!;

    public static string IdOf(int number) => $"{Key}/{number}";
}
