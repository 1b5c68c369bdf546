using System.Text.Json.Serialization;

namespace PayGate.PaymentIntents;

/// <summary>How much authentication a merchant asks for (Stripe's <c>request_three_d_secure</c>).</summary>
public enum ThreeDSecureDemand
{
    /// <summary>As much as the issuer requires.</summary>
    Automatic,

    /// <summary>Whenever the card can, with or without a challenge.</summary>
    Any,

    /// <summary>A challenge whenever the card can.</summary>
    Challenge,
}

/// <summary>What the authentication of a cardholder came to (EMV 3-D Secure 2).</summary>
[GenerateSerializer, Alias("paygate.authentication"), Immutable]
public sealed record Authentication
{
    /// <summary>The flow in which the cardholder answered.</summary>
    public const string Challenged = "challenge";

    /// <summary>challenge or frictionless.</summary>
    [Id(0)]
    public required string Flow { get; init; }

    /// <summary>authenticated, attempt_acknowledged or not_supported, in Stripe's words.</summary>
    [Id(1)]
    public required string Result { get; init; }

    /// <summary>The directory server's transaction id, a UUID; null where none was opened.</summary>
    [Id(2)]
    public string? TransactionId { get; init; }

    /// <summary>Electronic commerce indicator: 05 or 02 authenticated, 06 or 01 attempted; null without either.</summary>
    [Id(3)]
    public string? Eci { get; init; }

    /// <summary>Authenticated and attempted payments are the issuer's risk when the cardholder later denies them.</summary>
    public bool ShiftsLiability => Eci is not null;
}

/// <summary>A challenge that the issuer put to the cardholder before the bank is asked for money.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.challenge"), Immutable]
public sealed record Challenge
{
    /// <summary>The charge that follows when the cardholder passes.</summary>
    [Id(0)]
    public required string ChargeId { get; init; }

    [Id(1)]
    public required PaymentMethodSnapshot Method { get; init; }

    [Id(2)]
    public required SettlementTerms Terms { get; init; }

    /// <summary>
    /// What passing it comes to. Its transaction id, 122 random bits, is known to the issuer's page and to whom that was shown.
    /// </summary>
    [Id(3)]
    public required Authentication Authentication { get; init; }

    /// <summary>The issuer's page.</summary>
    [Id(4)]
    public required string Url { get; init; }

    /// <summary>Where the issuer's page sends the cardholder afterwards; null for the hosted checkout page.</summary>
    [Id(5)]
    public string? ReturnUrl { get; init; }

    [Id(6)]
    public required RequestInfo Request { get; init; }

    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ChallengeStatus Status { get; init; }

    /// <summary>Why the payment did not go on although the cardholder passed; null otherwise.</summary>
    [Id(8)]
    public Refusal? Refused { get; init; }
}

public enum ChallengeStatus
{
    /// <summary>The issuer waits for the cardholder.</summary>
    Open,

    /// <summary>The attempt behind it was made; kept so that the issuer's page knows the way back.</summary>
    Passed,

    /// <summary>Kept to say so.</summary>
    Failed,
}

/// <summary>What an attempt may say about authentication.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.attempt-options"), Immutable]
public sealed record AttemptOptions
{
    public static readonly AttemptOptions None = new();

    /// <summary>Where to send the cardholder after a challenge.</summary>
    [Id(0)]
    public string? ReturnUrl { get; init; }

    /// <summary>Nobody is there to pass a challenge: the issuer declines where it wants one.</summary>
    [Id(1)]
    public bool OffSession { get; init; }

    /// <summary>For this attempt; null takes the payment's.</summary>
    [Id(2)]
    public ThreeDSecureDemand? Demand { get; init; }

    /// <summary>Scheme and host under which customers reach this gateway's pages: receipts, and the simulated issuer's. Null makes no receipt.</summary>
    [Id(3)]
    public string? PublicUrl { get; init; }

    /// <summary>From this attempt on; null leaves what the payment says.</summary>
    [Id(4)]
    public string? SetupFutureUsage { get; init; }
}

/// <summary>What the issuer's page reports.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.answer-challenge"), Immutable]
public sealed record AnswerChallenge
{
    [Id(0)]
    public required string TransactionId { get; init; }

    [Id(1)]
    public required bool Passed { get; init; }
}
