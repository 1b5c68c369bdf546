using PayGate.PaymentIntents;

namespace PayGate.Grains.RefundRequests;

/// <summary>
/// The facts of a refund request's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.
/// </summary>
public abstract record RefundRequestEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record RefundRequestCreated : RefundRequestEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required string Customer { get; init; }

    public required string PaymentIntent { get; init; }

    public required Money Amount { get; init; }

    public required string Reason { get; init; }

    /// <summary>What a refund of the amount would take from the merchant as things are, in the settlement currency; null in facts from before it was noted.</summary>
    public Money? Held { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>The decision; committed before the payment is asked for the refund of this id.</summary>
public sealed record RefundRequestApproved : RefundRequestEvent
{
    public required string RefundId { get; init; }

    public required DateTimeOffset LookAt { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record RefundRequestRejected : RefundRequestEvent
{
    public required string Reason { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>The refund's outcome is not known, or waits for the issuer; the caller was told <c>approved</c>.</summary>
public sealed record RefundRequestWaiting : RefundRequestEvent
{
    public required DateTimeOffset LookAt { get; init; }
}

/// <summary>The customer was erased: its words left the state, and whatever stood beside the facts.</summary>
public sealed record RefundRequestErased : RefundRequestEvent;

public sealed record RefundRequestCompleted : RefundRequestEvent;

public sealed record RefundRequestFailed : RefundRequestEvent
{
    public required string Reason { get; init; }
}
