using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The facts of a payment's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.
/// </summary>
public abstract record PaymentIntentEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record IntentCreated : PaymentIntentEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required Money Amount { get; init; }

    public required CaptureMethod CaptureMethod { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required IntentDetails Details { get; init; }

    public PaymentMethodSnapshot? Method { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>What changed; what did not is null.</summary>
public sealed record IntentUpdated : PaymentIntentEvent
{
    public Money? Amount { get; init; }

    public CaptureMethod? CaptureMethod { get; init; }

    /// <summary>All details as they are from here on.</summary>
    public IntentDetails? Details { get; init; }

    public PaymentMethodSnapshot? Method { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MethodRemoved { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>Committed before the bank is called under the charge's id as reference.</summary>
public sealed record AttemptStarted : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    public required PaymentMethodSnapshot Method { get; init; }

    public required bool CapturesAtOnce { get; init; }

    public required SettlementTerms Terms { get; init; }

    public required RequestInfo Request { get; init; }

    public Authentication? Authentication { get; init; }

    public string? ReceiptUrl { get; init; }

    /// <summary>Holds for the payment from here on; null leaves what it says.</summary>
    public string? SetupFutureUsage { get; init; }

    /// <summary>The lease that the amount is taken from; null where no limit was in force.</summary>
    public string? Lease { get; init; }
}

/// <summary>The issuer put a challenge to the cardholder; no money was asked for.</summary>
public sealed record ChallengeRequired : PaymentIntentEvent
{
    public required Challenge Challenge { get; init; }

    /// <summary>As in <see cref="AttemptStarted"/>.</summary>
    public string? SetupFutureUsage { get; init; }
}

/// <summary>The cardholder failed the challenge, or passed it and the payment was refused.</summary>
public sealed record ChallengeFailed : PaymentIntentEvent
{
    /// <summary>Null where the cardholder failed.</summary>
    public Refusal? Refused { get; init; }
}

/// <summary>The bank kept silent beyond its deadline and the caller was told <c>processing</c>.</summary>
public sealed record AttemptOutcomeUnknown : PaymentIntentEvent
{
    public required string ChargeId { get; init; }
}

/// <summary>The bank approved; with figures it also captured.</summary>
public sealed record AttemptApproved : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    public required BankAnswer Answer { get; init; }

    public CaptureFigures? Figures { get; init; }
}

/// <summary>The approved card became its customer's saved card.</summary>
public sealed record MethodSaved : PaymentIntentEvent
{
    public required string ChargeId { get; init; }
}

/// <summary>The customer could not take the approved card.</summary>
public sealed record MethodNotSaved : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    /// <summary>The code of the customer's refusal.</summary>
    public required string Reason { get; init; }
}

/// <summary>The payment's checkout session knows of the approval.</summary>
public sealed record SessionTold : PaymentIntentEvent;

public sealed record AttemptDeclined : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    public required BankAnswer Answer { get; init; }
}

/// <summary>No money can move under this attempt: the bank never saw it, or its approval did not match and is being reversed.</summary>
public sealed record AttemptFailed : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    public required BankAnswer Answer { get; init; }

    public required bool ReversalDue { get; init; }
}

/// <summary>Committed before the bank is asked for the difference under the reference.</summary>
public sealed record IncrementStarted : PaymentIntentEvent
{
    public required string Reference { get; init; }

    /// <summary>The total wanted.</summary>
    public required Money Amount { get; init; }

    public IntentDetails? Details { get; init; }

    public required RequestInfo Request { get; init; }

    /// <summary>The lease that the difference is taken from; null where no limit was in force.</summary>
    public string? Lease { get; init; }
}

/// <summary>What an increment took from a lease, and how much of it goes back.</summary>
public sealed record IncrementTaken(string Reference, string Lease, Money GivenBack);

public sealed record IncrementOutcomeUnknown : PaymentIntentEvent;

public sealed record AuthorizationIncremented : PaymentIntentEvent
{
    /// <summary>The total held from here on.</summary>
    public required Money Amount { get; init; }

    public required BankAnswer Answer { get; init; }

    /// <summary>Null where no limit was in force.</summary>
    public IncrementTaken? Taken { get; init; }
}

/// <summary>The hold stays as it was.</summary>
public sealed record IncrementDeclined : PaymentIntentEvent
{
    public required BankAnswer Answer { get; init; }

    /// <summary>Null where no limit was in force.</summary>
    public IncrementTaken? Taken { get; init; }
}

/// <summary>The words of a charge, whole, as they are from here on.</summary>
public sealed record ChargeUpdated : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    public required ChargeDetails Details { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record CaptureStarted : PaymentIntentEvent
{
    public required Money Amount { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record CaptureOutcomeUnknown : PaymentIntentEvent;

public sealed record PaymentCaptured : PaymentIntentEvent
{
    public required Money Amount { get; init; }

    public required CaptureFigures Figures { get; init; }
}

public sealed record CaptureFailed : PaymentIntentEvent
{
    public required BankAnswer Answer { get; init; }
}

/// <summary>With an authorization standing, its reversal is due from here on.</summary>
public sealed record IntentCanceled : PaymentIntentEvent
{
    public required string Reason { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record AuthorizationReversed : PaymentIntentEvent
{
    public required string ChargeId { get; init; }

    public required BankAnswer Answer { get; init; }
}

public sealed record RefundStarted : PaymentIntentEvent
{
    public required string RefundId { get; init; }

    public required Money Amount { get; init; }

    public string? Reason { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    public required RequestInfo Request { get; init; }
}

public sealed record RefundOutcomeUnknown : PaymentIntentEvent
{
    public required string RefundId { get; init; }
}

/// <summary>The issuer could not be reached: this try was not executed and never will be.</summary>
public sealed record RefundPutOff : PaymentIntentEvent
{
    public required string RefundId { get; init; }

    public required BankAnswer Answer { get; init; }

    public required DateTimeOffset RetryAt { get; init; }
}

/// <summary>Committed before the bank is called again, under the refund's next reference.</summary>
public sealed record RefundRetried : PaymentIntentEvent
{
    public required string RefundId { get; init; }
}

public sealed record RefundCanceled : PaymentIntentEvent
{
    public required string RefundId { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record RefundUpdated : PaymentIntentEvent
{
    public required string RefundId { get; init; }

    /// <summary>All of it, after the change.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    public required RequestInfo Request { get; init; }
}

public sealed record RefundSucceeded : PaymentIntentEvent
{
    public required string RefundId { get; init; }

    /// <summary>In the settlement currency, at the payment's own rate.</summary>
    public required Money Settled { get; init; }

    public required string BalanceTransactionId { get; init; }

    /// <summary>What of the fee comes back with it, in the settlement currency, positive; null where the payment's plan keeps the fee.</summary>
    public Money? FeeReturned { get; init; }
}

/// <summary>The payment's customer was erased: what was personal left the state, and whatever stood beside the facts.</summary>
public sealed record PaymentErased : PaymentIntentEvent;

public sealed record RefundFailed : PaymentIntentEvent
{
    public required string RefundId { get; init; }

    public required string FailureReason { get; init; }
}

/// <summary>Money withdrawn for a dispute; its actor and the bank's confirmation are owed from here on.</summary>
public sealed record DisputeOpened : PaymentIntentEvent
{
    public required string DisputeId { get; init; }

    public required Money Amount { get; init; }

    public required string Reason { get; init; }

    /// <summary>The amount in the settlement currency, at the payment's own rate.</summary>
    public required Money Settled { get; init; }

    public required Money Fee { get; init; }

    public required string BalanceTransactionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Announced { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>The bank confirmed the withdrawal, or the return.</summary>
public sealed record DisputeBooked : PaymentIntentEvent
{
    public required string DisputeId { get; init; }

    public required BankAnswer Answer { get; init; }
}

/// <summary>The dispute has its actor.</summary>
public sealed record DisputeTold : PaymentIntentEvent
{
    public required string DisputeId { get; init; }
}

/// <summary>The dispute is won: what was withdrawn is back, without the fee.</summary>
public sealed record DisputeReinstated : PaymentIntentEvent
{
    public required string DisputeId { get; init; }

    public required string BalanceTransactionId { get; init; }
}

/// <summary>The dispute is lost: what was withdrawn is gone.</summary>
public sealed record DisputeLost : PaymentIntentEvent
{
    public required string DisputeId { get; init; }
}

/// <summary>The announced chargeback found nothing left to withdraw.</summary>
public sealed record ChargebackDropped : PaymentIntentEvent;
