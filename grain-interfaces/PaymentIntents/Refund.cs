using System.Collections.Immutable;

namespace PayGate.PaymentIntents;

public enum RefundStatus
{
    /// <summary>Committed before the bank was called; unknown until its answer is committed.</summary>
    Pending,
    Succeeded,
    Failed,
}

/// <summary>One refund of a captured payment, whole or in part; its id is the reference under which the bank deduplicates it.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.refund"), Immutable]
public sealed record Refund
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string ChargeId { get; init; }

    [Id(2)]
    public required Money Amount { get; init; }

    [Id(3)]
    public required RefundStatus Status { get; init; }

    [Id(4)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>duplicate, fraudulent, requested_by_customer or null.</summary>
    [Id(5)]
    public string? Reason { get; init; }

    [Id(6)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    [Id(7)]
    public required RequestInfo Request { get; init; }

    /// <summary>In the settlement currency, positive; null until the bank accepted.</summary>
    [Id(8)]
    public Money? Settled { get; init; }

    [Id(9)]
    public string? BalanceTransactionId { get; init; }

    [Id(10)]
    public string? FailureReason { get; init; }

    [Id(11)]
    public bool AnsweredProcessing { get; init; }

    [Id(12)]
    public DateTimeOffset? SucceededAt { get; init; }
}
