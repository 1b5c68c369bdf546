using System.Collections.Immutable;

namespace PayGate.PaymentIntents;

public enum RefundStatus
{
    /// <summary>Committed before the bank was called; unknown until its answer is committed. Or put off by the issuer, and waiting for the next try.</summary>
    Pending,
    Succeeded,
    Failed,

    /// <summary>Withdrawn while it waited for a further try: certainly not executed.</summary>
    Canceled,
}

/// <summary>One refund of a captured payment, whole or in part.</summary>
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

    /// <summary>How often the issuer could not be reached: tries that for certain were not executed.</summary>
    [Id(13)]
    public int PutOff { get; init; }

    /// <summary>When it is tried again; null while the bank is asked, and once it is decided.</summary>
    [Id(14)]
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When the latest try but the first began.</summary>
    [Id(15)]
    public DateTimeOffset? RetriedAt { get; init; }

    /// <summary>What of the fee came back with it, in the settlement currency, positive; null where the fee is kept.</summary>
    [Id(16)]
    public Money? FeeReturned { get; init; }

    /// <summary>
    /// The reference under which the bank deduplicates the try: the id, then <c>.2</c>, <c>.3</c> after it. A try that was put off has its answer for good, so
    /// the next one needs a name of its own.
    /// </summary>
    public string Reference => PutOff == 0 ? Id : $"{Id}.{PutOff + 1}";

    public bool Frees => Status is RefundStatus.Failed or RefundStatus.Canceled;
}
