using PayGate.Grains.Journal;

namespace PayGate.Grains.ExchangeRates;

/// <summary>Head row of the exchange rates: one row, the sheet in force.</summary>
public sealed record ExchangeRatesRow : HeadRow
{
    public override StreamKind Kind => StreamKind.ExchangeRates;

    public required DateTimeOffset? AskedAt { get; init; }

    public required string? Source { get; init; }
}

/// <summary>A rate that was accepted. The database refuses one that is far from the one before, unless an operator confirmed it.</summary>
public sealed record AcceptedRateRow : IndexRow
{
    public required Currency Currency { get; init; }

    public required decimal InBase { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required string Source { get; init; }

    public required bool BeyondBand { get; init; }

    public string? SetBy { get; init; }

    public string? Reason { get; init; }
}
