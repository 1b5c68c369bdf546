namespace PayGate.Cards;

/// <summary>
/// All rules of a typed card. Refusals are given in one order: number, expiry month, expiry year, CVC, name. None of them repeats what was typed.
/// </summary>
public static class CardRules
{
    /// <summary>
    /// The card with digits only and a four-digit year, or the first refusal. <paramref name="prefix"/> is the request member that holds the card
    /// (<c>card</c>, <c>payment_method_data[card]</c>); <paramref name="nameParam"/> is set where the name comes from elsewhere (billing details).
    /// </summary>
    public static Outcome<CardInput> Validate(CardInput card, DateTimeOffset now, string prefix, string? nameParam = null)
    {
        var number = CardNumber.Validate(card.Number, $"{prefix}[number]");
        if (!number.IsSuccess)
        {
            return number.Refusal;
        }

        var year = CardExpiry.Validate(card.ExpMonth, card.ExpYear, now, prefix);
        if (!year.IsSuccess)
        {
            return year.Refusal;
        }

        if (CheckCvc(card.Cvc, CardBrand.Of(number.Value.Reveal())!, $"{prefix}[cvc]") is { } cvcRefusal)
        {
            return cvcRefusal;
        }

        if (card.Name is { } name && HolderName.Check(name, nameParam ?? $"{prefix}[name]") is { } nameRefusal)
        {
            return nameRefusal;
        }

        return card with { Number = number.Value, ExpYear = year.Value };
    }

    private static Refusal? CheckCvc(Secret<string>? cvc, CardBrand brand, string param)
    {
        var code = cvc?.Reveal();
        return code is null || (code.Length == brand.CvcLength && code.All(char.IsAsciiDigit))
            ? null
            : new Refusal("invalid_cvc", $"The security code of this card has {brand.CvcLength} digits.", param);
    }
}
