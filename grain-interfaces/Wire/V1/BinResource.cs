using PayGate.Bins;

namespace PayGate.Wire.V1;

/// <summary>What the first digits of a card number tell. Members that are not known are null, never left out.</summary>
public sealed record BinResource
{
    /// <summary>The digits that were asked for, six to eight.</summary>
    public required string Bin { get; init; }

    [Words("bin")]
    public string Object { get; init; } = "bin";

    /// <summary>The scheme, as on cards.</summary>
    public required string Brand { get; init; }

    /// <summary>The scheme's product, for example `gold`.</summary>
    public string? Category { get; init; }

    /// <summary>The issuer's country, by ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Who issues the card.</summary>
    public string? Issuer { get; init; }

    /// <summary>Where the card takes its money from; a card's `funding`.</summary>
    [Words("credit", "debit", "prepaid", "unknown")]
    public required string Type { get; init; }
}

/// <summary>BINs as their public object.</summary>
public static class BinRendering
{
    public static BinResource ToResource(this BinFacts facts, string bin) => new()
    {
        Bin = bin,
        Brand = facts.Brand,
        Category = facts.Category,
        Country = facts.Country,
        Issuer = facts.Issuer,
        Type = facts.Type,
    };
}
