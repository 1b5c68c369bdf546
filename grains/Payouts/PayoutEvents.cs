using System.Collections.Immutable;
using PayGate.PaymentIntents;
using PayGate.Payouts;

namespace PayGate.Grains.Payouts;

/// <summary>
/// The facts of a payout's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed. No account
/// number is among them.
/// </summary>
public abstract record PayoutEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The money has left the available balance.</summary>
public sealed record PayoutCreated : PayoutEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required Money Amount { get; init; }

    public required bool Automatic { get; init; }

    public required PayoutDestination Destination { get; init; }

    public required PayoutTimes Times { get; init; }

    public required string TransactionId { get; init; }

    public string? Description { get; init; }

    public string? StatementDescriptor { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    public required RequestInfo Request { get; init; }
}

/// <summary>Committed before the bank is told, under the payout's id as the reference.</summary>
public sealed record PayoutSent : PayoutEvent;

/// <summary>The bank took the order.</summary>
public sealed record PayoutAccepted : PayoutEvent
{
    public required string TraceId { get; init; }
}

public sealed record PayoutUpdated : PayoutEvent
{
    /// <summary>All of them after the change.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    public required RequestInfo Request { get; init; }
}

/// <summary>Arrived.</summary>
public sealed record PayoutPaid : PayoutEvent;

/// <summary>The bank refused it, and the money is available again.</summary>
public sealed record PayoutFailed : PayoutEvent
{
    public required string Code { get; init; }

    public required string TransactionId { get; init; }
}

/// <summary>Withdrawn, and the money is available again.</summary>
public sealed record PayoutCanceled : PayoutEvent
{
    public required string TransactionId { get; init; }

    public required RequestInfo Request { get; init; }
}
