using PayGate.Grains.Journal;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>Head row of a session: typed columns for lists beside the whole state.</summary>
public sealed record CheckoutSessionRow : HeadRow
{
    public override StreamKind Kind => StreamKind.CheckoutSession;

    public required bool Livemode { get; init; }

    public required string Status { get; init; }

    public required string PaymentIntentId { get; init; }

    public string? CustomerId { get; init; }

    public string? OrderId { get; init; }

    public string? PaymentLinkId { get; init; }

    public required DateTimeOffset Created { get; init; }
}
