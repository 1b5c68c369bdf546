using System.Collections.Immutable;

namespace PayGate.Merchants;

/// <summary>
/// What a merchant's payments are charged: a percentage of the captured amount, truncated, and a fixed part, with other figures for some cards. A payment keeps the plan that
/// it was authorized under.
/// </summary>
[GenerateSerializer, Alias("paygate.fee-plan"), Immutable]
public sealed record FeePlan
{
    /// <summary>The whole amount.</summary>
    public const int BasisPointsMax = 10_000;

    /// <summary>Of rules for cards.</summary>
    public const int CardsMax = 50;

    /// <summary>The fixed part's limit, in minor units of any currency.</summary>
    public const long FixedMax = 1_000_000;

    /// <summary>Counted from 1 for each merchant; 0 is the plan that it was opened with.</summary>
    [Id(0)]
    public int Version { get; init; }

    /// <summary>The percentage: 290 is 2.9 %. 0 to <see cref="BasisPointsMax"/>.</summary>
    [Id(1)]
    public required int BasisPoints { get; init; }

    /// <summary>The fixed part, in any currency; it is converted at the rate in force. 0 to <see cref="FixedMax"/> minor units.</summary>
    [Id(2)]
    public required Money Fixed { get; init; }

    /// <summary>The first that fits a payment counts instead of the plan's own figures; at most <see cref="CardsMax"/>.</summary>
    [Id(3)]
    public ImmutableArray<CardFee> Cards { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Whether a refund returns the fee in proportion; otherwise it is kept.</summary>
    [Id(4)]
    public bool ReturnsFee { get; init; }

    /// <summary>Why it cannot be a plan, in words; null for one that can.</summary>
    public string? Fault => true switch
    {
        _ when BasisPoints is < 0 or > BasisPointsMax || Cards.Any(card => card.BasisPoints is < 0 or > BasisPointsMax) => $"basis_points is from 0 to {BasisPointsMax}",
        _ when FixedParts().Any(part => part.Currency.Code is null || part.MinorUnits is < 0 or > FixedMax) => $"fixed is from 0 to {FixedMax}, in the smallest unit of a currency",
        _ when Cards.Length > CardsMax => $"cards has at most {CardsMax} rules",
        _ when Cards.Any(card => (card.Brand, card.Funding, card.Currency) == (null, null, null)) => "a rule of cards names a brand, a funding or a currency",
        _ => null,
    };

    /// <summary>All fixed parts that it may charge.</summary>
    public IEnumerable<Money> FixedParts() => Cards.Select(card => card.Fixed).OfType<Money>().Prepend(Fixed);

    /// <summary>The rule for a payment, or null for the plan's own figures.</summary>
    public CardFee? Find(Currency currency, string brand, string? funding)
    {
        foreach (var card in Cards)
        {
            if (card.Fits(currency, brand, funding))
            {
                return card;
            }
        }

        return null;
    }

    /// <summary>2.9 % and USD 0.30 unless told otherwise; kept when a payment is refunded.</summary>
    public static FeePlan Opening(int basisPoints, long fixedUsdCents) => new() { BasisPoints = basisPoints, Fixed = new Money(fixedUsdCents, Currency.Usd) };

    public bool Equals(FeePlan? other) => other is not null
        && (Version, BasisPoints, Fixed, ReturnsFee) == (other.Version, other.BasisPoints, other.Fixed, other.ReturnsFee) && Cards.SequenceEqual(other.Cards);

    public override int GetHashCode() => HashCode.Combine(Version, BasisPoints, Fixed, ReturnsFee);
}

/// <summary>What payments by some cards are charged; what is null fits all.</summary>
[GenerateSerializer, Alias("paygate.fee-plan.card"), Immutable]
public sealed record CardFee
{
    /// <summary>As on cards, for example amex.</summary>
    [Id(0)]
    public string? Brand { get; init; }

    /// <summary>credit, debit or prepaid.</summary>
    [Id(1)]
    public string? Funding { get; init; }

    /// <summary>The payment's currency.</summary>
    [Id(2)]
    public Currency? Currency { get; init; }

    /// <summary>The percentage: 350 is 3.5 %.</summary>
    [Id(3)]
    public required int BasisPoints { get; init; }

    /// <summary>Null for the plan's own fixed part.</summary>
    [Id(4)]
    public Money? Fixed { get; init; }

    public bool Fits(Currency currency, string brand, string? funding) =>
        (Brand is null || Brand == brand) && (Funding is null || Funding == funding) && (Currency is null || Currency == currency);
}

/// <summary>An operator's order to charge a merchant by another plan.</summary>
[GenerateSerializer, Alias("paygate.merchant.set-fee-plan"), Immutable]
public sealed record SetFeePlan
{
    /// <summary>Its number: each is carried out once.</summary>
    [Id(0)]
    public required long Order { get; init; }

    /// <summary>Its version is given by the merchant.</summary>
    [Id(1)]
    public required FeePlan Plan { get; init; }

    /// <summary>Who ordered it.</summary>
    [Id(2)]
    public required string By { get; init; }

    [Id(3)]
    public required string Reason { get; init; }
}
