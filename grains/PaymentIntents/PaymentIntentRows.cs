using PayGate.Grains.Journal;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Head row of a payment: typed columns for lists, constraints and audit beside the whole state.</summary>
public sealed record PaymentIntentRow : HeadRow
{
    public override StreamKind Kind => StreamKind.PaymentIntent;

    public required bool Livemode { get; init; }

    public required string Status { get; init; }

    public required Money Amount { get; init; }

    public required long AmountAuthorized { get; init; }

    public required long AmountCaptured { get; init; }

    public required long AmountRefunded { get; init; }

    /// <summary>Withdrawn for disputes and not returned.</summary>
    public required long AmountDisputed { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? CustomerId { get; init; }

    public string? IdempotencyKey { get; init; }
}

public sealed record ChargeRow : IndexRow
{
    public required string PaymentIntentId { get; init; }
}

public sealed record RefundRow : IndexRow
{
    public required string PaymentIntentId { get; init; }

    public required string ChargeId { get; init; }
}

/// <summary>One movement of the merchant's balance, in the settlement currency; refunds and disputes negative.</summary>
public sealed record BalanceTransactionRow : IndexRow
{
    public required string PaymentIntentId { get; init; }

    public required bool Livemode { get; init; }

    public required string SourceId { get; init; }

    public required string Type { get; init; }

    public required Money Amount { get; init; }

    public required Money Fee { get; init; }

    /// <summary>The same movement in the payment's own currency, with the same sign.</summary>
    public required Money OfPayment { get; init; }

    public required DateTimeOffset Created { get; init; }
}
