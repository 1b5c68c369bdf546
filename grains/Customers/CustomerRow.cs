using PayGate.Grains.Journal;

namespace PayGate.Grains.Customers;

/// <summary>Head row of a customer: typed columns for lists beside the whole state.</summary>
public sealed record CustomerRow : HeadRow
{
    public override StreamKind Kind => StreamKind.Customer;

    public required bool Livemode { get; init; }

    /// <summary>For the list's filter; null once deleted.</summary>
    public string? Email { get; init; }

    public required bool Deleted { get; init; }

    public required DateTimeOffset Created { get; init; }
}
