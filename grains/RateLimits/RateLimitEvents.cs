using PayGate.PaymentIntents;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>The facts of a rate limit's stream. They are stored as JSON and hashed: members are added, never renamed or removed.</summary>
public abstract record RateLimitEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The limits as they are from here on; the first such fact opens the stream.</summary>
public sealed record LimitsSet : RateLimitEvent
{
    public required LimitKey Key { get; init; }

    public long? Daily { get; init; }

    public long? Monthly { get; init; }

    public required LocalPeriods Periods { get; init; }

    /// <summary>See <see cref="RateLimitState.CountedUntil"/>.</summary>
    public DateTimeOffset? CountedUntil { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>Another day began, and perhaps another month.</summary>
public sealed record PeriodBegun : RateLimitEvent
{
    public required LocalPeriods Periods { get; init; }
}

/// <summary>What was taken without a lease, of the running day and month.</summary>
public sealed record BeforeCounted : RateLimitEvent
{
    public required long Day { get; init; }

    public required long Month { get; init; }

    /// <summary>Every process knew of the limit by then.</summary>
    public required bool IsLast { get; init; }
}

public sealed record LeaseGranted : RateLimitEvent
{
    public required string Id { get; init; }

    public required string Holder { get; init; }

    public required long Amount { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Nothing more can be taken from it; said again when an outcome that was not known became definite.</summary>
public sealed record LeaseClosed : RateLimitEvent
{
    public required string Id { get; init; }

    public required long Used { get; init; }

    /// <summary>Attempts among it whose outcome is not known.</summary>
    public required int Pending { get; init; }
}
