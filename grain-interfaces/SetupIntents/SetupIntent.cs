using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.PaymentIntents;

namespace PayGate.SetupIntents;

/// <summary>Public status of a setup intent.</summary>
public enum SetupIntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,

    /// <summary>The customer has to answer a challenge of the issuer.</summary>
    RequiresAction,

    /// <summary>The bank was asked and has not told yet.</summary>
    Processing,
    Canceled,
    Succeeded,
}

/// <summary>A card that is being made ready for later payments, as last committed.</summary>
[GenerateSerializer, Alias("paygate.setup-intent"), Immutable]
public sealed record SetupIntent
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    [Id(3)]
    public required SetupIntentStatus Status { get; init; }

    [Id(4)]
    public required SetupDetails Details { get; init; }

    /// <summary>What the next confirmation uses, or the successful one used.</summary>
    [Id(5)]
    public PaymentMethodSnapshot? PaymentMethod { get; init; }

    [Id(6)]
    public SetupAttempt? LatestAttempt { get; init; }

    /// <summary>abandoned, duplicate, requested_by_customer or null.</summary>
    [Id(7)]
    public string? CancellationReason { get; init; }

    /// <summary>The request that created it.</summary>
    [Id(8)]
    public required RequestInfo Request { get; init; }

    /// <summary>The latest question of the issuer to the cardholder, if the verification that followed is its own or has not come yet.</summary>
    [Id(9)]
    public SetupChallenge? Challenge { get; init; }

    /// <summary>Its customer was erased, and with it what was personal here.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }
}

/// <summary>A question that the issuer put to the cardholder before the card is verified (EMV 3-D Secure 2).</summary>
[GenerateSerializer, Alias("paygate.setup-intent.challenge"), Immutable]
public sealed record SetupChallenge
{
    /// <summary>The attempt that follows when the cardholder passes.</summary>
    [Id(0)]
    public required string AttemptId { get; init; }

    [Id(1)]
    public required PaymentMethodSnapshot Method { get; init; }

    /// <summary>What passing it comes to. Its transaction id, 122 random bits, is known to the issuer's page and to whom that was shown.</summary>
    [Id(2)]
    public required Authentication Authentication { get; init; }

    /// <summary>The issuer's page.</summary>
    [Id(3)]
    public required string Url { get; init; }

    /// <summary>Where the issuer's page sends the cardholder afterwards; null leaves them there.</summary>
    [Id(4)]
    public string? ReturnUrl { get; init; }

    [Id(5)]
    public required RequestInfo Request { get; init; }

    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ChallengeStatus Status { get; init; }
}

/// <summary>What the merchant said about a setup.</summary>
[GenerateSerializer, Alias("paygate.setup-intent.details"), Immutable]
public sealed record SetupDetails
{
    /// <summary>Whose saved card it is to become: <c>cus_…</c>, or null.</summary>
    [Id(0)]
    public string? Customer { get; init; }

    [Id(1)]
    public string? Description { get; init; }

    [Id(2)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    /// <summary>True when payments are meant to come without the customer being there.</summary>
    [Id(3)]
    public bool OffSession { get; init; } = true;

    public string Usage => OffSession ? "off_session" : "on_session";
}

public enum SetupAttemptStatus
{
    /// <summary>Committed before the bank was called; its outcome is unknown until one is committed.</summary>
    Started,
    Succeeded,
    Failed,
}

/// <summary>One verification at the bank under one reference.</summary>
[GenerateSerializer, Alias("paygate.setup-intent.attempt"), Immutable]
public sealed record SetupAttempt
{
    /// <summary><c>setatt_…</c>, and the reference under which the bank deduplicates the verification.</summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required PaymentMethodSnapshot Method { get; init; }

    [Id(2)]
    public required DateTimeOffset StartedAt { get; init; }

    [Id(3)]
    public required SetupAttemptStatus Status { get; init; }

    [Id(4)]
    public required RequestInfo Request { get; init; }

    /// <summary>Null until the bank answered.</summary>
    [Id(5)]
    public BankAnswer? Answer { get; init; }

    /// <summary>Why an approved card could not be saved for the customer.</summary>
    [Id(6)]
    public Refusal? Refused { get; init; }

    /// <summary>The answer to the request was <c>processing</c> and is recorded; the outcome follows later.</summary>
    [Id(7)]
    public bool AnsweredProcessing { get; init; }

    /// <summary>Null when the cardholder was not authenticated.</summary>
    [Id(8)]
    public Authentication? Authentication { get; init; }
}
