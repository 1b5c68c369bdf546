using PayGate.Grains.Journal;

namespace PayGate.Grains.SetupIntents;

/// <summary>Head row of a setup: typed columns for lists beside the whole state.</summary>
public sealed record SetupIntentRow : HeadRow
{
    public override StreamKind Kind => StreamKind.SetupIntent;

    public required bool Livemode { get; init; }

    public required string Status { get; init; }

    public string? CustomerId { get; init; }

    public string? PaymentMethodId { get; init; }

    public required DateTimeOffset Created { get; init; }
}
