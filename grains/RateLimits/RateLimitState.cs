using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>One merchant's limits in one mode and currency, and what of them is spoken for. All amounts are minor units of the key's currency.</summary>
public sealed record RateLimitState
{
    public required LimitKey Key { get; init; }

    /// <summary>Null for no limit.</summary>
    public long? Daily { get; init; }

    public long? Monthly { get; init; }

    public required Period Day { get; init; }

    public required Period Month { get; init; }

    /// <summary>
    /// Until then a process may still take payments without a lease, because it does not know of the limit yet: what was taken so is counted at each grant, and a last
    /// time at the first one after it. Null when all that was taken without a lease is counted.
    /// </summary>
    public DateTimeOffset? CountedUntil { get; init; }

    /// <summary>In the order in which they were granted: those that may be taken from, and those with outcomes that are not known yet.</summary>
    public ImmutableArray<Lease> Leases { get; init; } = [];

    /// <summary>How many leases were ever granted.</summary>
    public long Granted { get; init; }

    [JsonIgnore]
    public bool IsLimited => Daily is not null || Monthly is not null;

    /// <summary>What fits now.</summary>
    [JsonIgnore]
    public long Room => Math.Min(Left(Daily, Day.Before + TakenToday), Left(Monthly, Month.Before + TakenThisMonth));

    /// <summary>By leases, counting those that may still be taken from as if all of them was.</summary>
    [JsonIgnore]
    public long TakenToday => Day.Spent + Leases.Where(lease => lease.Day == Day.Start).Sum(lease => lease.Reserved);

    /// <inheritdoc cref="TakenToday"/>
    [JsonIgnore]
    public long TakenThisMonth => Month.Spent + Leases.Where(lease => lease.Month == Month.Start).Sum(lease => lease.Reserved);

    /// <summary>Of a limit, or of none, after so much of it.</summary>
    public static long Left(long? limit, long taken) => limit is { } amount ? Math.Max(0, amount - taken) : long.MaxValue;
}

/// <summary>A day or a month, and what was approved in it.</summary>
public sealed record Period
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>Without a lease: while there was no limit, or before all processes knew of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Before { get; init; }

    /// <summary>Of leases that are done with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Spent { get; init; }
}

/// <summary>A portion of the budget in the hands of a process.</summary>
public sealed record Lease
{
    public required string Id { get; init; }

    public required string Holder { get; init; }

    public required long Amount { get; init; }

    /// <summary>The first instants of the day and month that it belongs to.</summary>
    public required DateTimeOffset Day { get; init; }

    public required DateTimeOffset Month { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Set once nothing more can be taken from it: what was, attempts of unknown outcome included.</summary>
    public long? Used { get; init; }

    [JsonIgnore]
    public bool IsOpen => Used is null;

    [JsonIgnore]
    public long Reserved => Used ?? Amount;
}
