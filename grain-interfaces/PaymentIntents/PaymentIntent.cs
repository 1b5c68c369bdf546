using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.Customers;

namespace PayGate.PaymentIntents;

/// <summary>Stripe's life cycle of a payment intent; the legal moves are in the decider's table (grains/PaymentIntents/README.md).</summary>
public enum PaymentIntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,

    /// <summary>The bank was asked and its answer is not known yet.</summary>
    Processing,
    RequiresCapture,
    Canceled,
    Succeeded,
}

public enum CaptureMethod
{
    Automatic,
    AutomaticAsync,
    Manual,
}

/// <summary>Whether the card of the approved attempt becomes its customer's saved card.</summary>
public enum MethodSaving
{
    /// <summary>Nobody asked for it, or nothing is approved yet.</summary>
    None,

    /// <summary>The customer is still to be asked to take it.</summary>
    Due,
    Saved,

    /// <summary>The customer could not take it, for example because it was deleted meanwhile; the payment stands.</summary>
    Refused,
}

/// <summary>
/// A payment intent with its attempts and refunds as last committed: immutable, stored as versioned JSON in its row, handed to readers as it is.
/// All public objects of a payment (intent, charges, refunds, balance transactions) are rendered from it.
/// </summary>
[GenerateSerializer, Alias("paygate.payment-intent"), Immutable]
public sealed record PaymentIntent
{
    /// <summary>Customers may try again after this many declines less one; the last one cancels the intent.</summary>
    public const int AttemptsMax = 5;

    /// <summary>Bounds the size of the state; a payment with more refunds than this is refused further ones.</summary>
    public const int RefundsMax = 250;

    /// <summary>Bounds the size of the state, as <see cref="RefundsMax"/> does.</summary>
    public const int DisputesMax = 50;

    /// <summary>As often may an authorization be raised; Stripe and the schemes have the same limit.</summary>
    public const int IncrementsMax = 10;

    /// <summary>The reason of a cancellation by time.</summary>
    public const string Expired = "expired";

    /// <summary>The reason of a cancellation after too many declines, and of an authorization that nobody captured in time.</summary>
    public const string Automatic = "automatic";

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string MerchantId { get; init; }

    [Id(2)]
    public required bool Livemode { get; init; }

    [Id(3)]
    public required Money Amount { get; init; }

    [Id(4)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>From this instant on an intent that still waits for the customer is canceled with reason <c>expired</c>.</summary>
    [Id(5)]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Id(6)]
    public required CaptureMethod CaptureMethod { get; init; }

    [Id(7)]
    public required PaymentIntentStatus Status { get; init; }

    [Id(8)]
    public required IntentDetails Details { get; init; }

    [Id(9)]
    public PaymentMethodSnapshot? PaymentMethod { get; init; }

    /// <summary>In order of their start. At most one of them stands (authorized or captured).</summary>
    [Id(10)]
    public ImmutableArray<Attempt> Attempts { get => field.IsDefault ? [] : field; init; } = [];

    [Id(11)]
    public ImmutableArray<Refund> Refunds { get => field.IsDefault ? [] : field; init; } = [];

    [Id(12)]
    public DateTimeOffset? CanceledAt { get; init; }

    /// <summary>abandoned, duplicate, fraudulent, requested_by_customer, or PayGate's own automatic and expired.</summary>
    [Id(13)]
    public string? CancellationReason { get; init; }

    /// <summary>The request that created the intent.</summary>
    [Id(14)]
    public required RequestInfo Request { get; init; }

    /// <summary>What the issuer asks of the cardholder, or that it was failed.</summary>
    [Id(15)]
    public Challenge? Challenge { get; init; }

    [Id(16), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MethodSaving MethodSaving { get; init; }

    /// <summary>The checkout session is still to be told that the payment was approved.</summary>
    [Id(17), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OwesSession { get; init; }

    /// <summary>Its customer was erased, and with it what was personal here.</summary>
    [Id(18), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }

    /// <summary>Null for a payment that was never disputed, which so stores nothing of it.</summary>
    [Id(19)]
    public ImmutableArray<PaymentDispute>? DisputesIfAny { get; init; }

    /// <summary>The chargeback that the bank announced has come, or was dropped because nothing was left to withdraw.</summary>
    [Id(20), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ChargebackCame { get; init; }

    /// <summary>In order of their opening. At most one is open.</summary>
    public ImmutableArray<PaymentDispute> Disputes => DisputesIfAny ?? [];

    public Tenant Tenant => new() { MerchantId = MerchantId, Livemode = Livemode };

    public Attempt? LatestAttempt => Attempts.Length == 0 ? null : Attempts[^1];

    /// <summary>The attempt whose approval holds or took the money, if any.</summary>
    public Attempt? StandingAttempt => LatestAttempt is { Status: AttemptStatus.Authorized or AttemptStatus.Captured } attempt ? attempt : null;

    public int AttemptsLeft => Math.Max(0, AttemptsMax - Attempts.Count(attempt => attempt.CountsAsDecline));

    public Money AmountCaptured => LatestAttempt?.Captured ?? Money.Zero(Amount.Currency);

    /// <summary>What the bank has accepted to give back.</summary>
    public Money AmountRefunded => Sum(Refunds.Where(refund => refund.Status == RefundStatus.Succeeded));

    /// <summary>Refunds done or under way: what a further refund may no longer touch.</summary>
    public Money AmountRefundReserved => Sum(Refunds.Where(refund => !refund.Frees));

    /// <summary>What was withdrawn for disputes and did not come back.</summary>
    public Money AmountDisputed =>
        Disputes.Where(dispute => dispute.Status != PaymentDisputeStatus.Won).Aggregate(Money.Zero(Amount.Currency), (sum, dispute) => sum + dispute.Amount);

    /// <summary>What can still be refunded, or disputed.</summary>
    public Money AmountLeft => AmountCaptured - AmountRefundReserved - AmountDisputed;

    public PaymentDispute? OpenDispute => Disputes.FirstOrDefault(dispute => dispute.Status == PaymentDisputeStatus.Open);

    /// <summary>When the chargeback that the bank announced comes; null when none is to come.</summary>
    public DateTimeOffset? ChargebackAt => !ChargebackCame && StandingAttempt is { CapturedAt: { } capturedAt, Answer.Chargeback: { } notice }
        ? capturedAt.AddSeconds(notice.AfterSeconds)
        : null;

    /// <summary>Whether this request's idempotency key opened the intent or began one of its attempts.</summary>
    public bool HasSeen(RequestInfo request) =>
        request.Claim is { } claim && Attempts.Select(attempt => attempt.Request).Prepend(Request).Any(
            seen => seen.Claim is { } known && (known.Scope, known.Livemode, known.Key) == (claim.Scope, claim.Livemode, claim.Key));

    /// <summary>
    /// The intent as it reads at an instant: one that still waits for its customer at <see cref="ExpiresAt"/> is canceled from then on, whether or not
    /// its actor has written that down yet.
    /// </summary>
    public PaymentIntent AsOf(DateTimeOffset now) =>
        now >= ExpiresAt && Status is PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation or PaymentIntentStatus.RequiresAction
            ? this with { Status = PaymentIntentStatus.Canceled, CancellationReason = Expired, CanceledAt = ExpiresAt }
            : this;

    private Money Sum(IEnumerable<Refund> refunds) => refunds.Aggregate(Money.Zero(Amount.Currency), (sum, refund) => sum + refund.Amount);
}

/// <summary>What the merchant said about the payment; nothing here moves money.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.details"), Immutable]
public sealed record IntentDetails
{
    /// <summary>Ordered by code point, so that equal metadata gives equal bytes. Stored forms from before a member existed read as empty too.</summary>
    public static readonly ImmutableSortedDictionary<string, string> NoMetadata = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    [Id(0)]
    public string? Description { get; init; }

    [Id(1)]
    public string? ReceiptEmail { get; init; }

    [Id(2)]
    public string? OrderId { get; init; }

    [Id(3)]
    public string? SuccessUrl { get; init; }

    [Id(4)]
    public string? CancelUrl { get; init; }

    /// <summary>At most 22 characters (card schemes' limit).</summary>
    [Id(5)]
    public string? StatementDescriptor { get; init; }

    [Id(6)]
    public string? StatementDescriptorSuffix { get; init; }

    [Id(8)]
    public ThreeDSecureDemand? ThreeDSecure { get; init; }

    /// <summary>Who pays, <c>cus_…</c>; a saved card pays for its own customer only.</summary>
    [Id(9)]
    public string? Customer { get; init; }

    /// <summary>off_session or on_session: once the card is approved it is saved for <see cref="Customer"/>, if there is one.</summary>
    [Id(10)]
    public string? SetupFutureUsage { get; init; }

    /// <summary>The session that this payment is for, <c>cs_…</c>: it is told once the payment is approved.</summary>
    [Id(11)]
    public string? CheckoutSession { get; init; }

    /// <summary>Where the goods go. Personal data, so it stands beside the facts and is part of none.</summary>
    [Id(12), JsonIgnore]
    public ShippingDetails? Shipping { get; init; }

    /// <summary>The quote that it cites; null for the rates and the plan in force.</summary>
    [Id(13)]
    public QuotedTerms? Quote { get; init; }

    [Id(7)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? NoMetadata; init; } = NoMetadata;
}

/// <summary>Which request caused a change: shown in events, and the idempotency record that its answer belongs to.</summary>
[GenerateSerializer, Alias("paygate.request-info"), Immutable]
public sealed record RequestInfo
{
    /// <summary>The request of a resolver or sweep: nobody waits for its answer.</summary>
    public static readonly RequestInfo None = new();

    /// <summary><c>req_…</c>, or null when PayGate itself acted.</summary>
    [Id(0)]
    public string? RequestId { get; init; }

    [Id(1)]
    public Idempotency.IdempotencyClaim? Claim { get; init; }

    /// <summary>Paths to show as objects instead of ids.</summary>
    [Id(2)]
    public ImmutableArray<string> Expand { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>True when the caller holds a client secret only: lost, stolen and fraud declines then look generic.</summary>
    [Id(3)]
    public bool FromBrowser { get; init; }

    /// <summary>True when the answer shows the latest charge instead of its payment.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AboutCharge { get; init; }
}
