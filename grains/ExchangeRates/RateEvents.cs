using System.Collections.Immutable;

namespace PayGate.Grains.ExchangeRates;

/// <summary>
/// The facts of the exchange rates' stream. They are stored as JSON and hashed: members are added, never renamed or removed. <see cref="At"/> is PayGate's time as of all
/// facts; the other instants are the wall clock's.
/// </summary>
public abstract record RateEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>The source was asked. What was accepted is in force; what was refused changed nothing.</summary>
public sealed record RatesRefreshed : RateEvent
{
    public required DateTimeOffset AskedAt { get; init; }

    public required string Source { get; init; }

    /// <summary>The instant that the accepted rates are of; null where none was accepted.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>By lower-case currency code, against the base.</summary>
    public required ImmutableSortedDictionary<string, decimal> Accepted { get; init; }

    /// <summary>In words.</summary>
    public required ImmutableArray<string> Refused { get; init; }
}

/// <summary>An operator set a rate.</summary>
public sealed record RateSet : RateEvent
{
    public required long Order { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>The rate that it replaced; null where there was none.</summary>
    public decimal? Before { get; init; }

    public required decimal After { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public required DateTimeOffset HeldUntil { get; init; }

    /// <summary>The operator confirmed that it may be far from the one before.</summary>
    public required bool BeyondBand { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}
