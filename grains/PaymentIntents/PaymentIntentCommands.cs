using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>What the decider decides about: requests with all they need resolved, and what the bank answered.</summary>
public abstract record PaymentCommand;

/// <summary>The payment's customer is erased.</summary>
public sealed record ErasePayment : PaymentCommand;

public sealed record Open(
    string Id,
    Tenant Tenant,
    Money Amount,
    CaptureMethod CaptureMethod,
    IntentDetails Details,
    PaymentMethodSnapshot? Method,
    AttemptPlan? Confirm,
    RequestInfo Request) : PaymentCommand
{
    /// <summary>Null for the usual hour.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What an attempt needs that the decider cannot make: a fresh charge id, the terms in force, and what the issuer said about the cardholder.</summary>
public sealed record AttemptPlan(string ChargeId, SettlementTerms Terms)
{
    /// <summary>Done; null when nobody asked for it.</summary>
    public Authentication? Authentication { get; init; }

    /// <summary>The issuer wants a challenge first: no money is asked for yet.</summary>
    public Challenge? Challenge { get; init; }

    /// <summary>The lease that the amount is taken from; null where no limit is in force.</summary>
    public string? Lease { get; init; }

    /// <summary>Goes on after a challenge that was passed: only the challenge that is open can lead here, never one that was failed or taken back.</summary>
    public bool FollowsChallenge => Challenge is null && Authentication?.Flow == Authentication.Challenged;

    /// <summary>Of the charge, should it be approved.</summary>
    public string? ReceiptUrl { get; init; }

    /// <summary>What the confirm says about saving the card; null leaves what the payment says.</summary>
    public string? SetupFutureUsage { get; init; }
}

public sealed record StartAttempt(PaymentMethodSnapshot Method, AttemptPlan Plan, RequestInfo Request) : PaymentCommand;

/// <summary>The cardholder failed the challenge, or passed it and the payment is refused.</summary>
public sealed record FailChallenge(Refusal? Refused = null) : PaymentCommand;

/// <summary>The answer to an authorization or sale; a fresh balance transaction id in case it captured.</summary>
public sealed record AttemptAnswered(string ChargeId, BankAnswer Answer, string BalanceTransactionId) : PaymentCommand;

public sealed record AttemptUnanswered(string ChargeId) : PaymentCommand;

/// <summary>The customer took the approved card, or refuses it for a reason.</summary>
public sealed record MethodOffered(string? RefusalCode) : PaymentCommand;

/// <summary>The checkout session knows.</summary>
public sealed record SessionKnows : PaymentCommand;

/// <summary>An update; the payment method is found, or null for "unset it" when <see cref="UpdatePaymentIntent.PaymentMethodId"/> is present.</summary>
public sealed record Update(UpdatePaymentIntent Asked, PaymentMethodSnapshot? Method) : PaymentCommand;

public sealed record ChangeCharge(UpdateCharge Asked) : PaymentCommand;

public sealed record StartIncrement(long Amount, IntentPatch Details, RequestInfo Request) : PaymentCommand
{
    /// <summary>As in <see cref="AttemptPlan"/>, for the difference.</summary>
    public string? Lease { get; init; }
}

public sealed record IncrementAnswered(BankAnswer Answer) : PaymentCommand;

public sealed record IncrementUnanswered : PaymentCommand;

public sealed record StartCapture(long? Amount, RequestInfo Request) : PaymentCommand;

public sealed record CaptureAnswered(BankAnswer Answer, string BalanceTransactionId) : PaymentCommand;

public sealed record CaptureUnanswered : PaymentCommand;

public sealed record Cancel(string? Reason, RequestInfo Request) : PaymentCommand
{
    /// <summary>Refuses to give back money that is held already.</summary>
    public bool BeforeApproval { get; init; }
}

public sealed record ReversalAnswered(string ChargeId, BankAnswer Answer) : PaymentCommand;

public sealed record StartRefund(
    string RefundId,
    long? Amount,
    string? Reason,
    ImmutableSortedDictionary<string, string> Metadata,
    RequestInfo Request) : PaymentCommand;

/// <summary>About a refund that exists.</summary>
public abstract record RefundCommand(string RefundId) : PaymentCommand;

public sealed record RefundAnswered(string RefundId, BankAnswer Answer, string BalanceTransactionId) : RefundCommand(RefundId);

public sealed record RefundUnanswered(string RefundId) : RefundCommand(RefundId);

/// <summary>The time of a further try has come.</summary>
public sealed record RetryRefund(string RefundId) : RefundCommand(RefundId);

public sealed record CancelRefund(string RefundId, RequestInfo Request) : RefundCommand(RefundId);

public sealed record ChangeRefund(string RefundId, MetadataPatch Metadata, RequestInfo Request) : RefundCommand(RefundId);

/// <summary>The cardholder's bank withdraws what it disputes; null for all that is left. Comes with a fresh balance transaction id, and the fee at the rate of this moment.</summary>
public sealed record OpenDispute(long? Amount, string Reason, Money Fee, string BalanceTransactionId, RequestInfo Request) : PaymentCommand
{
    /// <summary>The one that the bank announced with its approval.</summary>
    public bool Announced { get; init; }
}

/// <summary>The announced chargeback meets a payment of which nothing is left.</summary>
public sealed record DropChargeback : PaymentCommand;

/// <summary>About a dispute of the payment.</summary>
public abstract record DisputeCommand(string DisputeId) : PaymentCommand;

/// <summary>The bank has executed the withdrawal, or the return.</summary>
public sealed record DisputeConfirmed(string DisputeId, BankAnswer Answer) : DisputeCommand(DisputeId);

/// <summary>The dispute's actor is made.</summary>
public sealed record DisputeKnown(string DisputeId) : DisputeCommand(DisputeId);

/// <summary>Won or lost; a fresh balance transaction id in case the money comes back.</summary>
public sealed record EndDispute(string DisputeId, bool Won, string BalanceTransactionId) : DisputeCommand(DisputeId);

/// <summary>Time alone: expiry after the hour, void of an authorization after seven days.</summary>
public sealed record PassTime : PaymentCommand;
