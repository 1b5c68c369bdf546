using System.Collections.Immutable;

namespace PayGate.ExchangeRates;

/// <summary>The exchange rates in force, the same for all processes: for each currency the last good one. Instants are the wall clock's, not the sandbox clock's.</summary>
[GenerateSerializer, Alias("paygate.rates.sheet"), Immutable]
public sealed record RateSheet
{
    /// <summary>Of rates and of what is computed from two of them; further digits are cut.</summary>
    public const int Decimals = 8;

    /// <summary>Smallest rate that is accepted: one major unit of any currency in use is worth more.</summary>
    public const decimal Minimum = 0.000001m;

    /// <summary>Largest rate that is accepted.</summary>
    public const decimal Maximum = 1_000_000m;

    /// <summary>A rate further away from the last good one than this, up or down, needs an operator's word.</summary>
    public const int BandFactor = 10;

    /// <summary>All rates are against this currency; cross rates go through it.</summary>
    public static readonly Currency Base = Currency.Mad;

    /// <summary>By lower-case currency code; <see cref="Base"/> is not among them.</summary>
    [Id(0)]
    public ImmutableSortedDictionary<string, HeldRate> Rates { get; init; } = ImmutableSortedDictionary<string, HeldRate>.Empty;

    /// <summary>When the source was last asked; null before.</summary>
    [Id(1)]
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>The source that was last asked.</summary>
    [Id(2)]
    public string? Source { get; init; }

    /// <summary>What was refused of its last answer, in words; empty where all was accepted.</summary>
    [Id(3)]
    public ImmutableArray<string> Refused { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The number of the last operator's order that was carried out; 0 before the first.</summary>
    [Id(4)]
    public long LastOrder { get; init; }

    /// <summary>The rate of a currency against <see cref="Base"/>; null when none was ever accepted.</summary>
    public HeldRate? Find(Currency currency) => Rates.GetValueOrDefault(currency.Code);

    /// <summary>
    /// Major units of <paramref name="to"/> for one of <paramref name="from"/>, cut to <see cref="Decimals"/>; null when one of them has no rate. Says nothing about age.
    /// </summary>
    public decimal? Between(Currency from, Currency to) => InBase(from) is { } one && InBase(to) is { } other
        ? from == to ? 1m : decimal.Round(one / other, Decimals, MidpointRounding.ToZero)
        : null;

    /// <summary>What one major unit is worth in <see cref="Base"/>; null without a rate.</summary>
    private decimal? InBase(Currency currency) => currency == Base ? 1m : Find(currency)?.InBase;
}

/// <summary>The last good rate of a currency, and where it is from.</summary>
[GenerateSerializer, Alias("paygate.rates.held"), Immutable]
public sealed record HeldRate
{
    /// <summary><see cref="Source"/> of a rate that an operator set.</summary>
    public const string Operator = "operator";

    /// <summary>Major units of <see cref="RateSheet.Base"/> for one major unit; between <see cref="RateSheet.Minimum"/> and <see cref="RateSheet.Maximum"/>, 8 decimals.</summary>
    [Id(0)]
    public required decimal InBase { get; init; }

    /// <summary>The instant that the rate is of, by its source.</summary>
    [Id(1)]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>When it was accepted.</summary>
    [Id(2)]
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>built-in, file, http or <see cref="Operator"/>.</summary>
    [Id(3)]
    public required string Source { get; init; }

    /// <summary>Until then no source replaces it, and it is usable; null for a source's own.</summary>
    [Id(4)]
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>After this instant nothing is converted at it.</summary>
    /// <param name="ageMax">How old a source's rate may be.</param>
    public DateTimeOffset UsableUntil(TimeSpan ageMax) => HeldUntil is { } held && held > AsOf + ageMax ? held : AsOf + ageMax;
}
