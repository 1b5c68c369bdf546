using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.RateLimits;

/// <summary>What a request says about the limits of one currency, in minor units.</summary>
[GenerateSerializer, Alias("paygate.rate-limit.set"), Immutable]
public sealed record SetAmountLimits
{
    [Id(0)]
    public required IntegerPatch Daily { get; init; }

    [Id(1)]
    public required IntegerPatch Monthly { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

/// <summary>A process asks for a lease.</summary>
[GenerateSerializer, Alias("paygate.rate-limit.ask"), Immutable]
public sealed record AskForLease
{
    /// <summary>The process, by a name that no other ever has. By asking it gives up all its leases but those that it keeps.</summary>
    [Id(0)]
    public required string Holder { get; init; }

    /// <summary>The amount that has to fit, in minor units.</summary>
    [Id(1)]
    public required long Need { get; init; }

    /// <summary>Leases from which something was taken that is not committed yet.</summary>
    [Id(2)]
    public ImmutableArray<string> Keeps { get; init; } = [];
}

/// <summary>The answer to a process that asked: a lease, nothing to ask for, or an invitation to ask again in a moment.</summary>
[GenerateSerializer, Alias("paygate.rate-limit.offer"), Immutable]
public sealed record LeaseOffer
{
    /// <summary>No limit is in force.</summary>
    public static readonly LeaseOffer Unlimited = new() { IsUnlimited = true };

    /// <summary>Another process was granted a moment ago what is missing, and may be about to use it.</summary>
    public static readonly LeaseOffer Later = new();

    [Id(0)]
    public bool IsUnlimited { get; init; }

    /// <summary>Null when there is none to hand out.</summary>
    [Id(1)]
    public string? LeaseId { get; init; }

    /// <summary>What may be taken from it, in minor units.</summary>
    [Id(2)]
    public long Amount { get; init; }

    /// <summary>From then on nothing may be taken from it any more.</summary>
    [Id(3)]
    public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The limits of one currency as a merchant sees them, in minor units.</summary>
[GenerateSerializer, Alias("paygate.rate-limit.view"), Immutable]
public sealed record AmountLimitView
{
    [Id(0)]
    public required LimitKey Key { get; init; }

    [Id(1)]
    public required PeriodView Daily { get; init; }

    [Id(2)]
    public required PeriodView Monthly { get; init; }
}

/// <summary>A day or a month of a limit.</summary>
[GenerateSerializer, Alias("paygate.rate-limit.period-view"), Immutable]
public sealed record PeriodView
{
    /// <summary>Null for no limit.</summary>
    [Id(0)]
    public long? Amount { get; init; }

    /// <summary>Approved, or with an outcome that is not known yet; null while the currency has no limit at all, because nothing is counted then.</summary>
    [Id(1)]
    public long? Used { get; init; }

    /// <summary>The first instant of the next.</summary>
    [Id(2)]
    public required DateTimeOffset ResetsAt { get; init; }
}
