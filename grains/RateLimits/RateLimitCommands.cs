using System.Collections.Immutable;
using PayGate.PaymentIntents;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>A command to a rate limit, with everything that the decider must not find out itself.</summary>
/// <param name="Periods">The merchant's day and month at the instant of the decision.</param>
public abstract record RateLimitCommand(LocalPeriods Periods);

public sealed record SetLimits(LimitKey Key, IntegerPatch Daily, IntegerPatch Monthly, LocalPeriods Periods, RequestInfo Request) : RateLimitCommand(Periods);

/// <summary>A process needs an amount.</summary>
/// <param name="Ask">Who, and how much.</param>
/// <param name="Periods">As above.</param>
/// <param name="Closed">The leases that were closed for this, as the database has them.</param>
/// <param name="Before">What was taken without a lease; null where that is counted already.</param>
public sealed record GrantLease(AskForLease Ask, LocalPeriods Periods, ImmutableArray<LeaseUse> Closed, TakenBefore? Before) : RateLimitCommand(Periods);

/// <summary>What was taken from a lease, by the payments that are committed.</summary>
/// <param name="Id">The lease.</param>
/// <param name="Used">Approved amounts and those of unknown outcome.</param>
/// <param name="Pending">How many are of unknown outcome.</param>
public sealed record LeaseUse(string Id, long Used, int Pending);

/// <summary>Approved or unknown amounts of payments that took them from no lease.</summary>
public sealed record TakenBefore(long Day, long Month);
