using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.Disputes;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Disputes;

/// <summary>The facts of a dispute's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.</summary>
public abstract record DisputeEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary><see cref="DisputeEvent.At"/> is when the money was withdrawn.</summary>
public sealed record DisputeCreated : DisputeEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required string Charge { get; init; }

    public required string PaymentIntent { get; init; }

    public string? Customer { get; init; }

    public required Money Amount { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset EvidenceDueBy { get; init; }

    public required DisputeMovement Withdrawal { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>What changed, whole as it is from here on; what did not is null.</summary>
public sealed record DisputeUpdated : DisputeEvent
{
    public ImmutableSortedDictionary<string, string>? Evidence { get; init; }

    public ImmutableSortedDictionary<string, string>? Metadata { get; init; }

    /// <summary>The evidence goes to the issuer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Submitted { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>The issuer has the evidence and takes its time.</summary>
public sealed record RulingAwaited : DisputeEvent
{
    public required DateTimeOffset RulingAt { get; init; }
}

public sealed record DisputeWon : DisputeEvent
{
    public required RequestInfo Request { get; init; }
}

public sealed record DisputeLost : DisputeEvent
{
    public required DisputeEnding Ending { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>The payment has its money back.</summary>
public sealed record FundsReinstated : DisputeEvent
{
    public required DisputeMovement Reinstatement { get; init; }
}

/// <summary>The payment knows that its money is gone.</summary>
public sealed record LossRecorded : DisputeEvent;

/// <summary>The customer was erased: the merchant's words about it left the state, and whatever stood beside the facts.</summary>
public sealed record DisputeErased : DisputeEvent;
