namespace PayGate.Cards;

/// <summary>A card in clear, for the moment between parsing and sealing, and between opening and the bank. It has no serializer and is never stored.</summary>
public sealed record CardInput
{
    /// <summary>As typed; digits only once <see cref="CardRules.Validate"/> has passed it.</summary>
    public required Secret<string> Number { get; init; }

    public required int ExpMonth { get; init; }

    /// <summary>As typed; four digits once validated.</summary>
    public required int ExpYear { get; init; }

    public Secret<string>? Cvc { get; init; }

    /// <summary>The holder's name.</summary>
    public Secret<string>? Name { get; init; }
}
