using PayGate.PaymentIntents;
using PayGate.SetupIntents;

namespace PayGate.Grains.SetupIntents;

/// <summary>
/// The facts of a setup's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.
/// </summary>
public abstract record SetupIntentEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record SetupCreated : SetupIntentEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required SetupDetails Details { get; init; }

    public PaymentMethodSnapshot? Method { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record SetupUpdated : SetupIntentEvent
{
    public required SetupDetails Details { get; init; }

    public PaymentMethodSnapshot? Method { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>Committed before the bank is called under the attempt's id as reference.</summary>
public sealed record SetupAttemptStarted : SetupIntentEvent
{
    public required string AttemptId { get; init; }

    public required PaymentMethodSnapshot Method { get; init; }

    public required RequestInfo Request { get; init; }

    public Authentication? Authentication { get; init; }
}

/// <summary>The issuer put a challenge to the cardholder; the bank was not asked.</summary>
public sealed record SetupChallengeRequired : SetupIntentEvent
{
    public required SetupChallenge Challenge { get; init; }
}

/// <summary>The cardholder failed the challenge.</summary>
public sealed record SetupChallengeFailed : SetupIntentEvent;

/// <summary>The bank kept silent beyond its deadline and the caller was told <c>processing</c>.</summary>
public sealed record SetupOutcomeUnknown : SetupIntentEvent;

/// <summary>The bank approved, and the customer, if there is one, has the card.</summary>
public sealed record SetupSucceeded : SetupIntentEvent
{
    public required BankAnswer Answer { get; init; }
}

/// <summary>The bank declined or never saw the request, or the customer could not take the card.</summary>
public sealed record SetupFailed : SetupIntentEvent
{
    public required BankAnswer Answer { get; init; }

    public Refusal? Refused { get; init; }
}

/// <summary>The setup's customer was erased: what was personal left the state, and whatever stood beside the facts.</summary>
public sealed record SetupErased : SetupIntentEvent;

public sealed record SetupCanceled : SetupIntentEvent
{
    public string? Reason { get; init; }

    public required RequestInfo Request { get; init; }
}
