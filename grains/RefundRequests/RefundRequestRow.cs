using PayGate.Grains.Journal;

namespace PayGate.Grains.RefundRequests;

/// <summary>Head row of a refund request: typed columns for lists and constraints beside the whole state.</summary>
public sealed record RefundRequestRow : HeadRow
{
    public override StreamKind Kind => StreamKind.RefundRequest;

    public required bool Livemode { get; init; }

    public required string Status { get; init; }

    public required string CustomerId { get; init; }

    public required string PaymentIntentId { get; init; }

    public required Money Amount { get; init; }

    public string? RefundId { get; init; }

    /// <summary>The customer's words are erased.</summary>
    public bool Erased { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>What a request holds back of the available balance while it is open, in the settlement currency; <see cref="IndexRow.Id"/> is the request.</summary>
public sealed record RefundHoldRow : IndexRow
{
    public required bool Livemode { get; init; }

    public required Money Amount { get; init; }
}
