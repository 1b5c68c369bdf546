using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.Cards;

namespace PayGate.PaymentIntents;

public enum AttemptStatus
{
    /// <summary>Committed before the bank was called; its outcome is unknown until an answer is committed.</summary>
    Started,
    Authorized,
    Captured,
    Declined,

    /// <summary>The bank never saw it, or its answer did not match and was taken back.</summary>
    Failed,

    /// <summary>Approved once, then voided.</summary>
    Voided,
}

/// <summary>One try to take the money: one authorization at the bank under one reference, shown as a charge.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.attempt"), Immutable]
public sealed record Attempt
{
    /// <summary>Public id of the charge, and the reference under which the bank deduplicates the authorization.</summary>
    [Id(0)]
    public required string ChargeId { get; init; }

    [Id(1)]
    public required PaymentMethodSnapshot Method { get; init; }

    [Id(2)]
    public required DateTimeOffset StartedAt { get; init; }

    [Id(3)]
    public required AttemptStatus Status { get; init; }

    /// <summary>True for authorize and capture in one bank call.</summary>
    [Id(4)]
    public required bool CapturesAtOnce { get; init; }

    [Id(5)]
    public required SettlementTerms Terms { get; init; }

    [Id(6)]
    public required RequestInfo Request { get; init; }

    /// <summary>Null until the bank answered.</summary>
    [Id(7)]
    public BankAnswer? Answer { get; init; }

    /// <summary>Highest approved amount.</summary>
    [Id(8)]
    public Money? Authorized { get; init; }

    [Id(9)]
    public Money? Captured { get; init; }

    /// <summary>The capture in the settlement currency; null until captured.</summary>
    [Id(10)]
    public CaptureFigures? Figures { get; init; }

    [Id(11)]
    public PendingCapture? PendingCapture { get; init; }

    /// <summary>The bank still has to give back what it approved: voided here first.</summary>
    [Id(12)]
    public bool ReversalDue { get; init; }

    /// <summary>The answer to the request was <c>processing</c> and is recorded; the outcome follows later.</summary>
    [Id(13)]
    public bool AnsweredProcessing { get; init; }

    [Id(14)]
    public DateTimeOffset? CapturedAt { get; init; }

    [Id(15)]
    public PendingIncrement? PendingIncrement { get; init; }

    /// <summary>How many increments were begun, granted or not: each has a reference of its own.</summary>
    [Id(16), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Increments { get; init; }

    /// <summary>What the merchant said about this charge alone; null where the payment's words hold.</summary>
    [Id(17)]
    public ChargeDetails? Details { get; init; }

    /// <summary>What was asked for, once the payment's amount has changed since; null while it is the payment's.</summary>
    [Id(18)]
    public Money? Amount { get; init; }

    /// <summary>Null when the cardholder was not authenticated.</summary>
    [Id(19)]
    public Authentication? Authentication { get; init; }

    /// <summary>Where the customer reads the receipt, once there is something to show; whoever has the address may.</summary>
    [Id(20)]
    public string? ReceiptUrl { get; init; }

    /// <summary>The lease of the merchant's budget that the amount was taken from; null where no limit was in force.</summary>
    [Id(21)]
    public string? Lease { get; init; }

    /// <summary>Whether the bank approved it, also where that was given back later.</summary>
    public bool WasApproved => Status is AttemptStatus.Authorized or AttemptStatus.Captured or AttemptStatus.Voided;

    /// <summary>The words that hold for this charge.</summary>
    public ChargeDetails WordsIn(PaymentIntent payment) => Details ?? new ChargeDetails
    {
        Description = payment.Details.Description,
        ReceiptEmail = payment.Details.ReceiptEmail,
        Metadata = payment.Details.Metadata,
    };

    public string CaptureReference => ChargeId + ".capture";

    public string ReversalReference => ChargeId + ".reverse";

    public bool CountsAsDecline => Status == AttemptStatus.Declined;
}

/// <summary>A capture that was committed before the bank was called.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.pending-capture"), Immutable]
public sealed record PendingCapture
{
    [Id(0)]
    public required Money Amount { get; init; }

    [Id(1)]
    public required DateTimeOffset StartedAt { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }

    [Id(3)]
    public bool AnsweredProcessing { get; init; }
}

/// <summary>A higher amount that was committed before the bank was asked for it.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.pending-increment"), Immutable]
public sealed record PendingIncrement
{
    [Id(0)]
    public required string Reference { get; init; }

    /// <summary>The total wanted.</summary>
    [Id(1)]
    public required Money Amount { get; init; }

    [Id(2)]
    public required DateTimeOffset StartedAt { get; init; }

    [Id(3)]
    public required RequestInfo Request { get; init; }

    [Id(4)]
    public bool AnsweredProcessing { get; init; }

    /// <summary>The lease that the difference was taken from; null where no limit was in force.</summary>
    [Id(5)]
    public string? Lease { get; init; }
}

/// <summary>The words of one charge, once they differ from its payment's.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.charge-details"), Immutable]
public sealed record ChargeDetails
{
    [Id(0)]
    public string? Description { get; init; }

    [Id(1)]
    public string? ReceiptEmail { get; init; }

    [Id(2)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;
}

/// <summary>The bank's answer to one operation, as stored per attempt.</summary>
[GenerateSerializer, Alias("paygate.bank-answer"), Immutable]
public sealed record BankAnswer
{
    [Id(0)]
    public required bool Approved { get; init; }

    /// <summary>ISO 8583 response code as the network spells it, for example 00, 05, 51, N7.</summary>
    [Id(1)]
    public required string NetworkCode { get; init; }

    /// <summary>Why an attempt failed that this answer ended: an approval ends one by its amount, which was not what was asked.</summary>
    public string FailureReason => Approved ? Decline.AmountMismatch : Reason;

    /// <summary>The bank's reason as a word, for example do_not_honor.</summary>
    [Id(2)]
    public required string Reason { get; init; }

    [Id(3)]
    public string? AuthorizationCode { get; init; }

    [Id(4)]
    public string? AvsResult { get; init; }

    [Id(5)]
    public string? CvcResult { get; init; }

    [Id(6)]
    public required Money Amount { get; init; }

    /// <summary>The raw response without card data.</summary>
    [Id(7)]
    public string? Raw { get; init; }

    [Id(8)]
    public required int LatencyMilliseconds { get; init; }

    [Id(9)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Null unless the bank announced one with its approval.</summary>
    [Id(10)]
    public ChargebackNotice? Chargeback { get; init; }
}

/// <summary>The payment method as it was when used: display data only.</summary>
[GenerateSerializer, Alias("paygate.payment-method-snapshot"), Immutable]
public sealed record PaymentMethodSnapshot
{
    /// <summary><c>pm_…</c>, <c>tok_…</c> or a named test method.</summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required CardDisplay Card { get; init; }

    /// <summary>The holder's name as the customer gave it, or null.</summary>
    [Id(2)]
    public string? BillingName { get; init; }
}
