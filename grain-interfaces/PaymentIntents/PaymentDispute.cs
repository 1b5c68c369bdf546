namespace PayGate.PaymentIntents;

/// <summary>Where the money of a dispute is, as its payment knows it.</summary>
public enum PaymentDisputeStatus
{
    /// <summary>Withdrawn, and may come back.</summary>
    Open,

    /// <summary>Back with the merchant.</summary>
    Won,

    /// <summary>Withdrawn for good.</summary>
    Lost,
}

/// <summary>
/// The money of one dispute of a captured payment: withdrawn when it is opened, returned when it is won. Evidence, deadline and ruling are the dispute's own actor's.
/// </summary>
[GenerateSerializer, Alias("paygate.payment-intent.dispute"), Immutable]
public sealed record PaymentDispute
{
    /// <summary><c>dp_…</c>, derived from the charge and how many disputes it had before.</summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string ChargeId { get; init; }

    /// <summary>In the payment's currency.</summary>
    [Id(2)]
    public required Money Amount { get; init; }

    /// <summary>One of <see cref="DisputeReasons"/>.</summary>
    [Id(3)]
    public required string Reason { get; init; }

    /// <summary>The amount in the settlement currency at the payment's own rate, positive: what is withdrawn, and what comes back.</summary>
    [Id(4)]
    public required Money Settled { get; init; }

    /// <summary>USD 15.00 in the settlement currency at the rate of the opening; kept even if the dispute is won.</summary>
    [Id(5)]
    public required Money Fee { get; init; }

    /// <summary>The withdrawal, <c>txn_…</c>.</summary>
    [Id(6)]
    public required string BalanceTransactionId { get; init; }

    [Id(7)]
    public required DateTimeOffset OpenedAt { get; init; }

    [Id(8)]
    public required PaymentDisputeStatus Status { get; init; }

    /// <summary>The request that opened it; <see cref="RequestInfo.None"/> for the bank's own.</summary>
    [Id(9)]
    public required RequestInfo Request { get; init; }

    [Id(10)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The return of the money, <c>txn_…</c>; null unless it was won.</summary>
    [Id(11)]
    public string? ReinstatementId { get; init; }

    /// <summary>The bank has not confirmed the withdrawal, or the return, in its own journal.</summary>
    [Id(12)]
    public bool BankDue { get; init; }

    /// <summary>The dispute's actor is still to be made.</summary>
    [Id(13)]
    public bool ActorDue { get; init; }

    /// <summary>The reference under which the bank executes the return once.</summary>
    public string ReinstatementReference => Id + ".r";
}

/// <summary>Why a cardholder disputes a charge, in Stripe's words.</summary>
public static class DisputeReasons
{
    public const string Fraudulent = "fraudulent";

    public static readonly string[] All =
    [
        Fraudulent, "product_not_received", "product_unacceptable", "duplicate", "credit_not_processed", "unrecognized", "general", "subscription_canceled",
    ];
}

/// <summary>The bank's word, given with an approval, that the cardholder will dispute the charge.</summary>
[GenerateSerializer, Alias("paygate.chargeback-notice"), Immutable]
public sealed record ChargebackNotice
{
    /// <summary>One of <see cref="DisputeReasons"/>.</summary>
    [Id(0)]
    public required string Reason { get; init; }

    /// <summary>Seconds after the capture.</summary>
    [Id(1)]
    public required int AfterSeconds { get; init; }
}
