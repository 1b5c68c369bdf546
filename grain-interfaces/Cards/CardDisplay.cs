namespace PayGate.Cards;

/// <summary>What may be shown and stored of a card: no number, no CVC.</summary>
[GenerateSerializer, Alias("paygate.card-display")]
public sealed record CardDisplay
{
    /// <summary>Stripe's brand word: visa, mastercard, amex, discover, jcb, diners, unionpay, maestro or unknown.</summary>
    [Id(0)]
    public required string Brand { get; init; }

    [Id(1)]
    public required string Last4 { get; init; }

    /// <summary>1 to 12.</summary>
    [Id(2)]
    public required int ExpMonth { get; init; }

    /// <summary>Four digits.</summary>
    [Id(3)]
    public required int ExpYear { get; init; }

    /// <summary>Keyed per merchant (design: HMAC-SHA-256 over the number), so equal cards of one merchant meet and others cannot be compared.</summary>
    [Id(4)]
    public string? Fingerprint { get; init; }

    /// <summary>One of <see cref="CardFunding"/>, as it was known when the card was saved.</summary>
    [Id(5)]
    public string Funding { get; init; } = CardFunding.Unknown;

    /// <summary>ISO 3166-1 alpha-2 country of the issuer, as it was known when the card was saved; or null.</summary>
    [Id(6)]
    public string? Country { get; init; }
}
