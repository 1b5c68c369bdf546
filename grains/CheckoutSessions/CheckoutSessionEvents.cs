using System.Collections.Immutable;
using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>
/// The facts of a session's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.
/// </summary>
public abstract record CheckoutSessionEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record SessionCreated : CheckoutSessionEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required string PaymentIntentId { get; init; }

    public required ImmutableArray<SessionLine> Lines { get; init; }

    public required SessionDetails Details { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record SessionUpdated : CheckoutSessionEvent
{
    /// <summary>All of it, after the change.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    public required RequestInfo Request { get; init; }
}

/// <summary>The payment was approved.</summary>
public sealed record SessionCompleted : CheckoutSessionEvent
{
    /// <summary>False when the money is held for a later capture.</summary>
    public required bool Paid { get; init; }
}

/// <summary>The session's customer was erased: what was personal left the state, and whatever stood beside the facts.</summary>
public sealed record SessionErased : CheckoutSessionEvent;

public sealed record SessionExpired : CheckoutSessionEvent
{
    public required RequestInfo Request { get; init; }
}
