using System.Collections.Immutable;
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
}
