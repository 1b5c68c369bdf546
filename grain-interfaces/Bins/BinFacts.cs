using PayGate.Cards;

namespace PayGate.Bins;

/// <summary>What the first digits of a card number tell of the card.</summary>
[GenerateSerializer, Alias("paygate.bin-facts"), Immutable]
public sealed record BinFacts
{
    /// <summary>The wire's word, as in <see cref="CardBrand"/>.</summary>
    [Id(0)]
    public required string Brand { get; init; }

    /// <summary>One of <see cref="CardFunding"/>.</summary>
    [Id(1)]
    public string Type { get; init; } = CardFunding.Unknown;

    /// <summary>The scheme's product, for example <c>gold</c>, in the words of whoever made the table; null where unknown.</summary>
    [Id(2)]
    public string? Category { get; init; }

    /// <summary>Null where unknown.</summary>
    [Id(3)]
    public string? Issuer { get; init; }

    /// <summary>The issuer's, by ISO 3166-1 alpha-2; null where unknown.</summary>
    [Id(4)]
    public string? Country { get; init; }
}
